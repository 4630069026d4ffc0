"""Note of certificates when their holders were reminded, and why they were taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was reminded yet."""
    with op.batch_alter_table("certificate") as batch:
        batch.add_column(sa.Column("reminded_count", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("revoked_because", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("certificate") as batch:
        batch.alter_column("reminded_count", existing_type=sa.Integer(), server_default=None)
        batch.alter_column("revoked_because", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("certificate") as batch:
        batch.drop_column("revoked_because")
        batch.drop_column("reminded_count")
