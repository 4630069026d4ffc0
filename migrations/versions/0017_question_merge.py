"""Let duplicates of questions be merged, and undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, the question's own mark, and what a merge brought to whom."""
    op.create_table(
        "question_merge",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("carried", sa.JSON(), nullable=False),
        sa.Column("merged_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("merged_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_merge_question_id")),
        sa.ForeignKeyConstraint(["into_id"], ["question.id"], name=op.f("fk_question_merge_into_id")),
        sa.ForeignKeyConstraint(["merged_by_id"], ["person.id"], name=op.f("fk_question_merge_merged_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_merge")),
        sa.UniqueConstraint("question_id", name=op.f("uq_question_merge_question_id")),
    )
    op.create_index(op.f("ix_question_merge_into_id"), "question_merge", ["into_id"])
    with op.batch_alter_table("question") as batch:
        batch.add_column(
            sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch.create_foreign_key(op.f("fk_question_merged_into_id"), "question", ["merged_into_id"], ["id"])
        batch.create_index(op.f("ix_question_merged_into_id"), ["merged_into_id"])
    with op.batch_alter_table("follow") as batch:
        batch.add_column(sa.Column("came_with", sa.String(length=60), nullable=True))


def downgrade() -> None:
    """Take it all away."""
    with op.batch_alter_table("follow") as batch:
        batch.drop_column("came_with")
    with op.batch_alter_table("question") as batch:
        batch.drop_index(op.f("ix_question_merged_into_id"))
        batch.drop_constraint(op.f("fk_question_merged_into_id"), type_="foreignkey")
        batch.drop_column("merged_into_id")
    op.drop_index(op.f("ix_question_merge_into_id"), "question_merge")
    op.drop_table("question_merge")
