"""Let the lists of a challenge and of a stage, and what was decided lately, be read in their order."""

from __future__ import annotations

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

ORDERS = {
    "ix_idea_stage_top": ["stage", "top_key", "id"],
    "ix_idea_moved": ["moved_at", "id"],
    "ix_idea_challenge_hot": ["challenge_id", "hot_key", "id"],
    "ix_idea_challenge_discover": ["challenge_id", "discover_key", "id"],
    "ix_idea_challenge_comments": ["challenge_id", "comment_count", "id"],
}


def upgrade() -> None:
    """An index for each order."""
    for name, columns in ORDERS.items():
        op.create_index(name, "idea", columns)


def downgrade() -> None:
    """Take them away."""
    for name in ORDERS:
        op.drop_index(name, table_name="idea")
