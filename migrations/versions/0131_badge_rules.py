"""Keep the badges that stewards define, version by version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0131"
down_revision = "0151"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = UtcDateTime(timezone=True)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "badge_rule",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("within_days", sa.Integer(), nullable=True),
        sa.Column("space_id", BIG, nullable=True),
        sa.Column("topic_id", BIG, nullable=True),
        sa.Column("from_at", MOMENT, nullable=True),
        sa.Column("until_at", MOMENT, nullable=True),
        sa.Column("made_by_id", BIG, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name="fk_badge_rule_space_id_space"),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_badge_rule_topic_id_topic"),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name="fk_badge_rule_made_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_badge_rule"),
        sa.UniqueConstraint("key", "version", name="uq_badge_rule_key_version"),
    )
    op.create_index("ix_badge_rule_kind", "badge_rule", ["kind", "from_at"])


def downgrade() -> None:
    """Take it away, with the badges that it gave."""
    op.execute("DELETE FROM award WHERE badge IN (SELECT key FROM badge_rule)")
    op.drop_table("badge_rule")
