"""Remember by which way a visitor's question came, until its link is followed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the channel; what waits already came by the site."""
    with op.batch_alter_table("proposal") as batch:
        batch.add_column(sa.Column("channel", sa.String(length=40), nullable=False, server_default="site"))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("proposal") as batch:
        batch.drop_column("channel")
