"""Keep words of comments that a moderator replaced from everybody but their author and those who moderate."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0091"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody but its author could replace what a comment said until now."""
    with op.batch_alter_table("comment_version") as batch:
        batch.add_column(sa.Column("is_closed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("comment_version") as batch:
        batch.alter_column("is_closed", server_default=None)


def downgrade() -> None:
    """Keep nothing closed: what was, goes."""
    op.execute("DELETE FROM comment_version WHERE is_closed")
    with op.batch_alter_table("comment_version") as batch:
        batch.drop_column("is_closed")
