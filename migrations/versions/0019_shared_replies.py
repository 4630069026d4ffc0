"""Let spaces share saved replies, and count their use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns."""
    with op.batch_alter_table("saved_reply", schema=None) as batch_op:
        batch_op.add_column(sa.Column("space_id", ID, nullable=True))
        batch_op.add_column(sa.Column("use_count", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_index(batch_op.f("ix_saved_reply_space_id"), ["space_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_saved_reply_space_id"), "space", ["space_id"], ["id"])


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("saved_reply", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_saved_reply_space_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_saved_reply_space_id"))
        batch_op.drop_column("use_count")
        batch_op.drop_column("space_id")
