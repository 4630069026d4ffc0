"""Keep the stages of spaces, gates, promises of an answer, official responses, and where ideas stand by kind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = UtcDateTime(timezone=True)
KINDS = "'shortlisted' THEN 'review' WHEN 'in_review' THEN 'review' WHEN 'approved' THEN 'decided' WHEN 'in_pilot' THEN 'doing' WHEN 'launched' THEN 'done' WHEN 'declined' THEN 'closed'"
DECISIVE = "('approved', 'in_pilot', 'launched', 'declined')"


def upgrade() -> None:
    """Add the tables and columns; ideas that were decided on count as answered when they first were."""
    _stages_and_gates()
    _promises()
    _ideas()
    with op.batch_alter_table("idea_move") as batch:
        batch.add_column(sa.Column("undone_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("undone_by_id", BIG, nullable=True))
        batch.create_foreign_key(op.f("fk_idea_move_undone_by_id"), "person", ["undone_by_id"], ["id"])


def _stages_and_gates() -> None:
    op.create_table(
        "stage",
        sa.Column("id", BIG, nullable=False),
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_stage_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
        sa.UniqueConstraint("space_id", "key", name=op.f("uq_stage_space_id_key")),
    )
    op.create_table(
        "gate",
        sa.Column("id", BIG, nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate")),
        sa.UniqueConstraint("scope", "stage", name=op.f("uq_gate_scope_stage")),
    )
    op.create_table(
        "gate_tick",
        sa.Column("id", BIG, nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ticked_by_id", BIG, nullable=False),
        sa.Column("ticked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_gate_tick_idea_id")),
        sa.ForeignKeyConstraint(["ticked_by_id"], ["person.id"], name=op.f("fk_gate_tick_ticked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_tick")),
        sa.UniqueConstraint("idea_id", "criterion", name=op.f("uq_gate_tick_idea_id_criterion")),
    )
    op.create_table(
        "gate_waiver",
        sa.Column("id", BIG, nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_by_id", BIG, nullable=False),
        sa.Column("waived_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_gate_waiver_idea_id")),
        sa.ForeignKeyConstraint(["waived_by_id"], ["person.id"], name=op.f("fk_gate_waiver_waived_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_waiver")),
        sa.UniqueConstraint("idea_id", "stage", "criterion", name=op.f("uq_gate_waiver_idea_id_stage_criterion")),
    )


def _promises() -> None:
    op.create_table(
        "answer_promise",
        sa.Column("id", BIG, nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=10), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_promise")),
        sa.UniqueConstraint("scope", name=op.f("uq_answer_promise_scope")),
    )
    op.create_table(
        "holding_answer",
        sa.Column("id", BIG, nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("was_due_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("given_by_id", BIG, nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_holding_answer_idea_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_holding_answer_given_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding_answer")),
    )
    op.create_index(op.f("ix_holding_answer_idea_id"), "holding_answer", ["idea_id"])
    op.create_table(
        "official_response",
        sa.Column("id", BIG, nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("given_by_id", BIG, nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_official_response_idea_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_official_response_given_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_response")),
        sa.UniqueConstraint("idea_id", name=op.f("uq_official_response_idea_id")),
    )


def _ideas() -> None:
    with op.batch_alter_table("idea") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=10), nullable=False, server_default="open"))
        batch.add_column(sa.Column("owner_id", BIG, nullable=True))
        for name in ("owed_at", "first_due_at", "answer_due_at", "answered_at"):
            batch.add_column(sa.Column(name, MOMENT, nullable=True))
        batch.add_column(sa.Column("clock_step", sa.String(length=10), nullable=False, server_default=""))
        batch.create_foreign_key(op.f("fk_idea_owner_id"), "person", ["owner_id"], ["id"])
        batch.create_index(op.f("ix_idea_owner_id"), ["owner_id"])
        batch.create_index("ix_idea_kind", ["kind", "id"])
        batch.create_index("ix_idea_answer_due_at", ["answer_due_at", "id"])
    op.execute(f"UPDATE idea SET kind = CASE stage WHEN {KINDS} ELSE 'open' END")  # noqa: S608 - fixed words
    first = f"(SELECT min(m.moved_at) FROM idea_move m WHERE m.idea_id = idea.id AND m.to_stage IN {DECISIVE})"  # noqa: S608 - fixed words
    op.execute(f"UPDATE idea SET answered_at = coalesce({first}, moved_at) WHERE stage IN {DECISIVE}")  # noqa: S608 - fixed words
    with op.batch_alter_table("idea") as batch:
        batch.alter_column("kind", existing_type=sa.String(length=10), existing_nullable=False, server_default=None)
        batch.alter_column(
            "clock_step", existing_type=sa.String(length=10), existing_nullable=False, server_default=None
        )


def downgrade() -> None:
    """Take them away; ideas in stages that not every space has begin anew, by the kind they stood in."""
    with op.batch_alter_table("idea_move") as batch:
        batch.drop_constraint(op.f("fk_idea_move_undone_by_id"), type_="foreignkey")
        batch.drop_column("undone_by_id")
        batch.drop_column("undone_at")
    back = "'review' THEN 'in_review' WHEN 'decided' THEN 'approved' WHEN 'doing' THEN 'in_pilot' WHEN 'done' THEN 'launched' WHEN 'closed' THEN 'declined'"
    usual = f"('submitted', 'shortlisted', 'in_review', {DECISIVE[1:]}"
    op.execute(f"UPDATE idea SET stage = CASE kind WHEN {back} ELSE 'submitted' END WHERE stage NOT IN {usual}")  # noqa: S608 - fixed words
    with op.batch_alter_table("idea") as batch:
        for name in ("ix_idea_answer_due_at", "ix_idea_kind", op.f("ix_idea_owner_id")):
            batch.drop_index(name)
        batch.drop_constraint(op.f("fk_idea_owner_id"), type_="foreignkey")
        for name in ("clock_step", "answered_at", "answer_due_at", "first_due_at", "owed_at", "owner_id", "kind"):
            batch.drop_column(name)
    for name in ("official_response", "holding_answer", "answer_promise", "gate_waiver", "gate_tick", "gate", "stage"):
        op.drop_table(name)
