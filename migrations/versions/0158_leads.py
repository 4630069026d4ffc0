"""Keep who was asked to follow up what somebody wants, on what grounds, and how it ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0158"
down_revision = "0157"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add leads."""
    op.create_table(
        "lead",
        sa.Column("id", BIG, nullable=False),
        sa.Column("mention_id", BIG, nullable=False),
        sa.Column("monitor_id", BIG, nullable=True),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("found_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("to_id", BIG, nullable=True),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("consent", sa.String(length=10), nullable=False),
        sa.Column("grounds", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("handed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_lead_mention_id_mention"),
        sa.ForeignKeyConstraint(["monitor_id"], ["monitor.id"], name="fk_lead_monitor_id_monitor"),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name="fk_lead_to_id_person"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_lead_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_lead"),
        sa.UniqueConstraint("mention_id", name="uq_lead_mention_id"),
    )
    op.create_index("ix_lead_to_id", "lead", ["to_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("lead")
