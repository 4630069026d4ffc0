"""Find the rare lines of everybody's log, and those that were scored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0177"
down_revision = "0176"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A page that is filtered reads no other lines."""
    op.create_index("ix_interaction_kind", "interaction", ["kind", "at", "id"])
    op.create_index("ix_interaction_channel", "interaction", ["channel", "at", "id"])
    scored = sa.text("sentiment IS NOT NULL")
    op.create_index(
        "ix_interaction_identity_scored", "interaction", ["identity_id", "at", "id"],
        sqlite_where=scored, postgresql_where=scored,
    )  # fmt: skip


def downgrade() -> None:
    """It reads them all."""
    op.drop_index("ix_interaction_identity_scored", table_name="interaction")
    op.drop_index("ix_interaction_channel", table_name="interaction")
    op.drop_index("ix_interaction_kind", table_name="interaction")
