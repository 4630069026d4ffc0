"""One's own data: taking it along, and having it erased; open to everybody signed in, whatever gate they stand at."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from flask import Response, redirect, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField

from app.accounts import commands, sessions
from app.accounts.current import somebody
from app.accounts.guarding import Answer
from app.accounts.models import Person
from app.accounts.proving import ProvingForm
from app.accounts.views.signing import blueprint
from app.core import audit, clock, personal, text
from app.core.access import Conflict, ensure, public

IN_MEMORY, CHUNK = 2**20, 2**16


class ExportForm(ProvingForm):
    """The wish to take one's data along."""


class EraseForm(ProvingForm):
    """The wish to be erased."""

    words = BooleanField(lazy_gettext("Also take out what I wrote"))
    sure = BooleanField(lazy_gettext("I know that this cannot be undone"))


@blueprint.get("/settings/data")
def own_data() -> str:
    """What is held of oneself, and what can be done about it."""
    somebody()
    ensure(True)
    return _page()


@blueprint.post("/settings/data/export")
def export_own_data() -> Answer:
    """Everything that is held of oneself, as a file."""
    person = somebody()
    ensure(True)
    form = ExportForm(prefix="take")
    if not form.validate() or not form.is_proved(person):
        return _page(export=form), 422
    audit.log("accounts.data_exported", f"person:{person.id}", by=person)
    return _file(person)


@blueprint.post("/settings/erasure")
def erase_account() -> Answer:
    """Ask to be erased, and leave."""
    person = somebody()
    ensure(True)
    form = EraseForm(prefix="erase")
    fine = form.validate()
    if not form.sure.data:
        form.sure.errors = [_("Tick this if you are sure.")]
        fine = False
    if not fine or not form.is_proved(person):
        return _page(erase=form), 422
    try:
        commands.ask_erasure(person, words=bool(form.words.data), by=person)
    except Conflict as refusal:
        form.form_errors.append(str(refusal))
        return _page(erase=form), 409
    sessions.close()
    return redirect("/erased", 303)


@blueprint.get("/erased")
def erased() -> str:
    """What happens now."""
    public()
    return render_template("accounts/erased.html")


def _page(export: ExportForm | None = None, erase: EraseForm | None = None) -> str:
    return render_template(
        "accounts/data.html", export=export or ExportForm(formdata=None, prefix="take"),
        erase=erase or EraseForm(formdata=None, prefix="erase"),
    )  # fmt: skip


def _file(person: Person) -> Response:
    """A zip with data.json and the files they sent in."""
    kept: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed when it has been sent
    told: dict[str, Any] = {"exported_at": clock.rfc3339(clock.now()), "parts": {}}
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, rows in personal.parts(person):
            told["parts"].setdefault(part, []).extend(rows)
        told["parts"]["audit log"] = _on_record(person)
        packed.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=2))
        for name, path in personal.files(person):
            packed.write(path, f"files/{name}")
    size = kept.tell()
    kept.seek(0)
    response = Response(_portions(kept), mimetype="application/zip")
    response.call_on_close(kept.close)
    response.headers["Content-Disposition"] = f'attachment; filename="waggle-{_called(person)}.zip"'
    response.headers["Content-Length"] = str(size)
    return response


def _called(person: Person) -> str:
    """Somebody as a header can name them: it holds no letters that are not Latin."""
    return text.slug(person.handle).strip("-") or str(person.id)


def _on_record(person: Person) -> list[dict[str, Any]]:
    """What the audit log says of them, and of what they did."""
    about, by = audit.Choice(subject=f"person:{person.id}"), audit.Choice(actor_id=person.id)
    return [
        {
            "at": clock.rfc3339(entry.at), "action": entry.action, "subject": entry.subject, "reason": entry.reason,
            "before": entry.before, "after": entry.after,
        }
        for choice in (about, by)
        for entry in audit.export_rows(choice)
    ]  # fmt: skip


def _portions(kept: IO[bytes]) -> Iterator[bytes]:
    with kept:
        while portion := kept.read(CHUNK):
            yield portion
