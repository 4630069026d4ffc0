"""Note of major guidelines when the book was told that they bind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0147"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What binds already is old news."""
    op.add_column("guideline", sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE guideline SET bound_at = binding_at WHERE major AND binding_at <= CURRENT_TIMESTAMP")


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("guideline") as batch:
        batch.drop_column("bound_at")
