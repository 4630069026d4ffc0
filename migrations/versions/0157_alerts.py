"""Keep when somebody is asked to look, and what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0157"
down_revision = "0156"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add rules and alerts."""
    op.create_table(
        "alert_rule",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("monitor_id", BIG, nullable=True),
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("mood", sa.String(length=10), nullable=False),
        sa.Column("least_urgency", sa.Double(), nullable=False),
        sa.Column("least_influence", sa.Double(), nullable=False),
        sa.Column("volume_factor", sa.Double(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("owner_id", BIG, nullable=False),
        sa.Column("escalate_to_id", BIG, nullable=True),
        sa.Column("made_by_id", BIG, nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("active_since", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["monitor_id"], ["monitor.id"], name="fk_alert_rule_monitor_id_monitor"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_alert_rule_owner_id_person"),
        sa.ForeignKeyConstraint(["escalate_to_id"], ["person.id"], name="fk_alert_rule_escalate_to_id_person"),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name="fk_alert_rule_made_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_alert_rule"),
    )
    op.create_table(
        "alert",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("rule_id", BIG, nullable=False),
        sa.Column("mention_id", BIG, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("owner_id", BIG, nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", BIG, nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("reply_url", sa.String(length=500), nullable=False),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", BIG, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["rule_id"], ["alert_rule.id"], name="fk_alert_rule_id_alert_rule"),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name="fk_alert_mention_id_mention"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_alert_owner_id_person"),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name="fk_alert_answered_by_id_person"),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name="fk_alert_closed_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sa.UniqueConstraint("key", name="uq_alert_key"),
    )
    op.create_index("ix_alert_state_due_at", "alert", ["state", "due_at"])
    for column in ("rule_id", "mention_id", "owner_id"):
        op.create_index(f"ix_alert_{column}", "alert", [column])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("alert")
    op.drop_table("alert_rule")
