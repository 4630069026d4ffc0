"""Keep what was last tried to be left at a CRM, so that finding it there can be told from finding what was before."""

import sqlalchemy as sa
from alembic import op

revision = "0217"
down_revision = "0207"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was tried before nothing is known: the digest of no document is empty."""
    column = sa.Column("attempted_digest", sa.String(64), nullable=False, server_default="")
    op.add_column("connector_record", column)
    with op.batch_alter_table("connector_record") as table:
        table.alter_column(
            "attempted_digest", server_default=None, existing_type=sa.String(64), existing_nullable=False
        )


def downgrade() -> None:
    """What was tried is forgotten."""
    with op.batch_alter_table("connector_record") as table:
        table.drop_column("attempted_digest")
