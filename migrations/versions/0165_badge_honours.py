"""Number badges for ever, and keep what their holders were told of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0165"
down_revision = "0152"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table; a badge that somebody holds keeps its number, and is no news to them."""
    op.create_table(
        "badge_honour",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("badge", sa.String(40), nullable=False),
        sa.Column("topic_id", BIG, nullable=True),
        sa.Column("told_version", sa.Integer(), nullable=False),
        sa.Column("told_lost", sa.Boolean(), nullable=False),
        sa.Column("is_due", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_badge_honour_person_id_person"),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_badge_honour_topic_id_topic"),
        sa.PrimaryKeyConstraint("id", name="pk_badge_honour"),
        sa.UniqueConstraint("person_id", "badge", "topic_id", name="uq_badge_honour_person_id_badge_topic_id"),
    )
    op.create_index("ix_badge_honour_is_due", "badge_honour", ["is_due", "id"])
    op.execute(
        "INSERT INTO badge_honour (id, person_id, badge, topic_id, told_version, told_lost, is_due)"
        " SELECT id, person_id, badge, topic_id, version, lapsed_at IS NOT NULL, false FROM award"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('badge_honour', 'id'), (SELECT coalesce(max(id), 1) FROM badge_honour))"
        )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("badge_honour")
