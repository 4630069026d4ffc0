"""Give answers their place by freshness and readers, and let readers say what is no longer true."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None
MOMENTS = ("approved_at", "confirmed_at", "review_at", "stale_since")


def upgrade() -> None:
    """Add the columns, each answer in the place it had, and the tables."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("answer") as batch:
        for name in ("reader_count", "doubt_count"):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("rank", sa.Double(), nullable=False, server_default="0"))
        for name in MOMENTS:
            batch.add_column(sa.Column(name, UtcDateTime(timezone=True), nullable=True))
        for name in ("accepted_at", "verified_at", "review_at"):
            batch.create_index(op.f(f"ix_answer_{name}"), [name])
    op.execute(
        "UPDATE answer SET rank = (CASE WHEN accepted_at IS NULL THEN 0.0 ELSE 2.0 END)"
        " + (CASE WHEN verified_at IS NULL THEN 0.0 ELSE 1.0 END)"
        " + (CASE WHEN vote_count > 0 THEN vote_count / (vote_count + 20.0) ELSE 0.0 END)"
    )
    op.create_table(
        "answer_doubt",
        sa.Column("id", number, nullable=False),
        sa.Column("answer_id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", number, nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_answer_doubt_answer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_doubt_person_id")),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["person.id"], name=op.f("fk_answer_doubt_resolved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_doubt")),
    )
    op.create_index("ix_answer_doubt_answer_id_person_id", "answer_doubt", ["answer_id", "person_id"])
    op.create_index("ix_answer_doubt_outcome_id", "answer_doubt", ["outcome", "id"])
    op.create_table(
        "reading",
        sa.Column("id", number, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("key", "question_id", "day", name=op.f("uq_reading_key_question_id_day")),
    )
    op.create_index(op.f("ix_reading_day"), "reading", ["day"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_reading_day"), "reading")
    op.drop_table("reading")
    op.drop_index("ix_answer_doubt_outcome_id", "answer_doubt")
    op.drop_index("ix_answer_doubt_answer_id_person_id", "answer_doubt")
    op.drop_table("answer_doubt")
    with op.batch_alter_table("answer") as batch:
        for name in ("review_at", "verified_at", "accepted_at"):
            batch.drop_index(op.f(f"ix_answer_{name}"))
        for name in (*MOMENTS, "rank", "doubt_count", "reader_count"):
            batch.drop_column(name)
