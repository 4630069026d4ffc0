"""Find the handles that nobody has tied yet, the most active first, by an index."""

from __future__ import annotations

from alembic import op

revision = "0185"
down_revision = "0160"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The new index leads to a contact's handles as the old one did."""
    columns = ["contact_id", "interaction_count", "id"]
    op.create_index("ix_identity_contact_id_interaction_count", "identity", columns)
    op.drop_index("ix_identity_contact_id", "identity")


def downgrade() -> None:
    """Find a contact's handles alone."""
    op.create_index("ix_identity_contact_id", "identity", ["contact_id"])
    op.drop_index("ix_identity_contact_id_interaction_count", "identity")
