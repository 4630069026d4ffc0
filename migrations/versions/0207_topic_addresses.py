"""Give topics whose names differ addresses that differ, and keep what they went by leading to them."""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0207"
down_revision = "0204"
branch_labels = None
depends_on = None

TOPIC = sa.table("topic", sa.column("id"), sa.column("slug"), sa.column("name"))
TERMS = (
    sa.table("mention_term", sa.column("term")),
    sa.table("alert_rule", sa.column("term")),
)


def upgrade() -> None:
    """A topic that the former rule named is renamed where no other has its new address already."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    alias = op.create_table(
        "topic_alias",
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("topic_id", big, nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_topic_alias_topic_id_topic"),
        sa.PrimaryKeyConstraint("slug", name="pk_topic_alias"),
    )
    op.create_index("ix_topic_alias_topic_id", "topic_alias", ["topic_id"])
    bind = op.get_bind()
    rows = bind.execute(sa.select(TOPIC.c.id, TOPIC.c.slug, TOPIC.c.name).order_by(TOPIC.c.id)).all()
    taken = {row.slug for row in rows}
    for number, slug, name in rows:
        wanted = _address(name)
        if slug == _former(name) and wanted not in taken:
            _rename(bind, number, slug, wanted)
            bind.execute(sa.insert(alias).values(slug=slug, topic_id=number))
            taken.add(wanted)


def downgrade() -> None:
    """Topics go by what they went by, but where another goes by it now."""
    bind = op.get_bind()
    alias = sa.table("topic_alias", sa.column("slug"), sa.column("topic_id"))
    query = sa.select(TOPIC.c.id, TOPIC.c.slug, alias.c.slug).join(alias, alias.c.topic_id == TOPIC.c.id)
    for number, slug, former in bind.execute(query.order_by(TOPIC.c.id)).all():
        if bind.scalar(sa.select(TOPIC.c.id).where(TOPIC.c.slug == former)) is None:
            _rename(bind, number, slug, former)
    op.drop_table("topic_alias")


def _rename(bind: sa.Connection, number: int, before: str, after: str) -> None:
    bind.execute(sa.update(TOPIC).where(TOPIC.c.id == number).values(slug=after))
    for table in TERMS:
        bind.execute(sa.update(table).where(table.c.term == f"#{before}").values(term=f"#{after}"))


def _former(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    latin = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    own = "-".join(re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold()))
    return latin or own[:60].strip("-") or "-"


def _address(name: str) -> str:
    said = re.sub(r"(?<=[^\W\d_])[#♯]", " sharp ", unicodedata.normalize("NFKC", name)).replace("+", " plus ")
    kept = unicodedata.normalize("NFKC", said.casefold())
    own = "-".join("".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in kept).split())
    latin = "".join(c for c in unicodedata.normalize("NFKD", own) if not unicodedata.combining(c))
    return (latin if latin.isascii() else own)[:60].strip("-") or "-"
