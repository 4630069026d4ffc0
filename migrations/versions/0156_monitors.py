"""Keep what people listen for, and what was found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0156"
down_revision = "0155"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add both."""
    op.create_table(
        "monitor",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.String(length=300), nullable=False),
        sa.Column("finds_leads", sa.Boolean(), nullable=False),
        sa.Column("owner_id", BIG, nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("active_since", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_monitor_owner_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_monitor"),
    )
    op.create_table(
        "monitor_match",
        sa.Column("monitor_id", BIG, nullable=False),
        sa.Column("mention_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["monitor_id"], ["monitor.id"], name="fk_monitor_match_monitor_id_monitor", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mention.id"], name="fk_monitor_match_mention_id_mention", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("monitor_id", "mention_id", name="pk_monitor_match"),
    )
    op.create_index("ix_monitor_match_mention_id", "monitor_match", ["mention_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("monitor_match")
    op.drop_table("monitor")
