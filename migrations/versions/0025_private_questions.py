"""Let questions be private or asked of somebody by name, and spaces one-way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what is there already stays as open as it was."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("question") as batch:
        batch.add_column(sa.Column("audience", sa.String(length=10), nullable=False, server_default="space"))
        batch.add_column(sa.Column("asked_of_id", number, nullable=True))
        batch.create_foreign_key(op.f("fk_question_asked_of_id"), "person", ["asked_of_id"], ["id"])
        batch.create_index(op.f("ix_question_asked_of_id"), ["asked_of_id"])
    with op.batch_alter_table("space") as batch:
        batch.add_column(sa.Column("one_way", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("space") as batch:
        batch.drop_column("one_way")
    with op.batch_alter_table("question") as batch:
        batch.drop_index(op.f("ix_question_asked_of_id"))
        batch.drop_constraint(op.f("fk_question_asked_of_id"), type_="foreignkey")
        batch.drop_column("asked_of_id")
        batch.drop_column("audience")
