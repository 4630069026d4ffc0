"""Keep when and why a webhook ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0171"
down_revision = "0170"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those that ended before, neither is known."""
    op.add_column("webhook", sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True))
    op.add_column("webhook", sa.Column("ended_reason", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("webhook") as batch:
        batch.alter_column("ended_reason", server_default=None)


def downgrade() -> None:
    """Forget them."""
    with op.batch_alter_table("webhook") as batch:
        batch.drop_column("ended_reason")
        batch.drop_column("ended_at")
