"""The audit log: looked through, and taken along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, render_template, request

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.accounts.guarding import Answer
from app.accounts.policy import may_administer
from app.core import audit, clock
from app.core.access import ensure
from app.core.download import KINDS, download
from app.home.forms import AuditExportForm, AuditFilter
from app.home.views.front import blueprint

COLUMNS = (
    "id", "at", "actor_id", "actor", "action", "subject", "reason", "before", "after", "erased", "digest", "previous",
    "seal",
)  # fmt: skip
UNKNOWN = -1


@blueprint.get("/admin/audit")
def audit_log() -> Answer:
    """Who did what, newest first."""
    somebody()
    ensure(may_administer(me()))
    return _page()


@blueprint.post("/admin/audit/export")
def export_audit() -> Answer:
    """What is chosen, oldest first, with its seals; the export is itself on the log."""
    by = somebody()
    ensure(may_administer(by))
    form, asked = AuditExportForm(), AuditFilter(request.args)
    if not asked.validate() or not form.validate() or not form.is_proved(by):
        return _page(form)
    choice = _choice(asked)
    shown = {name: str(value) for name, value in request.args.items() if value and name in asked}
    audit.log("audit.exported", "audit:log", by=by, after=shown)
    return _file(str(form.kind.data), choice)


def _page(export: AuditExportForm | None = None) -> Answer:
    asked = AuditFilter(request.args)
    is_fine = asked.validate()
    choice = _choice(asked) if is_fine else audit.Choice(actor_id=UNKNOWN)
    page = audit.entries(choice=choice, after=request.args.get("after"))
    people = accounts.by_ids(entry.actor_id for entry in page.items if entry.actor_id)
    drawn = render_template(
        "home/audit.html", page=page, people=people, asked=asked, export=export or AuditExportForm(formdata=None),
        chosen=request.query_string.decode(), is_filtered=any(asked.data.values()),
    )  # fmt: skip
    return drawn if export is None and is_fine else (drawn, 422)


def _file(kind: str, choice: audit.Choice) -> Response:
    names: dict[int, str] = {}

    def name(person_id: int | None) -> str:
        if person_id is not None and person_id not in names:
            names.update({each.id: each.name for each in accounts.by_ids([person_id]).values()} or {person_id: ""})
        return names.get(person_id, "") if person_id is not None else ""

    def rows() -> Iterator[list[Any]]:
        for entry in audit.export_rows(choice):
            told = [str(each) if each else "" for each in (entry.before, entry.after)]
            head = [entry.id, entry.at, entry.actor_id, name(entry.actor_id), entry.action, entry.subject, entry.reason]
            yield [*head, *told, entry.is_erased, entry.digest, entry.previous, entry.seal]

    kind = kind if kind in KINDS else "csv"
    return download(kind, f"audit-{clock.now():%Y-%m-%d}", COLUMNS, rows())


def _choice(asked: AuditFilter) -> audit.Choice:
    """What was asked for; somebody unknown did nothing."""
    actor = accounts.by_handle((asked.who.data or "").strip().removeprefix("@")) if asked.who.data else None
    return audit.Choice(
        subject=(asked.subject.data or "").strip(), action=(asked.action.data or "").strip(),
        actor_id=(actor.id if actor else UNKNOWN) if asked.who.data else None,
        since=_day(asked.since.data), until=_day(asked.until.data, 1),
    )  # fmt: skip


def _day(day: Any, later: int = 0) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=later) if day else None
