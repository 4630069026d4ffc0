"""Make the tables of board: questions and answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("handle", sa.String(length=120), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("hold", sa.String(length=10), nullable=False),
        sa.Column("vote_count", sa.Integer(), nullable=False),
        sa.Column("answer_count", sa.Integer(), nullable=False),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.Column("verified_count", sa.Integer(), nullable=False),
        sa.Column("accepted_answer_id", sa.BigInteger(), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalation_reason", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_question_author_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_question_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("external_id", name=op.f("uq_question_external_id")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index("ix_question_author_id_asked_at_id", ["author_id", "asked_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_handle"), ["handle"], unique=False)
        batch_op.create_index("ix_question_hold_active_at_id", ["hold", "active_at", "id"], unique=False)
        batch_op.create_index("ix_question_hold_asked_at_id", ["hold", "asked_at", "id"], unique=False)
        batch_op.create_index("ix_question_hold_state_active_at_id", ["hold", "state", "active_at", "id"], unique=False)
        batch_op.create_index("ix_question_hold_state_asked_at_id", ["hold", "state", "asked_at", "id"], unique=False)
        batch_op.create_index(
            "ix_question_hold_state_vote_count_id", ["hold", "state", "vote_count", "id"], unique=False
        )
        batch_op.create_index("ix_question_hold_vote_count_id", ["hold", "vote_count", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_solved_at"), ["solved_at"], unique=False)
        batch_op.create_index("ix_question_space_id_asked_at_id", ["space_id", "asked_at", "id"], unique=False)

    op.create_table(
        "saved_reply",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_reply_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_reply")),
    )
    with op.batch_alter_table("saved_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_reply_person_id"), ["person_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("vote_count", sa.Integer(), nullable=False),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_answer_approved_by_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_answer_author_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id")),
        sa.ForeignKeyConstraint(["verified_by_id"], ["person.id"], name=op.f("fk_answer_verified_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("external_id", name=op.f("uq_answer_external_id")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index("ix_answer_author_id_posted_at", ["author_id", "posted_at"], unique=False)
        batch_op.create_index("ix_answer_question_id_state", ["question_id", "state"], unique=False)
        batch_op.create_index("ix_answer_state_posted_at", ["state", "posted_at"], unique=False)

    op.create_table(
        "claim",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_claim_person_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_claim_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("question_id", name=op.f("uq_claim_question_id")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_until"), ["until"], unique=False)

    op.create_table(
        "question_topic",
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_topic_question_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_question_topic_topic_id")),
        sa.PrimaryKeyConstraint("question_id", "topic_id", name=op.f("pk_question_topic")),
    )
    with op.batch_alter_table("question_topic", schema=None) as batch_op:
        batch_op.create_index("ix_question_topic_topic_id_question_id", ["topic_id", "question_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("question_topic", schema=None) as batch_op:
        batch_op.drop_index("ix_question_topic_topic_id_question_id")

    op.drop_table("question_topic")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_until"))
        batch_op.drop_index(batch_op.f("ix_claim_person_id"))

    op.drop_table("claim")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index("ix_answer_state_posted_at")
        batch_op.drop_index("ix_answer_question_id_state")
        batch_op.drop_index("ix_answer_author_id_posted_at")

    op.drop_table("answer")
    with op.batch_alter_table("saved_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_reply_person_id"))

    op.drop_table("saved_reply")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ix_question_space_id_asked_at_id")
        batch_op.drop_index(batch_op.f("ix_question_solved_at"))
        batch_op.drop_index("ix_question_hold_vote_count_id")
        batch_op.drop_index("ix_question_hold_state_vote_count_id")
        batch_op.drop_index("ix_question_hold_state_asked_at_id")
        batch_op.drop_index("ix_question_hold_state_active_at_id")
        batch_op.drop_index("ix_question_hold_asked_at_id")
        batch_op.drop_index("ix_question_hold_active_at_id")
        batch_op.drop_index(batch_op.f("ix_question_handle"))
        batch_op.drop_index("ix_question_author_id_asked_at_id")

    op.drop_table("question")
