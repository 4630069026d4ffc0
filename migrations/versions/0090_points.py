"""Keep points line by line, thanks, rewards and who asked for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0082"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "point_line",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("page", sa.String(80), nullable=False),
        sa.Column("space_id", BIG, nullable=True),
        sa.Column("giver_id", BIG, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("void", sa.String(10), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_point_line_person_id_person"),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name="fk_point_line_space_id_space"),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"], name="fk_point_line_giver_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_point_line"),
        sa.UniqueConstraint("key", name="uq_point_line_key"),
    )
    op.create_index("ix_point_line_person", "point_line", ["person_id", "at"])
    op.create_index("ix_point_line_at", "point_line", ["at", "person_id"])
    op.create_index("ix_point_line_subject", "point_line", ["subject"])
    op.create_table(
        "recognition_discretion",
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_recognition_discretion_person_id_person"),
        sa.PrimaryKeyConstraint("person_id", name="pk_recognition_discretion"),
    )
    op.create_table(
        "thanks",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("answer_id", BIG, nullable=False),
        sa.Column("to_id", BIG, nullable=False),
        sa.Column("word", sa.String(200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_thanks_person_id_person"),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name="fk_thanks_answer_id_answer"),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name="fk_thanks_to_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_thanks"),
        sa.UniqueConstraint("person_id", "answer_id", name="uq_thanks_person_id_answer_id"),
    )
    op.create_index("ix_thanks_answer_id", "thanks", ["answer_id"])
    op.create_index("ix_thanks_to", "thanks", ["to_id", "id"])
    _rewards()


def _rewards() -> None:
    op.create_table(
        "reward",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("about", sa.String(500), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", BIG, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name="fk_reward_made_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_reward"),
    )
    op.create_table(
        "reward_order",
        sa.Column("id", BIG, nullable=False),
        sa.Column("reward_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(["reward_id"], ["reward.id"], name="fk_reward_order_reward_id_reward"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_reward_order_person_id_person"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name="fk_reward_order_decided_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_reward_order"),
    )
    op.create_index("ix_reward_order_state", "reward_order", ["state", "id"])
    op.create_index("ix_reward_order_person", "reward_order", ["person_id", "id"])


def downgrade() -> None:
    """Take them away."""
    for name in ("reward_order", "reward", "thanks", "recognition_discretion", "point_line"):
        op.drop_table(name)
