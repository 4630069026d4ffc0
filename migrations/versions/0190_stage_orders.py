"""Order the ideas of one stage by an index, whichever order is asked for."""

from __future__ import annotations

from alembic import op

revision = "0190"
down_revision = "0171"
branch_labels = None
depends_on = None

ORDERS = {"hot": "hot_key", "discover": "discover_key", "comments": "comment_count"}


def upgrade() -> None:
    """A page of a stage reads no more than it shows."""
    for name, column in ORDERS.items():
        op.create_index(f"ix_idea_stage_{name}", "idea", ["stage", column, "id"])


def downgrade() -> None:
    """It sorts them all."""
    for name in ORDERS:
        op.drop_index(f"ix_idea_stage_{name}", table_name="idea")
