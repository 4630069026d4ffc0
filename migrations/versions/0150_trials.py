"""Keep times in which more is held out than usual."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0150"
down_revision = "0144"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """There were none so far."""
    op.create_table(
        "trial",
        sa.Column("id", BIG, nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("starts_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("begun_by_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_trial_begun_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
    )
    op.create_index(op.f("ix_trial_starts_at"), "trial", ["starts_at"])


def downgrade() -> None:
    """The usual share holds at all times."""
    op.drop_table("trial")
