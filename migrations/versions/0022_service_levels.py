"""Keep business hours, targets, and the clocks of questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = UtcDateTime(timezone=True)


def upgrade() -> None:
    """Add the tables and the question's own columns; questions asked before have no clock."""
    _settings()
    _clocks()
    op.create_table(
        "ask_back",
        sa.Column("id", BIG, nullable=False),
        sa.Column("question_id", BIG, nullable=False),
        sa.Column("comment_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_ask_back_question_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_ask_back_comment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ask_back_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_back")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_ask_back_comment_id")),
    )
    op.create_index("ix_ask_back_question_id", "ask_back", ["question_id"])
    with op.batch_alter_table("question") as batch:
        batch.add_column(sa.Column("severity", sa.String(length=10), nullable=False, server_default="normal"))
        batch.add_column(sa.Column("asked_back_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("due_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("look_at", MOMENT, nullable=True))
        batch.create_index(op.f("ix_question_due_at"), ["due_at"])
        batch.create_index(op.f("ix_question_look_at"), ["look_at"])
    with op.batch_alter_table("question") as batch:
        batch.alter_column("severity", existing_type=sa.String(length=10), existing_nullable=False, server_default=None)


def _settings() -> None:
    op.create_table(
        "business_hours",
        sa.Column("id", BIG, nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("week", sa.JSON(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("subdivision", sa.String(length=10), nullable=False),
        sa.Column("closed_days", sa.JSON(), nullable=False),
        sa.Column("open_days", sa.JSON(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_hours")),
        sa.UniqueConstraint("scope", name=op.f("uq_business_hours_scope")),
    )
    op.create_table(
        "service_rules",
        sa.Column("id", BIG, nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("warn_percent", sa.Integer(), nullable=False),
        sa.Column("answerers_after", sa.Integer(), nullable=True),
        sa.Column("owner_after", sa.Integer(), nullable=True),
        sa.Column("case_after", sa.Integer(), nullable=True),
        sa.Column("waits_days", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Boolean(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_rules")),
        sa.UniqueConstraint("scope", name=op.f("uq_service_rules_scope")),
    )


def _clocks() -> None:
    op.create_table(
        "clock_span",
        sa.Column("id", BIG, nullable=False),
        sa.Column("question_id", BIG, nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_clock_span_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_span")),
    )
    op.create_index("ix_clock_span_question_id_began_at", "clock_span", ["question_id", "began_at"])
    op.create_table(
        "target_clock",
        sa.Column("id", BIG, nullable=False),
        sa.Column("question_id", BIG, nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("allowed_seconds", sa.Integer(), nullable=False),
        sa.Column("spent_seconds", sa.Integer(), nullable=False),
        sa.Column("running_since", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_target_clock_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_clock")),
        sa.UniqueConstraint("question_id", "target", name=op.f("uq_target_clock_question_id_target")),
    )
    op.create_table(
        "target_step",
        sa.Column("id", BIG, nullable=False),
        sa.Column("question_id", BIG, nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_target_step_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_step")),
        sa.UniqueConstraint("question_id", "target", "step", name=op.f("uq_target_step_question_id_target_step")),
    )


def downgrade() -> None:
    """Take it all away."""
    with op.batch_alter_table("question") as batch:
        batch.drop_index(op.f("ix_question_look_at"))
        batch.drop_index(op.f("ix_question_due_at"))
        for name in ("look_at", "due_at", "asked_back_at", "severity"):
            batch.drop_column(name)
    op.drop_index("ix_ask_back_question_id", "ask_back")
    op.drop_table("ask_back")
    op.drop_table("target_step")
    op.drop_table("target_clock")
    op.drop_index("ix_clock_span_question_id_began_at", "clock_span")
    for name in ("clock_span", "service_rules", "business_hours"):
        op.drop_table(name)
