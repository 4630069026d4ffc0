"""Keep the forms of challenges, in versions, and what ideas answer to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table and the columns; ideas that are there answered nothing."""
    op.create_table(
        "challenge_form",
        sa.Column("id", BIG, nullable=False),
        sa.Column("challenge_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("guides", sa.JSON(), nullable=False),
        sa.Column("made_by_id", BIG, nullable=True),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("fk_challenge_form_challenge_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_challenge_form_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge_form")),
        sa.UniqueConstraint("challenge_id", "version", name=op.f("uq_challenge_form_challenge_id_version")),
    )
    with op.batch_alter_table("idea") as batch:
        batch.add_column(sa.Column("form_id", BIG, nullable=True))
        batch.add_column(sa.Column("answers", sa.JSON(), nullable=False, server_default="{}"))
        batch.create_foreign_key(op.f("fk_idea_form_id"), "challenge_form", ["form_id"], ["id"])
    with op.batch_alter_table("idea") as batch:
        batch.alter_column("answers", existing_type=sa.JSON(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("idea") as batch:
        batch.drop_constraint(op.f("fk_idea_form_id"), type_="foreignkey")
        batch.drop_column("answers")
        batch.drop_column("form_id")
    op.drop_table("challenge_form")
