"""Keep who wrote an idea together, whether its authors are named, and whether only the team reads it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None
FLAGS = {"challenge": ("allows_anonymous", "allows_private"), "idea": ("anonymous", "private")}


def upgrade() -> None:
    """What is there was written by one person each, named, for everybody."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    for table, names in FLAGS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("idea", sa.Column("opening_asked_at", UtcDateTime(timezone=True), nullable=True))
    op.create_table(
        "idea_author",
        sa.Column("id", number, nullable=False),
        sa.Column("idea_id", number, nullable=False),
        sa.Column("person_id", number, nullable=False),
        sa.Column("invited_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name=op.f("fk_idea_author_idea_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_idea_author_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_author")),
        sa.UniqueConstraint("idea_id", "person_id", name=op.f("uq_idea_author_idea_id_person_id")),
    )
    op.create_index(op.f("ix_idea_author_person_id"), "idea_author", ["person_id"])


def downgrade() -> None:
    """Forget it; what only the team read is hidden."""
    op.execute("UPDATE idea SET hold = 'hidden' WHERE private AND hold = 'shown'")
    op.drop_table("idea_author")
    op.drop_column("idea", "opening_asked_at")
    for table, names in FLAGS.items():
        for name in names:
            op.drop_column(table, name)
