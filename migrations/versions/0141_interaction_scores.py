"""Keep how a deed's words sounded, and when a deed was taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0141"
down_revision = "0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is known of what was logged before."""
    op.add_column("interaction", sa.Column("said", sa.String(length=60), nullable=True))
    op.add_column("interaction", sa.Column("sentiment", sa.Double(), nullable=True))
    op.add_column("interaction", sa.Column("urgency", sa.Double(), nullable=True))
    op.add_column("interaction", sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True))
    op.create_index("ix_interaction_said", "interaction", ["said"])


def downgrade() -> None:
    """Forget both."""
    with op.batch_alter_table("interaction") as batch:
        batch.drop_index("ix_interaction_said")
        batch.drop_column("withdrawn_at")
        batch.drop_column("urgency")
        batch.drop_column("sentiment")
        batch.drop_column("said")
