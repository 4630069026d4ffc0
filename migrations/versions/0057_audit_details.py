"""Keep what audit entries say beside them, under a digest, and seal them anew with a key that is not in the database."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

SAYS = "the audit log is append-only"
GENESIS = "0" * 64
PORTION = 2000
GUARDED = (("audit_entry", "update"), ("audit_entry", "delete"), ("audit_detail", "update"))
ENTRY = sa.table(
    "audit_entry", sa.column("id", sa.BigInteger), sa.column("at", sa.DateTime(timezone=True)),
    sa.column("actor_id", sa.BigInteger), sa.column("action", sa.String), sa.column("subject", sa.String),
    sa.column("reason", sa.Text), sa.column("before", sa.JSON), sa.column("after", sa.JSON),
    sa.column("digest", sa.String), sa.column("previous", sa.String), sa.column("seal", sa.String),
)  # fmt: skip
DETAIL = sa.table(
    "audit_detail", sa.column("entry_id", sa.BigInteger), sa.column("salt", sa.String), sa.column("content", sa.Text)
)


def upgrade() -> None:
    """Move what was said; a chain that was broken before stays on record as such."""
    _unguard()
    op.create_table(
        "audit_detail",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name="fk_audit_detail_entry_id_audit_entry"),
        sa.PrimaryKeyConstraint("entry_id", name="pk_audit_detail"),
    )
    op.add_column("audit_entry", sa.Column("digest", sa.String(64), nullable=True))
    _seal_anew()
    with op.batch_alter_table("audit_entry") as batch:
        batch.alter_column("digest", existing_type=sa.String(64), nullable=False)
        for name in ("reason", "before", "after"):
            batch.drop_column(name)
    op.create_index("ix_audit_entry_action", "audit_entry", ["action", "id"])
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])
    _guard()


def downgrade() -> None:
    """Bring back what is still said, sealed as before; what was erased meanwhile reads as nothing."""
    _unguard()
    settings = current_app.extensions["settings"]
    name = hashlib.sha256(settings.database_url.encode()).hexdigest()[:8]
    (settings.data_dir / f"audit-{name}.heads").unlink(missing_ok=True)
    op.drop_index("ix_audit_entry_at", table_name="audit_entry")
    op.drop_index("ix_audit_entry_action", table_name="audit_entry")
    with op.batch_alter_table("audit_entry") as batch:
        batch.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("before", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("after", sa.JSON(), nullable=False, server_default="{}"))
        batch.drop_column("digest")
    head, bind = GENESIS, op.get_bind()
    for row in _rows():
        content = bind.scalar(sa.select(DETAIL.c.content).where(DETAIL.c.entry_id == row.id))
        said = json.loads(content) if content else {"reason": "", "before": {}, "after": {}}
        seal = _plain_seal(head, row, said)
        values = {**said, "previous": head, "seal": seal}
        bind.execute(ENTRY.update().where(ENTRY.c.id == row.id).values(**values))
        head = seal
    op.drop_table("audit_detail")
    with op.batch_alter_table("audit_entry") as batch:
        for name in ("reason", "before", "after"):
            batch.alter_column(name, server_default=None)
    _guard(GUARDED[:2])


def _seal_anew() -> None:
    bind, old, head, broken, count = op.get_bind(), GENESIS, GENESIS, None, 0
    for row in _rows(ENTRY.c.reason, ENTRY.c.before, ENTRY.c.after):
        said = {"reason": row.reason, "before": row.before, "after": row.after}
        if broken is None and (row.previous != old or _plain_seal(old, row, said) != row.seal):
            broken = row.id
        old, count = row.seal, count + 1
        head = _detail(row.id, row, said, head)
    if count:
        after = {"entries": count, "was_broken_at": broken, "head": old}
        moment = datetime.now(UTC)
        moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        entry = {"at": moment, "actor_id": None, "action": "audit.sealed_anew", "subject": "audit:log"}
        blank = {"reason": "", "before": {}, "after": {}, "previous": head, "seal": "-"}
        bind.execute(ENTRY.insert().values(**entry, **blank))
        row = bind.execute(sa.select(ENTRY).order_by(ENTRY.c.id.desc()).limit(1)).one()
        _detail(row.id, row, {"reason": "", "before": {}, "after": after}, head)


def _detail(entry_id: int, row: Any, said: dict[str, Any], head: str) -> str:
    """Write down what an entry says, and its new seal, which is returned."""
    bind, salt, content = op.get_bind(), secrets.token_hex(16), _canonical(said)
    digest = hashlib.sha256((salt + content).encode()).hexdigest()
    secret = current_app.extensions["settings"].secret_keys[0]
    key = hashlib.sha256(b"waggle audit seal\0" + secret.encode()).digest()
    entry = _canonical([_moment(row.at), row.actor_id, row.action, row.subject, digest])
    seal = hmac.digest(key, (head + entry).encode(), "sha256").hex()
    bind.execute(DETAIL.insert().values(entry_id=entry_id, salt=salt, content=content))
    values = {"digest": digest, "previous": head, "seal": seal}
    bind.execute(ENTRY.update().where(ENTRY.c.id == entry_id).values(**values))
    return seal


def _plain_seal(previous: str, row: Any, said: dict[str, Any]) -> str:
    content = [_moment(row.at), row.actor_id, row.action, row.subject, said["reason"], said["before"], said["after"]]
    return hashlib.sha256((previous + _canonical(content)).encode()).hexdigest()


def _canonical(content: Any) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _moment(at: datetime) -> str:
    aware = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return aware.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _rows(*more: Any) -> Iterator[Any]:
    columns, last = [ENTRY.c.id, ENTRY.c.at, ENTRY.c.actor_id, ENTRY.c.action, ENTRY.c.subject, ENTRY.c.previous], 0
    query = sa.select(*columns, ENTRY.c.seal, *more).order_by(ENTRY.c.id).limit(PORTION)
    while portion := op.get_bind().execute(query.where(ENTRY.c.id > last)).all():
        yield from portion
        last = portion[-1].id


def _unguard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, verb in GUARDED:
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    else:
        op.execute("DROP TRIGGER IF EXISTS audit_entry_no_change ON audit_entry")


def _guard(guarded: tuple[tuple[str, str], ...] = GUARDED) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, verb in guarded:
            raising = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            op.execute(f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} {raising}")
        return
    act = "FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()"
    op.execute(f"CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry {act}")
    if len(guarded) == len(GUARDED):
        op.execute(f"CREATE TRIGGER audit_detail_no_change BEFORE UPDATE ON audit_detail {act}")
