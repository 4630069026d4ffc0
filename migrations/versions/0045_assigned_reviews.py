"""Add assigned reviews, versions of the rubric, reviews that are held back, ties, and people's teams."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Reviews that are there know of no ties; rubrics are in their first version."""
    _add("person", sa.Column("team", sa.String(80), nullable=False, server_default=""))
    _add("challenge", sa.Column("rubric_version", sa.Integer(), nullable=False, server_default="1"))
    _add("challenge", sa.Column("reviews_held", sa.Boolean(), nullable=False, server_default=sa.false()))
    _add("idea", sa.Column("reviews_released_at", WHEN, nullable=True))
    _add("review", sa.Column("ties", sa.JSON(), nullable=False, server_default="[]"))
    _add("review", sa.Column("statement", sa.String(300), nullable=True))
    _add("review", sa.Column("rubric", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "review_assignment",
        sa.Column("id", ID, nullable=False),
        sa.Column("idea_id", ID, nullable=False),
        sa.Column("reviewer_id", ID, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("due_at", WHEN, nullable=False),
        sa.Column("assigned_by_id", ID, nullable=False),
        sa.Column("assigned_at", WHEN, nullable=False),
        sa.Column("ended_at", WHEN, nullable=True),
        sa.Column("reminded_at", WHEN, nullable=True),
        sa.Column("overdue_told_at", WHEN, nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_review_assignment_idea_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_review_assignment_reviewer_id")),
        sa.ForeignKeyConstraint(["assigned_by_id"], ["person.id"], name=op.f("fk_review_assignment_assigned_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_assignment")),
        sa.UniqueConstraint("idea_id", "reviewer_id", name=op.f("uq_review_assignment_idea_id_reviewer_id")),
    )
    op.create_index(
        "ix_review_assignment_reviewer_state_due", "review_assignment", ["reviewer_id", "state", "due_at", "id"]
    )
    op.create_index("ix_review_assignment_state_due", "review_assignment", ["state", "due_at", "id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("review_assignment")
    for name in ("rubric", "statement", "ties"):
        _drop("review", name)
    _drop("idea", "reviews_released_at")
    for name in ("reviews_held", "rubric_version"):
        _drop("challenge", name)
    _drop("person", "team")


def _add(table: str, column: sa.Column[object]) -> None:
    with op.batch_alter_table(table) as batch:
        batch.add_column(column)
    if column.server_default is not None:
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column.name, server_default=None)


def _drop(table: str, name: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_column(name)
