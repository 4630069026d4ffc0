"""Let those who know a topic point to its canonical answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "canonical",
        sa.Column("id", number, nullable=False),
        sa.Column("topic_id", number, nullable=False),
        sa.Column("question_id", number, nullable=False),
        sa.Column("chosen_by_id", number, nullable=False),
        sa.Column("chosen_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_canonical_topic_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_canonical_question_id")),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["person.id"], name=op.f("fk_canonical_chosen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canonical")),
        sa.UniqueConstraint("topic_id", "question_id", name=op.f("uq_canonical_topic_id_question_id")),
    )
    op.create_index(op.f("ix_canonical_question_id"), "canonical", ["question_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index(op.f("ix_canonical_question_id"), "canonical")
    op.drop_table("canonical")
