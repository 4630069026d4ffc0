"""Let a channel's account listen only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0159"
down_revision = "0158"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None does so far."""
    with op.batch_alter_table("channel_account") as batch:
        batch.add_column(sa.Column("hears_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("channel_account") as batch:
        batch.alter_column("hears_only", server_default=None)


def downgrade() -> None:
    """All make questions again."""
    with op.batch_alter_table("channel_account") as batch:
        batch.drop_column("hears_only")
