"""Let a lesson ask for an answer in practice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0121"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No lesson asks for one yet."""
    with op.batch_alter_table("lesson") as batch:
        batch.add_column(sa.Column("practice_done", sa.String(10), nullable=False, server_default=""))
        batch.add_column(sa.Column("practice_on", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("practice_asked", sa.String(40), nullable=False, server_default=""))
    with op.batch_alter_table("lesson") as batch:
        batch.alter_column("practice_done", existing_type=sa.String(10), server_default=None)
        batch.alter_column("practice_asked", existing_type=sa.String(40), server_default=None)


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("lesson") as batch:
        batch.drop_column("practice_asked")
        batch.drop_column("practice_on")
        batch.drop_column("practice_done")
