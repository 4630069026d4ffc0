"""Writing a study: its frame first, then what it shows and asks, then it is announced."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import transaction
from app.core.access import Invalid, ensure, found
from app.core.forms import RefusableForm
from app.core.uploads import takes_files
from app.files import commands as files
from app.panels import commands, policy, queries
from app.panels.forms import ConceptForm, ItemForm, StudyForm
from app.panels.models import Panel, Study
from app.panels.views.frame import Page, blueprint, panel_of, study_of

MOST_IN_ONE_REQUEST = files.MOST_BYTES + 256 * 1024


@blueprint.get("/panels/<id:panel_id>/studies/new")
def new_study(panel_id: int) -> Page:
    """The form that begins a study."""
    person, panel = panel_of(panel_id)
    ensure(policy.may_invite(person, panel))
    return _new_page(panel, StudyForm(formdata=None))


@blueprint.post("/panels/<id:panel_id>/studies/new")
def make_study(panel_id: int) -> Page:
    """Begin a study."""
    person, panel = panel_of(panel_id)
    ensure(policy.may_invite(person, panel))
    form = StudyForm()
    try:
        if form.validate_on_submit():
            return redirect(f"{commands.make_study(panel, by=person, **form.words).url}/edit", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _new_page(panel, form), 422


@blueprint.get("/studies/<id:study_id>/edit")
def edit_study(study_id: int) -> Page:
    """What a study shows and asks, while it is written."""
    person, study = study_of(study_id)
    ensure(policy.may_change(person, study))
    return _edit_page(study)


@blueprint.post("/studies/<id:study_id>/concepts")
@takes_files(MOST_IN_ONE_REQUEST)
def add_concept(study_id: int) -> Page:
    """Add something to judge."""
    person, study = study_of(study_id)
    ensure(policy.may_change(person, study))
    form = ConceptForm()
    try:
        if form.validate_on_submit():
            words = {"name": form.name.data or "", "body": form.body.data or "", "alt": form.alt.data or ""}
            commands.add_concept(study, tokens=_picture(form, person), by=person, **words)
            return redirect(f"{study.url}/edit#concepts", 303)
    except Invalid as refusal:
        form.refuse(Invalid({{"files": "picture"}.get(name, name): said for name, said in refusal.errors.items()}))
    return _edit_page(study, concept=form), 422


@blueprint.delete("/studies/<id:study_id>/concepts/<id:concept_id>")
def remove_concept(study_id: int, concept_id: int) -> Page:
    """Take a concept away again."""
    person, study = study_of(study_id)
    ensure(policy.may_change(person, study))
    concept = found(next((each for each in queries.concepts(study) if each.id == concept_id), None))
    commands.remove_concept(concept, study, by=person)
    return redirect(f"{study.url}/edit#concepts", 303)


@blueprint.post("/studies/<id:study_id>/items")
def add_item(study_id: int) -> Page:
    """Add something to ask."""
    person, study = study_of(study_id)
    ensure(policy.may_change(person, study))
    form = ItemForm()
    try:
        if form.validate_on_submit():
            commands.add_item(study, by=person, **form.words)
            return redirect(f"{study.url}/edit#items", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _edit_page(study, item=form), 422


@blueprint.delete("/studies/<id:study_id>/items/<id:item_id>")
def remove_item(study_id: int, item_id: int) -> Page:
    """Take something that is asked away again."""
    person, study = study_of(study_id)
    ensure(policy.may_change(person, study))
    item = found(next((each for each in queries.items(study) if each.id == item_id), None))
    commands.remove_item(item, study)
    return redirect(f"{study.url}/edit#items", 303)


@blueprint.put("/studies/<id:study_id>/announcement")
def announce(study_id: int) -> Page:
    """Let it open on its date."""
    person, study = study_of(study_id)
    ensure(policy.may_change(person, study))
    form = RefusableForm()
    try:
        commands.announce(study, by=person)
    except Invalid as refusal:
        form.refuse(refusal)
        return _edit_page(study, announcing=form), 422
    flash(
        _("It is open: members are told.") if study.is_open else _("It opens on its date, and members are told then.")
    )
    return redirect(study.panel.url, 303)


def _picture(form: ConceptForm, person: Person) -> list[str]:
    """Decoded while no lock is held, then stored."""
    sent = form.picture.data
    if sent is None or not getattr(sent, "filename", ""):
        return []
    transaction.settle()
    return [files.store(files.prepare(files.Sent.of(sent)), by=person).token]


def _new_page(panel: Panel, form: StudyForm) -> str:
    return render_template("panels/study_new.html", panel=panel, form=form)


def _edit_page(
    study: Study, *, concept: ConceptForm | None = None, item: ItemForm | None = None,
    announcing: RefusableForm | None = None,
) -> str:  # fmt: skip
    shown = queries.concepts(study)
    if item is None:
        item = ItemForm(formdata=None, section=request.args.get("section", ""))
    return render_template(
        "panels/study_edit.html", study=study, concepts=shown, pictures=queries.pictures(shown),
        items=queries.items(study), concept_form=concept or ConceptForm(formdata=None), item_form=item,
        announcing=announcing,
    )  # fmt: skip
