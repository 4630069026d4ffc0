"""Note when what we said in a channel was taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment."""
    with op.batch_alter_table("channel_message") as batch:
        batch.add_column(sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("channel_message") as batch:
        batch.drop_column("withdrawn_at")
