"""Note of certificates that were taken back from when on the quiz may be taken again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whose certificate was taken back before waits for nothing."""
    op.add_column("certificate", sa.Column("retake_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("certificate") as batch:
        batch.drop_column("retake_at")
