"""Let what is written on the contact page be a case of the care team, beside an escalated question."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0203"
down_revision = "0196"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A case is about the one or the other."""
    with op.batch_alter_table("support_case") as batch:
        batch.add_column(sa.Column("message", sa.String(60), nullable=True))
        batch.alter_column("question_id", existing_type=sa.BigInteger(), nullable=True)
        batch.create_unique_constraint(batch.f("uq_support_case_message"), ["message"])


def downgrade() -> None:
    """Cases of messages go; the messages stay."""
    op.execute("DELETE FROM support_case WHERE question_id IS NULL")
    with op.batch_alter_table("support_case") as batch:
        batch.drop_constraint(batch.f("uq_support_case_message"), type_="unique")
        batch.alter_column("question_id", existing_type=sa.BigInteger(), nullable=False)
        batch.drop_column("message")
