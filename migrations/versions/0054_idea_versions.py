"""Keep what ideas said before they were changed, and when they were first told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table and the columns; what does not wait for a moderator was told of when it was submitted."""
    op.create_table(
        "idea_version",
        sa.Column("id", BIG, nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("form_id", BIG, nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("written_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("replaced_by_id", BIG, nullable=False),
        sa.Column("by_author", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_version_idea_id")),
        sa.ForeignKeyConstraint(["form_id"], ["challenge_form.id"], name=op.f("fk_idea_version_form_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["person.id"], name=op.f("fk_idea_version_replaced_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_version")),
    )
    op.create_index(op.f("ix_idea_version_idea_id"), "idea_version", ["idea_id"])
    with op.batch_alter_table("idea") as batch:
        batch.add_column(sa.Column("edited_at", UtcDateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("announced_at", UtcDateTime(timezone=True), nullable=True))
    op.execute("UPDATE idea SET announced_at = submitted_at WHERE hold <> 'held'")


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("idea") as batch:
        batch.drop_column("announced_at")
        batch.drop_column("edited_at")
    op.drop_index(op.f("ix_idea_version_idea_id"), table_name="idea_version")
    op.drop_table("idea_version")
