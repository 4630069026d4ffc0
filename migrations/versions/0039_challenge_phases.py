"""Give challenges phases, segments, caps, templates and a planned opening to customers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; what began or ended before now was told or is no news."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = UtcDateTime(timezone=True)
    with op.batch_alter_table("challenge") as batch:
        batch.add_column(sa.Column("idea_cap", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("vote_cap", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("open_told_at", moment, nullable=True))
        batch.add_column(sa.Column("close_told_at", moment, nullable=True))
        batch.create_index("ix_challenge_open_told_at", ["open_told_at"])
        batch.create_index("ix_challenge_close_told_at", ["close_told_at"])
    op.execute("UPDATE challenge SET open_told_at = opens_at WHERE opens_at <= CURRENT_TIMESTAMP")
    op.execute("UPDATE challenge SET close_told_at = closes_at WHERE closes_at <= CURRENT_TIMESTAMP")
    op.create_table(
        "phase",
        sa.Column("id", number, nullable=False),
        sa.Column("challenge_id", number, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("deeds", sa.JSON(), nullable=False),
        sa.Column("begin_told_at", moment, nullable=True),
        sa.Column("end_told_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("fk_phase_challenge_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase")),
    )
    op.create_index("ix_phase_challenge_id", "phase", ["challenge_id"])
    op.create_index("ix_phase_begin_told_at", "phase", ["begin_told_at"])
    op.create_index("ix_phase_end_told_at", "phase", ["end_told_at"])
    op.create_table(
        "challenge_segment",
        sa.Column("challenge_id", number, nullable=False),
        sa.Column("segment", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("fk_challenge_segment_challenge_id")),
        sa.PrimaryKeyConstraint("challenge_id", "segment", name=op.f("pk_challenge_segment")),
    )
    op.create_index("ix_challenge_segment_segment", "challenge_segment", ["segment", "challenge_id"])
    op.create_table(
        "challenge_opening",
        sa.Column("id", number, nullable=False),
        sa.Column("challenge_id", number, nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("segments", sa.JSON(), nullable=False),
        sa.Column("space_id", number, nullable=False),
        sa.Column("opens_at", moment, nullable=False),
        sa.Column("planned_by_id", number, nullable=False),
        sa.Column("planned_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("fk_challenge_opening_challenge_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_challenge_opening_space_id")),
        sa.ForeignKeyConstraint(["planned_by_id"], ["person.id"], name=op.f("fk_challenge_opening_planned_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_opening")),
    )
    op.create_index("ix_challenge_opening_challenge_id", "challenge_opening", ["challenge_id"])
    op.create_index("ix_challenge_opening_ended_at", "challenge_opening", ["ended_at"])
    op.create_table(
        "challenge_template",
        sa.Column("id", number, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_by_id", number, nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_challenge_template_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_template")),
        sa.UniqueConstraint("name", name=op.f("uq_challenge_template_name")),
    )


def downgrade() -> None:
    """Take them away; a challenge for chosen segments becomes internal, since no fewer people may be kept out."""
    op.drop_table("challenge_template")
    op.drop_index("ix_challenge_opening_ended_at", "challenge_opening")
    op.drop_index("ix_challenge_opening_challenge_id", "challenge_opening")
    op.drop_table("challenge_opening")
    op.drop_index("ix_challenge_segment_segment", "challenge_segment")
    op.drop_table("challenge_segment")
    op.drop_index("ix_phase_end_told_at", "phase")
    op.drop_index("ix_phase_begin_told_at", "phase")
    op.drop_index("ix_phase_challenge_id", "phase")
    op.drop_table("phase")
    op.execute("UPDATE challenge SET audience = 'internal' WHERE audience = 'segments'")
    with op.batch_alter_table("challenge") as batch:
        batch.drop_index("ix_challenge_close_told_at")
        batch.drop_index("ix_challenge_open_told_at")
        for name in ("close_told_at", "open_told_at", "vote_cap", "idea_cap"):
            batch.drop_column(name)
