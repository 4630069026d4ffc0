"""Keep whose words wait for a moderator in a space."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody's, as before."""
    with op.batch_alter_table("space") as batch:
        batch.add_column(sa.Column("premoderation", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("trusted_after", sa.Integer(), nullable=False, server_default="3"))
    with op.batch_alter_table("space") as batch:
        batch.alter_column("premoderation", existing_type=sa.JSON(), server_default=None)
        batch.alter_column("trusted_after", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    """Take them away; what waits goes on waiting."""
    with op.batch_alter_table("space") as batch:
        batch.drop_column("trusted_after")
        batch.drop_column("premoderation")
