"""Find the lines of the log about one question or idea, to name it as it is called now."""

from __future__ import annotations

from alembic import op

revision = "0160"
down_revision = "0175"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index lines by subject."""
    op.create_index("ix_interaction_subject", "interaction", ["subject"])


def downgrade() -> None:
    """Take the index away."""
    op.drop_index("ix_interaction_subject", table_name="interaction")
