"""Keep with each journey what share was held out when it opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0191"
down_revision = "0194"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those that opened before, the setting and the trials say it."""
    op.add_column("journey", sa.Column("share", sa.Double(), nullable=True))


def downgrade() -> None:
    """The setting and the trials say it of all."""
    with op.batch_alter_table("journey") as batch:
        batch.drop_column("share")
