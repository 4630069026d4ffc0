"""Keep what was decided of a novice's last answers, so that a rule over them ends the probation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Carry over how many were approved; who is through stays through."""
    with op.batch_alter_table("probation") as batch:
        batch.add_column(sa.Column("decided", sa.String(length=20), nullable=False, server_default=""))
    op.execute("UPDATE probation SET decided = substr('AAAA', 1, approved_count)")
    with op.batch_alter_table("probation") as batch:
        batch.drop_column("approved_count")


def downgrade() -> None:
    """Count the approved ones again."""
    with op.batch_alter_table("probation") as batch:
        batch.add_column(sa.Column("approved_count", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE probation SET approved_count = length(replace(decided, 'S', ''))")
    with op.batch_alter_table("probation") as batch:
        batch.drop_column("decided")
