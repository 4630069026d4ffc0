"""Keep how many people took part in a challenge that has many ideas."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the worker counts within the hour."""
    with op.batch_alter_table("challenge") as batch:
        batch.add_column(sa.Column("writer_count", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("people_count", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("people_counted_at", UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("challenge") as batch:
        batch.alter_column("writer_count", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        batch.alter_column("people_count", existing_type=sa.Integer(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("challenge") as batch:
        batch.drop_column("people_counted_at")
        batch.drop_column("people_count")
        batch.drop_column("writer_count")
