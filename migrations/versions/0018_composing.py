"""Let answers be posted once for each form, and remember which rest on which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them."""
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reuse_count", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("once", sa.String(length=80), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_answer_once"), ["once"])
    op.create_table(
        "answer_cite",
        sa.Column("answer_id", ID, nullable=False),
        sa.Column("cited_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_answer_cite_answer_id")),
        sa.ForeignKeyConstraint(["cited_id"], ["answer.id"], name=op.f("fk_answer_cite_cited_id")),
        sa.PrimaryKeyConstraint("answer_id", "cited_id", name=op.f("pk_answer_cite")),
    )
    op.create_index(op.f("ix_answer_cite_cited_id"), "answer_cite", ["cited_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("answer_cite")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_answer_once"), type_="unique")
        batch_op.drop_column("once")
        batch_op.drop_column("reuse_count")
