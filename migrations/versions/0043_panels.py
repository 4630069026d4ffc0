"""Make the tables of panels: panels, draws, members, studies, sheets and outcomes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "panel",
        sa.Column("id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=False),
        sa.Column("owner_id", ID, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("purpose_html", sa.Text(), nullable=False),
        sa.Column("promise", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("fatigue_days", sa.Integer(), nullable=False),
        sa.Column("keeps_days", sa.Integer(), nullable=False),
        sa.Column("member_count", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_panel_owner_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_panel_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
    )
    op.create_index(op.f("ix_panel_owner_id"), "panel", ["owner_id"])
    op.create_index(op.f("ix_panel_space_id"), "panel", ["space_id"])
    op.create_table(
        "panel_opt_out",
        sa.Column("person_id", ID, autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_panel_opt_out_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_panel_opt_out")),
    )
    op.create_table(
        "panel_draw",
        sa.Column("id", ID, nullable=False),
        sa.Column("panel_id", ID, nullable=False),
        sa.Column("seed", sa.String(length=40), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("quotas", sa.JSON(), nullable=False),
        sa.Column("pool", sa.JSON(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", ID, nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_panel_draw_made_by_id")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_draw_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_draw")),
    )
    op.create_index(op.f("ix_panel_draw_panel_id"), "panel_draw", ["panel_id"])
    op.create_table(
        "study",
        sa.Column("id", ID, nullable=False),
        sa.Column("panel_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("intro_html", sa.Text(), nullable=False),
        sa.Column("design", sa.String(length=10), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("shares_results", sa.Boolean(), nullable=False),
        sa.Column("seed", sa.String(length=40), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("opens_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("closes_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("cut_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("asked_count", sa.Integer(), nullable=False),
        sa.Column("answer_count", sa.Integer(), nullable=False),
        sa.Column("made_by_id", ID, nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_study_made_by_id")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_study_panel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
    )
    op.create_index("ix_study_closes_at", "study", ["closes_at"])
    op.create_index("ix_study_panel_id_id", "study", ["panel_id", "id"])
    op.create_table(
        "panel_member",
        sa.Column("id", ID, nullable=False),
        sa.Column("panel_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("draw_id", ID, nullable=False),
        sa.Column("cell", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("invited_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("joined_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("left_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["draw_id"], ["panel_draw.id"], name=op.f("fk_panel_member_draw_id")),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], name=op.f("fk_panel_member_panel_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_panel_member_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_member")),
        sa.UniqueConstraint("panel_id", "person_id", name=op.f("uq_panel_member_panel_id_person_id")),
    )
    op.create_index(op.f("ix_panel_member_draw_id"), "panel_member", ["draw_id"])
    op.create_index("ix_panel_member_person_id_state", "panel_member", ["person_id", "state"])
    op.create_index("ix_panel_member_state_expires_at", "panel_member", ["state", "expires_at"])
    op.create_table(
        "study_concept",
        sa.Column("id", ID, nullable=False),
        sa.Column("study_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_concept_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_concept")),
    )
    op.create_index(op.f("ix_study_concept_study_id"), "study_concept", ["study_id"])
    op.create_table(
        "study_item",
        sa.Column("id", ID, nullable=False),
        sa.Column("study_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("prompt", sa.String(length=300), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("low_label", sa.String(length=60), nullable=False),
        sa.Column("high_label", sa.String(length=60), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("per_concept", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_item_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_item")),
    )
    op.create_index(op.f("ix_study_item_study_id"), "study_item", ["study_id"])
    op.create_table(
        "study_outcome",
        sa.Column("id", ID, nullable=False),
        sa.Column("study_id", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", ID, nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_study_outcome_made_by_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_outcome_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_outcome")),
    )
    op.create_index(op.f("ix_study_outcome_study_id"), "study_outcome", ["study_id"])
    op.create_table(
        "study_sheet",
        sa.Column("id", ID, nullable=False),
        sa.Column("study_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("cell", sa.String(length=80), nullable=False),
        sa.Column("traits", sa.JSON(), nullable=False),
        sa.Column("concept_ids", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("withheld", sa.JSON(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_study_sheet_person_id")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_sheet_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_sheet")),
        sa.UniqueConstraint("study_id", "person_id", name=op.f("uq_study_sheet_study_id_person_id")),
    )
    op.create_index("ix_study_sheet_person_id_answered_at", "study_sheet", ["person_id", "answered_at"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("study_sheet")
    op.drop_table("study_outcome")
    op.drop_table("study_item")
    op.drop_table("study_concept")
    op.drop_table("panel_member")
    op.drop_table("study")
    op.drop_table("panel_draw")
    op.drop_table("panel_opt_out")
    op.drop_table("panel")
