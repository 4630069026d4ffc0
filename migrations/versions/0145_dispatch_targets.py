"""Keep for whom an effect is, and how each of them fares."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0145"
down_revision = "0130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the targets; what was written before is for all of its kind."""
    op.create_table(
        "dispatch_target",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("rest_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_count", sa.Integer(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_dispatch_target"),
    )
    op.add_column("dispatch", sa.Column("target", sa.String(length=60), nullable=True))
    # A webhook's lane was its own name, by which it is called from now on.
    op.execute("UPDATE dispatch SET target = CASE WHEN kind = 'webhook' AND lane IS NOT NULL THEN lane ELSE kind END")
    op.execute(
        "INSERT INTO dispatch_target (name, is_paused, reason, failures, last_error, delivered_count)"
        " SELECT DISTINCT target, false, '', 0, '', 0 FROM dispatch"
    )
    with op.batch_alter_table("dispatch") as batch:
        batch.alter_column("target", existing_type=sa.String(length=60), nullable=False)
        batch.drop_index("ix_dispatch_lane")
        batch.create_index("ix_dispatch_target_state", ["target", "state", "id"])
        batch.create_index("ix_dispatch_lane_state", ["lane", "state", "id"])


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("dispatch") as batch:
        batch.drop_index("ix_dispatch_lane_state")
        batch.drop_index("ix_dispatch_target_state")
        batch.create_index("ix_dispatch_lane", ["lane"])
        batch.drop_column("target")
    op.drop_table("dispatch_target")
