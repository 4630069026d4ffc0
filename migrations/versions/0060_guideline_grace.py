"""Let a version of the guidelines bind after a grace, and end certificates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Versions from before bound when they were published."""
    with op.batch_alter_table("guideline") as batch:
        batch.add_column(sa.Column("recertify", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("binding_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE guideline SET binding_at = published_at")
    with op.batch_alter_table("guideline") as batch:
        batch.alter_column("recertify", existing_type=sa.Boolean(), server_default=None)
        batch.alter_column("binding_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    with op.batch_alter_table("certificate") as batch:
        batch.add_column(sa.Column("ended_by_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Every version binds at once again."""
    with op.batch_alter_table("certificate") as batch:
        batch.drop_column("ended_by_version")
    with op.batch_alter_table("guideline") as batch:
        batch.drop_column("binding_at")
        batch.drop_column("recertify")
