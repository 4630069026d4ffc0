"""Make the table of the views that people keep of their queue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add it."""
    op.create_table(
        "desk_view",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("show", sa.String(length=10), nullable=False),
        sa.Column("space_id", ID, nullable=True),
        sa.Column("topic_id", ID, nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_desk_view_person_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_desk_view_space_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_desk_view_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_view")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_desk_view_person_id_name")),
    )
    op.create_index(op.f("ix_desk_view_space_id"), "desk_view", ["space_id"])
    op.create_index(op.f("ix_desk_view_topic_id"), "desk_view", ["topic_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("desk_view")
