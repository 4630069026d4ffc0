"""Keep which spaces are archived, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None is, so far."""
    with op.batch_alter_table("space") as batch:
        batch.add_column(sa.Column("archived_at", UtcDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("archived_why", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("space") as batch:
        batch.alter_column("archived_why", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    """Take it away: they are open again."""
    with op.batch_alter_table("space") as batch:
        batch.drop_column("archived_why")
        batch.drop_column("archived_at")
