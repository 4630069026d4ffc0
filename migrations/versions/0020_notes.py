"""Make the table of internal notes on questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add it."""
    op.create_table(
        "question_note",
        sa.Column("id", ID, nullable=False),
        sa.Column("question_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_question_note_author_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_note_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_note")),
    )
    op.create_index(op.f("ix_question_note_author_id"), "question_note", ["author_id"])
    op.create_index("ix_question_note_question_id_id", "question_note", ["question_id", "id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("question_note")
