"""Let a blind challenge hide its counts until one has voted, to its end, or for its first hours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the rule; blind challenges so far showed the count to who had voted."""
    with op.batch_alter_table("challenge") as batch:
        batch.add_column(sa.Column("blind_rule", sa.String(length=10), server_default="voted", nullable=False))
        batch.add_column(sa.Column("blind_hours", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("ranks_blind", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE challenge SET ranks_blind = blind")


def downgrade() -> None:
    """Take it away: what is blind is so until one has voted, as before."""
    with op.batch_alter_table("challenge") as batch:
        for name in ("ranks_blind", "blind_hours", "blind_rule"):
            batch.drop_column(name)
