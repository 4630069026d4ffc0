"""Add rounds over a shortlist: points to spread, pairs to choose from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Add them."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = UtcDateTime(timezone=True)
    op.create_table(
        "idea_round",
        sa.Column("id", number, nullable=False),
        sa.Column("challenge_id", number, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("part_count", sa.Integer(), nullable=False),
        sa.Column("opens_at", moment, nullable=False),
        sa.Column("closes_at", moment, nullable=False),
        sa.Column("made_by_id", number, nullable=False),
        _key("idea_round", "challenge_id", "challenge"),
        _key("idea_round", "made_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_round")),
    )
    op.create_index("ix_idea_round_challenge_id", "idea_round", ["challenge_id"])
    op.create_table(
        "idea_round_idea",
        sa.Column("round_id", number, nullable=False),
        sa.Column("idea_id", number, nullable=False),
        _key("idea_round_idea", "round_id", "idea_round"),
        _key("idea_round_idea", "idea_id", "idea"),
        sa.PrimaryKeyConstraint("round_id", "idea_id", name=op.f("pk_idea_round_idea")),
    )
    op.create_table(
        "idea_round_part",
        sa.Column("round_id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("at", moment, nullable=False),
        _key("idea_round_part", "round_id", "idea_round"),
        _key("idea_round_part", "person_id", "person"),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_idea_round_part")),
    )
    op.create_table(
        "idea_allocation",
        sa.Column("id", number, nullable=False),
        sa.Column("round_id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("idea_id", number, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points > 0", name=op.f("ck_idea_allocation_points")),
        _key("idea_allocation", "round_id", "idea_round"),
        _key("idea_allocation", "person_id", "person"),
        _key("idea_allocation", "idea_id", "idea"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_allocation")),
        sa.UniqueConstraint(
            "round_id", "person_id", "idea_id", name=op.f("uq_idea_allocation_round_id_person_id_idea_id")
        ),
    )
    op.create_table(
        "idea_comparison",
        sa.Column("id", number, nullable=False),
        sa.Column("round_id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("low_id", number, nullable=False),
        sa.Column("high_id", number, nullable=False),
        sa.Column("winner_id", number, nullable=True),
        sa.Column("at", moment, nullable=False),
        _key("idea_comparison", "round_id", "idea_round"),
        _key("idea_comparison", "person_id", "person"),
        _key("idea_comparison", "low_id", "idea"),
        _key("idea_comparison", "high_id", "idea"),
        _key("idea_comparison", "winner_id", "idea"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_comparison")),
        sa.UniqueConstraint(
            "round_id",
            "person_id",
            "low_id",
            "high_id",
            name=op.f("uq_idea_comparison_round_id_person_id_low_id_high_id"),
        ),
    )


def downgrade() -> None:
    """Take them away."""
    for name in ("idea_comparison", "idea_allocation", "idea_round_part", "idea_round_idea"):
        op.drop_table(name)
    op.drop_index("ix_idea_round_challenge_id", "idea_round")
    op.drop_table("idea_round")
