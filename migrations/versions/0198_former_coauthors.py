"""Remember who was a co-author of an idea, so that they never judge it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.extensions import UtcDateTime

revision = "0198"
down_revision = "0197"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The book knows who agreed; those who are no co-authors now have left."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    former = op.create_table(
        "idea_former_author",
        sa.Column("idea_id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("left_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["idea.id"], name="fk_idea_former_author_idea_id_idea"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_idea_former_author_person_id_person"),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name="pk_idea_former_author"),
    )
    op.create_index("ix_idea_former_author_person_id", "idea_former_author", ["person_id"])
    if rows := _left(op.get_bind()):
        op.bulk_insert(former, rows)


def downgrade() -> None:
    """Forget them."""
    op.drop_table("idea_former_author")


def _left(bind: sa.Connection) -> list[dict[str, object]]:
    """Who agreed once and is no co-author now, since when."""
    book = sa.table(
        "event", sa.column("id"), sa.column("name"), sa.column("payload", sa.JSON),
        sa.column("at", UtcDateTime(timezone=True)),
    )  # fmt: skip
    names = ("ideas.coauthor_agreed", "ideas.coauthor_removed")
    told = sa.select(book.c.name, book.c.payload, book.c.at).where(book.c.name.in_(names)).order_by(book.c.id)
    agreed, left = set(), {}
    for name, payload, at in bind.execute(told):
        pair = (payload["idea_id"], payload["person_id"])
        if name == names[0]:
            agreed.add(pair)
        elif pair in agreed:
            left[pair] = at
    return [{"idea_id": idea, "person_id": person, "left_at": at} for (idea, person), at in left.items()]
