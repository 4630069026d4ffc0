"""Keep how far something is that very many are told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0166"
down_revision = "0165"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "circular",
        sa.Column("id", BIG, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("audience", sa.String(60), nullable=False),
        sa.Column("after_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("url", sa.String(300), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_circular"),
        sa.UniqueConstraint("entry_id", name="uq_circular_entry_id"),
    )


def downgrade() -> None:
    """Take it away; whoever was not told yet is not told."""
    op.drop_table("circular")
