"""Let ideas be talked about: threads, edits, questions to the author, endorsements, votes on behalf of a customer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import BigId, UtcDateTime

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

MOMENT = UtcDateTime(timezone=True)
COUNTS = ("endorsement_count", "open_question_count")
HEADS = """
WITH RECURSIVE head (id, thread_id) AS (
    SELECT id, id FROM comment WHERE reply_to_id IS NULL
    UNION ALL SELECT comment.id, head.thread_id FROM comment JOIN head ON comment.reply_to_id = head.id
)
UPDATE comment SET thread_id = (SELECT head.thread_id FROM head WHERE head.id = comment.id)
WHERE reply_to_id IS NOT NULL
"""
# What was merged away is neither listed nor counted: its votes stand with the idea it went into.
STANDING = "FROM idea WHERE idea.{key} = {table}.id AND hold = 'shown' AND merged_into_id IS NULL"


def upgrade() -> None:
    """Add the tables and columns, find each reply's thread, and count anew where merges were counted twice."""
    _change_comments()
    with op.batch_alter_table("idea") as batch:
        for name in COUNTS:
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("idea") as batch:
        for name in COUNTS:
            batch.alter_column(name, server_default=None)
    _add_questions()
    _add_endorsements()
    _add_proxies()
    votes = STANDING.format(key="challenge_id", table="challenge")
    op.execute(
        f"UPDATE challenge SET vote_count = (SELECT COALESCE(SUM(idea.vote_count), 0) {votes}), "  # noqa: S608
        f"idea_count = (SELECT COUNT(*) {votes})"
    )
    op.execute(f"UPDATE space SET idea_count = (SELECT COUNT(*) {STANDING.format(key='space_id', table='space')})")  # noqa: S608


def downgrade() -> None:
    """Take them away."""
    for table in ("idea_proxy_vote", "idea_endorsement", "idea_question", "comment_version"):
        op.drop_table(table)
    with op.batch_alter_table("idea") as batch:
        for name in COUNTS:
            batch.drop_column(name)
    with op.batch_alter_table("comment") as batch:
        batch.drop_constraint(op.f("fk_comment_thread_id"), type_="foreignkey")
        batch.drop_index(op.f("ix_comment_thread_id"))
        batch.drop_column("edited_at")
        batch.drop_column("thread_id")


def _change_comments() -> None:
    with op.batch_alter_table("comment") as batch:
        batch.add_column(sa.Column("thread_id", BigId, nullable=True))
        batch.add_column(sa.Column("edited_at", MOMENT, nullable=True))
        batch.create_index(op.f("ix_comment_thread_id"), ["thread_id"])
        batch.create_foreign_key(op.f("fk_comment_thread_id"), "comment", ["thread_id"], ["id"])
    op.execute(HEADS)
    op.create_table(
        "comment_version",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("comment_id", BigId, sa.ForeignKey("comment.id"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
    )
    op.create_index(op.f("ix_comment_version_comment_id"), "comment_version", ["comment_id"])


def _add_questions() -> None:
    op.create_table(
        "idea_question",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("idea_id", BigId, sa.ForeignKey("idea.id"), nullable=False),
        sa.Column("comment_id", BigId, sa.ForeignKey("comment.id"), nullable=False, unique=True),
        sa.Column("answer_id", BigId, sa.ForeignKey("comment.id"), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
    )
    op.create_index("ix_idea_question_idea_id_answered_at", "idea_question", ["idea_id", "answered_at"])


def _add_endorsements() -> None:
    op.create_table(
        "idea_endorsement",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("idea_id", BigId, sa.ForeignKey("idea.id"), nullable=False),
        sa.Column("person_id", BigId, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("why", sa.String(300), nullable=False),
        sa.Column("standing", sa.String(80), nullable=False),
        sa.Column("endorsed_at", MOMENT, nullable=False),
        sa.UniqueConstraint("idea_id", "person_id"),
    )
    op.create_index(op.f("ix_idea_endorsement_person_id"), "idea_endorsement", ["person_id"])


def _add_proxies() -> None:
    op.create_table(
        "idea_proxy_vote",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("idea_id", BigId, sa.ForeignKey("idea.id"), nullable=False),
        sa.Column("person_id", BigId, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("proxy_id", BigId, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("cast_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by_id", BigId, sa.ForeignKey("person.id"), nullable=True),
        sa.UniqueConstraint("idea_id", "person_id"),
    )
    op.create_index(op.f("ix_idea_proxy_vote_person_id"), "idea_proxy_vote", ["person_id"])
    op.create_index("ix_idea_proxy_vote_proxy_id_cast_at", "idea_proxy_vote", ["proxy_id", "cast_at"])
