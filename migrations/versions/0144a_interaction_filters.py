"""Find the rare lines of a long log by their kind or channel."""

from __future__ import annotations

from alembic import op

revision = "0144a"
down_revision = "0146"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A page that is filtered reads no other lines."""
    op.create_index("ix_interaction_identity_kind", "interaction", ["identity_id", "kind", "at", "id"])
    op.create_index("ix_interaction_identity_channel", "interaction", ["identity_id", "channel", "at", "id"])


def downgrade() -> None:
    """It reads them all."""
    op.drop_index("ix_interaction_identity_channel", table_name="interaction")
    op.drop_index("ix_interaction_identity_kind", table_name="interaction")
