"""Keep what was said, with how it sounds and what it speaks of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0155"
down_revision = "0144a"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add both; the past is heard as the book is read from its beginning."""
    op.create_table(
        "mention",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("said_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("heard_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=254), nullable=False),
        sa.Column("person_id", BIG, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=True),
        sa.Column("answer_id", sa.BigInteger(), nullable=True),
        sa.Column("idea_id", sa.BigInteger(), nullable=True),
        sa.Column("comment_id", sa.BigInteger(), nullable=True),
        sa.Column("follower_count", sa.Integer(), nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("share_count", sa.Integer(), nullable=False),
        sa.Column("answer_count", sa.Integer(), nullable=False),
        sa.Column("sentiment", sa.Double(), nullable=False),
        sa.Column("urgency", sa.Double(), nullable=False),
        sa.Column("heard_by_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_mention_person_id_person"),
        sa.ForeignKeyConstraint(["heard_by_id"], ["person.id"], name="fk_mention_heard_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_mention"),
        sa.UniqueConstraint("key", name="uq_mention_key"),
    )
    op.create_index("ix_mention_said_at_id", "mention", ["said_at", "id"])
    op.create_index("ix_mention_channel_author", "mention", ["channel", "author"])
    for column in ("subject", "person_id", "question_id"):
        op.create_index(f"ix_mention_{column}", "mention", [column])
    op.create_table(
        "mention_term",
        sa.Column("mention_id", BIG, nullable=False),
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mention.id"], name="fk_mention_term_mention_id_mention", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mention_id", "term", name="pk_mention_term"),
    )
    op.create_index("ix_mention_term_term_mention_id", "mention_term", ["term", "mention_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("mention_term")
    op.drop_table("mention")
