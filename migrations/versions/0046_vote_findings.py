"""Keep what was found about votes, and let votes be set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add traces, findings and answers to them; no vote so far is set aside."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = UtcDateTime(timezone=True)
    with op.batch_alter_table("vote") as batch:
        batch.add_column(sa.Column("aside_count", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "vote_trace",
        sa.Column("id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("journey", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_vote_trace_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_trace")),
        sa.UniqueConstraint("person_id", "kind", "subject_id", name=op.f("uq_vote_trace_person_id_kind_subject_id")),
    )
    op.create_index("ix_vote_trace_at", "vote_trace", ["at"])
    op.create_table(
        "vote_finding",
        sa.Column("id", number, nullable=False),
        sa.Column("scope_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("vote_ids", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("found_at", moment, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", number, nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_vote_finding_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_finding")),
    )
    op.create_index("ix_vote_finding_state_id", "vote_finding", ["state", "id"])
    op.create_index("ix_vote_finding_scope_id_kind", "vote_finding", ["scope_id", "kind"])
    op.create_table(
        "vote_finding_answer",
        sa.Column("id", number, nullable=False),
        sa.Column("finding_id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["vote_finding.id"], name=op.f("fk_vote_finding_answer_finding_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_vote_finding_answer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_finding_answer")),
        sa.UniqueConstraint("finding_id", "person_id", name=op.f("uq_vote_finding_answer_finding_id_person_id")),
    )


def downgrade() -> None:
    """Take them away; what was set aside counts in the sum again, and the nightly fit ranks by it."""
    op.execute(
        "UPDATE idea SET vote_count = vote_count + (SELECT COUNT(*) FROM vote"
        " WHERE kind = 'idea' AND value > 0 AND aside_count > 0 AND subject_id = idea.id)"
    )
    op.drop_table("vote_finding_answer")
    op.drop_index("ix_vote_finding_scope_id_kind", "vote_finding")
    op.drop_index("ix_vote_finding_state_id", "vote_finding")
    op.drop_table("vote_finding")
    op.drop_index("ix_vote_trace_at", "vote_trace")
    op.drop_table("vote_trace")
    with op.batch_alter_table("vote") as batch:
        batch.drop_column("aside_count")
