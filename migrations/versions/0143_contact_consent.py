"""Keep whether a contact lets what they read here be joined with what the CRM knows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0143"
down_revision = "0142"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was asked so far."""
    op.add_column("contact", sa.Column("consent", sa.String(length=10), nullable=False, server_default="unknown"))
    op.add_column("contact", sa.Column("consent_at", UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("contact") as batch:
        batch.alter_column("consent", existing_type=sa.String(length=10), server_default=None)


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("contact") as batch:
        batch.drop_column("consent_at")
        batch.drop_column("consent")
