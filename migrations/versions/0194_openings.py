"""Count how many journeys one source opens in an hour."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0194"
down_revision = "0193"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is known of before."""
    op.create_table(
        "opening",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("hour", UtcDateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("counts_journeys", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source", "hour", name="pk_opening"),
    )
    op.create_index("ix_opening_hour", "opening", ["hour"])


def downgrade() -> None:
    """Journeys are opened without end."""
    op.drop_table("opening")
