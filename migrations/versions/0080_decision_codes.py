"""Say of a decision why in a code, by which clause, until when, and what it was made together with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was decided before has no code but "other", and no clause."""
    with op.batch_alter_table("moderator_decision") as batch:
        batch.add_column(sa.Column("code", sa.String(20), nullable=False, server_default="other"))
        batch.add_column(sa.Column("clause", sa.String(200), nullable=False, server_default=""))
        batch.add_column(sa.Column("until", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("batch", sa.String(32), nullable=True))
    with op.batch_alter_table("moderator_decision") as batch:
        batch.alter_column("code", existing_type=sa.String(20), server_default=None)
        batch.alter_column("clause", existing_type=sa.String(200), server_default=None)
        batch.create_index(op.f("ix_moderator_decision_batch"), ["batch"])
        batch.create_index("ix_moderator_decision_decided_at", ["decided_at"])


def downgrade() -> None:
    """Only the words stay."""
    with op.batch_alter_table("moderator_decision") as batch:
        batch.drop_index("ix_moderator_decision_decided_at")
        batch.drop_index(op.f("ix_moderator_decision_batch"))
        for name in ("batch", "until", "clause", "code"):
            batch.drop_column(name)
