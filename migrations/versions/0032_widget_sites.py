"""Keep which sites may show the widget of a space."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "widget_site",
        sa.Column("id", number, nullable=False),
        sa.Column("space_id", number, nullable=False),
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("added_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_widget_site_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_widget_site")),
        sa.UniqueConstraint("space_id", "origin", name=op.f("uq_widget_site_space_id_origin")),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("widget_site")
