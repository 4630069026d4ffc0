"""Find the ideas of a challenge that are owed an answer, or were decided, without reading all of them."""

from __future__ import annotations

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes."""
    op.create_index("ix_idea_challenge_owed", "idea", ["challenge_id", "owed_at"])
    op.create_index("ix_idea_challenge_kind", "idea", ["challenge_id", "kind", "moved_at"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_idea_challenge_kind", table_name="idea")
    op.drop_index("ix_idea_challenge_owed", table_name="idea")
