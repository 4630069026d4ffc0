"""Let colleagues put questions aside, and find fast who is at work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, and an index on when sessions were last in use."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "snooze",
        sa.Column("id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("question_id", number, nullable=False),
        sa.Column("snoozed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=False),
        sa.Column("wakes_on_news", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_snooze_person_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_snooze_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snooze")),
        sa.UniqueConstraint("person_id", "question_id", name=op.f("uq_snooze_person_id_question_id")),
    )
    op.create_index(op.f("ix_snooze_question_id"), "snooze", ["question_id"])
    op.create_index(op.f("ix_signed_in_session_seen_at"), "signed_in_session", ["seen_at"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_signed_in_session_seen_at"), "signed_in_session")
    op.drop_index(op.f("ix_snooze_question_id"), "snooze")
    op.drop_table("snooze")
