"""Let a webhook have two secrets for a while, and keep them sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0147"
down_revision = "0159"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the one before, and room for the seal; a secret from before is sealed when it is next rotated."""
    with op.batch_alter_table("webhook") as batch:
        batch.alter_column("secret", existing_type=sa.String(length=80), type_=sa.Text(), existing_nullable=False)
        batch.add_column(sa.Column("previous_secret", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("webhook") as batch:
        batch.alter_column("previous_secret", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    """Take it away; whoever has a sealed secret must rotate it, which no shorter column can hold."""
    op.execute("UPDATE webhook SET active = false WHERE secret NOT LIKE 'whsec_%'")
    op.execute("UPDATE webhook SET secret = '' WHERE secret NOT LIKE 'whsec_%'")
    with op.batch_alter_table("webhook") as batch:
        batch.drop_column("previous_until")
        batch.drop_column("previous_secret")
        batch.alter_column("secret", existing_type=sa.Text(), type_=sa.String(length=80), existing_nullable=False)
