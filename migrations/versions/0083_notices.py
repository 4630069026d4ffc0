"""Keep the words that moderators have ready for authors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0103"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "moderation_notice",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_by_id", BIG, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_moderation_notice_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_notice")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("moderation_notice")
