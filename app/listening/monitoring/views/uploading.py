"""Handing in what was said elsewhere: looked at first, then heard."""

from __future__ import annotations

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure
from app.core.uploads import takes_files
from app.listening.monitoring import commands, policy
from app.listening.monitoring.commands import LARGEST
from app.listening.monitoring.forms import UploadForm
from app.listening.monitoring.sentiment import sentiment
from app.listening.monitoring.views.frame import Page, blueprint, drawn

SHOWN = 10


@blueprint.route("/listening/upload", methods=["GET", "POST"])
@takes_files(2 * LARGEST)
def upload() -> Page:
    """The form, what a file says, and what became of it."""
    person = somebody()
    ensure(policy.may_upload(person))
    form = UploadForm()
    if not form.validate_on_submit():
        return drawn("upload.html", "upload", form=form), 422 if form.errors else 200
    try:
        form.read()
        return _looked_at(form, person)
    except Invalid as error:
        form.refuse(error)
        return drawn("upload.html", "upload", form=form), 422


def _looked_at(form: UploadForm, person: Person) -> Page:
    rows, refused = commands.read_rows(form.content.data or "")
    if form.take.data and not form.must_look:
        taken = commands.hear_rows(rows, by=person)
        taken.refused += refused
        return drawn("upload.html", "upload", form=UploadForm(formdata=None), taken=taken)
    shown = [(line, row, sentiment(row.text)) for line, row in rows[:SHOWN]]
    return drawn("upload.html", "upload", form=form, rows=rows, shown=shown, refused=refused)
