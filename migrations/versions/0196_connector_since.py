"""Keep since when in the event book a connector is told, so that a rebuild tells it nothing older."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0196"
down_revision = "0191"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those that are there, nobody knows: they are told of everything, as before."""
    op.add_column("connector", sa.Column("since_id", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("connector") as batch:
        batch.alter_column("since_id", server_default=None)


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("connector") as batch:
        batch.drop_column("since_id")
