"""Make the tables of moderation: cases and decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "moderation_case",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("space_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("flag_count", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_moderation_case_author_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_moderation_case_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_case")),
    )
    with op.batch_alter_table("moderation_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moderation_case_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_moderation_case_queue", ["state", "severity", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moderation_case_space_id"), ["space_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moderation_case_subject"), ["subject"], unique=False)

    op.create_table(
        "flag",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["moderation_case.id"], name=op.f("fk_flag_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_flag_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_flag_case_id_person_id")),
    )
    op.create_table(
        "moderator_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["moderation_case.id"], name=op.f("fk_moderator_decision_case_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_moderator_decision_decided_by_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["person.id"], name=op.f("fk_moderator_decision_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderator_decision")),
    )
    with op.batch_alter_table("moderator_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moderator_decision_case_id"), ["case_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("moderator_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moderator_decision_case_id"))

    op.drop_table("moderator_decision")
    op.drop_table("flag")
    with op.batch_alter_table("moderation_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moderation_case_subject"))
        batch_op.drop_index(batch_op.f("ix_moderation_case_space_id"))
        batch_op.drop_index("ix_moderation_case_queue")
        batch_op.drop_index(batch_op.f("ix_moderation_case_author_id"))

    op.drop_table("moderation_case")
