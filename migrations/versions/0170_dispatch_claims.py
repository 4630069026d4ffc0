"""Serve the taking of effects from an index over what waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0170"
down_revision = "0177"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A lane is a part of one target from now on, and so what is taken back from a channel is for that as well."""
    op.execute("UPDATE dispatch SET target = 'channel' WHERE target = 'channel-withdrawal'")
    op.drop_index("ix_dispatch_state_not_before", "dispatch")
    op.create_index("ix_dispatch_state", "dispatch", ["state", "id"])
    where = sa.text("state = 'pending'")
    columns = ["target", "lane", "id"]
    op.create_index("ix_dispatch_pending", "dispatch", columns, sqlite_where=where, postgresql_where=where)
    op.execute(
        "INSERT INTO dispatch_target (name, is_paused, reason, failures, last_error, delivered_count)"
        " SELECT 'channel', false, '', 0, '', 0 WHERE NOT EXISTS"
        " (SELECT 1 FROM dispatch_target WHERE name = 'channel')"
    )


def downgrade() -> None:
    """As it was."""
    op.execute("UPDATE dispatch SET target = 'channel-withdrawal' WHERE kind = 'channel-withdrawal'")
    op.drop_index("ix_dispatch_pending", "dispatch")
    op.drop_index("ix_dispatch_state", "dispatch")
    op.create_index("ix_dispatch_state_not_before", "dispatch", ["state", "not_before"])
