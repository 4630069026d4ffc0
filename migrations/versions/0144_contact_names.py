"""Find contacts by their name."""

from __future__ import annotations

from alembic import op

revision = "0144"
down_revision = "0143"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rules look for namesakes."""
    op.create_index("ix_contact_name", "contact", ["name"])


def downgrade() -> None:
    """They do no more."""
    op.drop_index("ix_contact_name", table_name="contact")
