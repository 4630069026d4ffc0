"""Taking in the files that come with a form, or that its page sent in before."""

from __future__ import annotations

from flask import request

from app.accounts.models import Person
from app.board.forms import AttachingForm
from app.core import transaction
from app.core.access import Invalid
from app.files import commands, queries
from app.files.models import StoredFile

MOST_IN_ONE_REQUEST = 4 * commands.MOST_BYTES
TYPED = "alt-"


def take_files(form: AttachingForm, *, by: Person) -> None:
    """Take them in before the form is judged: good ones stay whatever comes after, a bad one is said on its field."""
    taken = list(queries.loose(by, request.form.getlist("file")[: commands.MOST_ON_ONE]))
    taken += _stored(form, by)
    words = {key.removeprefix(TYPED): said for key, said in request.form.items() if key.startswith(TYPED)}
    commands.describe(taken, words)
    form.kept = taken
    transaction.settle()


def _stored(form: AttachingForm, by: Person) -> list[StoredFile]:
    """Each file on its own: decoded while no lock is held, then stored."""
    sent = [file for file in form.files.data or () if getattr(file, "filename", "")][: commands.MOST_ON_ONE]
    if sent:
        transaction.settle()
    prepared, stored = [], []
    for file in sent:
        try:
            prepared.append(commands.prepare(commands.Sent.of(file)))
        except Invalid as refusal:
            _say(form, refusal)
    for each in prepared:
        try:
            stored.append(commands.store(each, by=by))
        except Invalid as refusal:
            _say(form, refusal)
            break
    return stored


def _say(form: AttachingForm, refusal: Invalid) -> None:
    form.files.process_errors = [*form.files.process_errors, *refusal.errors.values()]
