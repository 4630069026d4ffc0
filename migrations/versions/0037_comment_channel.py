"""Note the way a comment came, for when it is published later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those that are there came by the site, as far as anybody noted."""
    with op.batch_alter_table("comment") as batch:
        batch.add_column(sa.Column("channel", sa.String(20), nullable=False, server_default="site"))
    with op.batch_alter_table("comment") as batch:
        batch.alter_column("channel", server_default=None)


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("comment") as batch:
        batch.drop_column("channel")
