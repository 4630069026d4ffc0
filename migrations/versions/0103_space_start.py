"""Keep what challenges of a space usually begin from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nobody said so far."""
    op.create_table(
        "space_start",
        sa.Column("space_id", BIG, nullable=False),
        sa.Column("template", sa.String(length=20), nullable=False),
        sa.Column("rubric", sa.JSON(), nullable=False),
        sa.Column("changed_by_id", BIG, nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_space_start_space_id")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_space_start_changed_by_id")),
        sa.PrimaryKeyConstraint("space_id", name=op.f("pk_space_start")),
    )


def downgrade() -> None:
    """Challenges begin as they did."""
    op.drop_table("space_start")
