"""Ask on the contact page for a reason from a list, and tell the CRM's ids apart by their case."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0204"
down_revision = "0203"
branch_labels = None
depends_on = None

support = sa.table(
    "support_contact", sa.column("id"), sa.column("key"), sa.column("identity_id"), sa.column("channel"),
    sa.column("reason"), sa.column("summary"), sa.column("at", sa.DateTime),
)  # fmt: skip
identity = sa.table("identity", sa.column("id"), sa.column("kind"), sa.column("value"))


def upgrade() -> None:
    """What was written keeps its title as its summary; as a reason it was one of its own."""
    op.create_table(
        "contact_reason",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("label", sa.String(80), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_reason")),
        sa.UniqueConstraint("label", name=op.f("uq_contact_reason_label")),
        sa.UniqueConstraint("name", name=op.f("uq_contact_reason_name")),
    )
    for table in ("support_contact", "filing"):
        name = "summary" if table == "support_contact" else "reason"
        op.add_column(table, sa.Column(name, sa.String(200), nullable=False, server_default=""))
        with op.batch_alter_table(table) as batch:
            batch.alter_column(name, server_default=None)
    written = "key IN (SELECT support_key FROM filing)"
    op.execute(f"UPDATE support_contact SET summary = reason, reason = '' WHERE {written}")  # noqa: S608
    _rename(op.get_bind(), str.casefold, str)


def downgrade() -> None:
    """Of what was written the title is its reason again."""
    _rename(op.get_bind(), str, str.casefold)
    op.execute("UPDATE support_contact SET reason = summary WHERE key IN (SELECT support_key FROM filing)")
    op.drop_column("filing", "reason")
    op.drop_column("support_contact", "summary")
    op.drop_table("contact_reason")


def _rename(bind: sa.Connection, old: Callable[[str], str], new: Callable[[str], str]) -> None:
    """Let the keys of the contact centre's own contacts be made of their ids as `new` has them."""
    cased = (identity.c.kind == "crm", identity.c.value != sa.func.lower(identity.c.value))
    whose = sa.and_(identity.c.id == support.c.identity_id, *cased)
    columns = (support.c.id, support.c.key, identity.c.value, support.c.at, support.c.channel, support.c.reason)
    for number, key, value, at, channel, reason in bind.execute(sa.select(*columns).where(whose)).all():
        said = [_key(form(value), at, channel, reason) for form in (old, new)]
        is_taken = bind.scalar(sa.select(support.c.id).where(support.c.key == said[1])) is not None
        if key == said[0] and not is_taken:
            bind.execute(sa.update(support).where(support.c.id == number).values(key=said[1]))


def _key(contact: str, at: datetime, channel: str, reason: str) -> str:
    moment = at if at.tzinfo else at.replace(tzinfo=UTC)
    said = f"{contact}||{moment.astimezone(UTC).isoformat()}|{channel}|{reason}"
    return hashlib.sha256(said.encode()).hexdigest()
