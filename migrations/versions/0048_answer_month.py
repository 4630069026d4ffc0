"""Keep what was found out about each month of the answer board."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import BigId, UtcDateTime

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None was reckoned yet."""
    op.create_table(
        "answer_month",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("contacts", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("reckoned_at", UtcDateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("month", name="uq_answer_month_month"),
    )


def downgrade() -> None:
    """Forget them; what was posted stays in the ledger."""
    op.drop_table("answer_month")
