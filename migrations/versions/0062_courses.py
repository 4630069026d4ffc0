"""Give courses drafts, versions, levels and limits, questions kinds and figures, and attempts what they were drawn from."""

from __future__ import annotations

import math

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0080"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COUNTS = ("asked_count", "right_count", "rest_sum", "rest_square_sum", "rest_right_sum")


def upgrade() -> None:
    """Every course is published; every attempt that was handed in is marked, with the pass mark of today."""
    _courses()
    _items()
    _attempts()
    op.create_table(
        "course_version",
        sa.Column("id", BIG, nullable=False),
        sa.Column("course_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_version_course_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_course_version_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_version")),
        sa.UniqueConstraint("course_id", "version", name=op.f("uq_course_version_course_id_version")),
    )


def downgrade() -> None:
    """Keep what was known before; questions that order or are written cannot be asked any more."""
    op.drop_table("course_version")
    op.drop_index("ix_course_attempt_waits", table_name="course_attempt")
    with op.batch_alter_table("course_attempt") as batch:
        batch.drop_constraint(op.f("fk_course_attempt_judged_by_id"), type_="foreignkey")
        for name in ("judged_by_id", "marked_at", "course_version", "needed", "marks"):
            batch.drop_column(name)
    with op.batch_alter_table("quiz_item") as batch:
        batch.add_column(sa.Column("multiple", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE quiz_item SET multiple = (kind = 'multiple')")
    with op.batch_alter_table("quiz_item") as batch:
        batch.alter_column("multiple", existing_type=sa.Boolean(), server_default=None)
        for name in ("kind", "position", "retired_at", *COUNTS):
            batch.drop_column(name)
    with op.batch_alter_table("course") as batch:
        for name in ("level", "functions", "wait_minutes", "attempts_a_week", "version", "published_at", "retired_at"):
            batch.drop_column(name)


def _courses() -> None:
    with op.batch_alter_table("course") as batch:
        batch.add_column(sa.Column("level", sa.String(10), nullable=False, server_default="answerer"))
        batch.add_column(sa.Column("functions", sa.JSON(), nullable=False, server_default="[]"))
        for name, start in (("wait_minutes", "0"), ("attempts_a_week", "0"), ("version", "1")):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=start))
        for name in ("published_at", "retired_at"):
            batch.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE course SET published_at = CURRENT_TIMESTAMP")
    op.execute("UPDATE course SET level = 'expert' WHERE clears IN ('review', 'verify')")
    with op.batch_alter_table("course") as batch:
        batch.alter_column("level", existing_type=sa.String(10), server_default=None)
        batch.alter_column("functions", existing_type=sa.JSON(), server_default=None)
        for name in ("wait_minutes", "attempts_a_week", "version"):
            batch.alter_column(name, existing_type=sa.Integer(), server_default=None)


def _items() -> None:
    with op.batch_alter_table("quiz_item") as batch:
        batch.add_column(sa.Column("kind", sa.String(10), nullable=False, server_default="single"))
        batch.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
        for name in ("position", *COUNTS):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.execute(sa.text("UPDATE quiz_item SET kind = 'multiple' WHERE multiple = :yes").bindparams(yes=True))
    op.execute("UPDATE quiz_item SET position = id")
    with op.batch_alter_table("quiz_item") as batch:
        batch.alter_column("kind", existing_type=sa.String(10), server_default=None)
        for name in ("position", *COUNTS):
            batch.alter_column(name, existing_type=sa.Integer(), server_default=None)
        batch.drop_column("multiple")


def _attempts() -> None:
    with op.batch_alter_table("course_attempt") as batch:
        batch.add_column(sa.Column("marks", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("needed", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("course_version", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("judged_by_id", BIG, nullable=True))
        batch.create_foreign_key(op.f("fk_course_attempt_judged_by_id"), "person", ["judged_by_id"], ["id"])
    op.execute("UPDATE course_attempt SET marked_at = submitted_at")
    course = sa.table("course", sa.column("id"), sa.column("pass_share"), sa.column("draw_count"))
    attempt = sa.table("course_attempt", sa.column("course_id"), sa.column("needed"))
    for known in op.get_bind().execute(sa.select(course)).all():
        needed = math.ceil(round(known.pass_share * known.draw_count, 6))
        op.execute(attempt.update().where(attempt.c.course_id == known.id).values(needed=needed))
    with op.batch_alter_table("course_attempt") as batch:
        batch.alter_column("marks", existing_type=sa.JSON(), server_default=None)
        for name in ("needed", "course_version"):
            batch.alter_column(name, existing_type=sa.Integer(), server_default=None)
    op.create_index("ix_course_attempt_waits", "course_attempt", ["marked_at", "submitted_at"])
