"""Let what is signed hold while badges are counted anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0132"
down_revision = "0131"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is being counted."""
    with op.batch_alter_table("badge_credential") as batch:
        batch.add_column(sa.Column("kept", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("badge_credential") as batch:
        batch.alter_column("kept", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("badge_credential") as batch:
        batch.drop_column("kept")
