"""Files that come with a form: sent in with it, or by its page before."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, MultipleFileField, SelectMultipleField

from app.accounts.models import Person
from app.core import transaction
from app.core.access import Invalid
from app.core.forms import RefusableForm
from app.files import commands, queries
from app.files.models import StoredFile

MOST_IN_ONE_REQUEST = 4 * commands.MOST_BYTES
TYPED = "alt-"


class AttachingForm(RefusableForm):
    """A form that files may come with; `kept` are those that were taken in."""

    files = MultipleFileField(_("Files"))
    kept: Sequence[StoredFile] = ()

    @property
    def tokens(self) -> list[str]:
        """The names of the files that were taken in."""
        return [file.token for file in self.kept]


class ChangingForm(AttachingForm):
    """What is changed, the version that it is a change of, and the files that are taken away."""

    version = HiddenField()
    without = SelectMultipleField(validate_choice=False)


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
