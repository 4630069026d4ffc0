"""Let a contact cost more or less by its reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0151"
down_revision = "0150"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was set holds for any reason."""
    with op.batch_alter_table("contact_cost") as batch:
        batch.add_column(sa.Column("reason", sa.String(length=200), nullable=False, server_default=""))
        batch.drop_constraint("uq_contact_cost_channel_since", type_="unique")
        batch.create_unique_constraint("uq_contact_cost_channel_reason_since", ["channel", "reason", "since"])
    with op.batch_alter_table("contact_cost") as batch:
        batch.alter_column("reason", server_default=None)


def downgrade() -> None:
    """One cost a channel again."""
    op.execute("DELETE FROM contact_cost WHERE reason <> ''")
    with op.batch_alter_table("contact_cost") as batch:
        batch.drop_constraint("uq_contact_cost_channel_reason_since", type_="unique")
        batch.create_unique_constraint("uq_contact_cost_channel_since", ["channel", "since"])
        batch.drop_column("reason")
