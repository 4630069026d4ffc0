"""The operator's pages: people, roles, the audit log."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts import commands
from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.accounts.guarding import Answer, show
from app.accounts.models import Person
from app.accounts.policy import may_administer
from app.core import audit, clock, dispatch, subscriptions
from app.core.access import Conflict, Invalid, ensure, found
from app.home import policy
from app.home.forms import ROLE_WORDS, ClosingForm, ErasureForm, PersonForm, RolesForm, StandingForm, TeamForm
from app.home.views.front import blueprint


@blueprint.get("/admin")
def admin() -> str:
    """Where everything is, and whether all is well."""
    somebody()
    ensure(policy.may_enter(me()))
    latest = audit.entries(limit=5).items
    return render_template(
        "home/admin.html",
        subscribers=subscriptions.status(),
        depth=dispatch.depth(),
        latest=latest,
        people=accounts.by_ids(entry.actor_id for entry in latest if entry.actor_id),
        may_administer=may_administer(me()),
    )


@blueprint.get("/admin/people")
def admin_people() -> str:
    """Members with their roles, and a form to add one."""
    somebody()
    ensure(may_administer(me()))
    return _people(PersonForm(formdata=None))


@blueprint.post("/admin/people")
def add_person() -> Answer:
    """Add a member and mail them a link to choose a password."""
    by = somebody()
    ensure(may_administer(by))
    form = PersonForm()
    if not form.validate() or (made := _added(form, by)) is None:
        return _people(form), 422
    flash(_("%(name)s is added and gets a link to choose a password.", name=made.name))
    return redirect(f"/admin/people/{made.id}", 303)


@blueprint.get("/admin/people/<id:person_id>")
def admin_person(person_id: int) -> str:
    """One member's roles and standing."""
    somebody()
    ensure(may_administer(me()))
    return _person(found(accounts.by_id(person_id)))


@blueprint.put("/admin/people/<id:person_id>/roles")
def change_roles(person_id: int) -> Answer:
    """Grant and withdraw roles, with a reason, on the audit log."""
    by = somebody()
    person = found(accounts.by_id(person_id))
    ensure(policy.may_change_roles(by, person))
    form = RolesForm()
    if not form.validate() or not form.is_proved(by):
        return _person(person, roles=form), 422
    commands.grant_roles(person, form.roles.data or [], by=by, reason=form.reason.data or "")
    flash(_("The roles of %(name)s are changed.", name=person.name))
    return redirect(f"/admin/people/{person.id}", 303)


@blueprint.put("/admin/people/<id:person_id>/team")
def set_team(person_id: int) -> Answer:
    """Say which team a colleague works in."""
    by = somebody()
    person = found(accounts.by_id(person_id))
    ensure(policy.may_change_roles(by, person))
    form = TeamForm()
    if not form.validate():
        return _person(person, team=form), 422
    commands.set_team(person, form.team.data or "", by=by)
    flash(_("The team of %(name)s is saved.", name=person.name))
    return redirect(f"/admin/people/{person.id}", 303)


@blueprint.put("/admin/people/<id:person_id>/suspension")
def suspend(person_id: int) -> Answer:
    """Stop somebody from posting."""
    by = somebody()
    person = found(accounts.by_id(person_id))
    ensure(policy.may_change_roles(by, person))
    form = StandingForm()
    if not form.validate():
        return _person(person, standing=form), 422
    until = clock.now() + timedelta(days=form.days.data) if form.days.data else None
    commands.suspend(person, until, by=by, reason=form.because.data or "")
    return redirect(f"/admin/people/{person.id}", 303)


@blueprint.delete("/admin/people/<id:person_id>")
def erase_person(person_id: int) -> Answer:
    """Have somebody erased who asked for it otherwise than here."""
    by = somebody()
    person = found(accounts.by_id(person_id))
    ensure(policy.may_change_roles(by, person))
    form = ErasureForm(prefix="erase")
    if not form.validate() or not form.is_proved(by):
        return _person(person, erasure=form), 422
    try:
        commands.ask_erasure(person, words=bool(form.words.data), by=by, reason=form.reason.data or "")
    except Conflict as refusal:
        form.form_errors.append(str(refusal))
        return _person(person, erasure=form), 409
    flash(_("%(name)s is signed out everywhere, and erased within a minute.", name=person.name))
    return redirect("/admin/people", 303)


@blueprint.delete("/admin/people/<id:person_id>/suspension")
def restore(person_id: int) -> Answer:
    """Let somebody post again."""
    by = somebody()
    person = found(accounts.by_id(person_id))
    ensure(policy.may_change_roles(by, person))
    form = StandingForm()
    if not form.validate():
        return _person(person, standing=form), 422
    commands.restore(person, by=by, reason=form.because.data or "")
    return redirect(f"/admin/people/{person.id}", 303)


@blueprint.put("/admin/people/<id:person_id>/closing")
def shut_out(person_id: int) -> Answer:
    """Close somebody's account: they are out at once."""
    by = somebody()
    person = found(accounts.by_id(person_id))
    ensure(policy.may_change_roles(by, person))
    form = ClosingForm(prefix="closing")
    if person.state == "erased" or not form.validate():
        return _person(person, closing=form), 422
    commands.shut_out(person, by=by, reason=form.reason.data or "")
    flash(_("%(name)s is signed out everywhere, and cannot sign in any more.", name=person.name))
    return redirect(f"/admin/people/{person.id}", 303)


@blueprint.delete("/admin/people/<id:person_id>/closing")
def open_again(person_id: int) -> Answer:
    """Let them sign in again."""
    by = somebody()
    person = found(accounts.by_id(person_id))
    ensure(policy.may_change_roles(by, person))
    form = ClosingForm(prefix="closing")
    if not form.validate():
        return _person(person, closing=form), 422
    commands.open_again(person, by=by, reason=form.reason.data or "")
    flash(_("%(name)s can sign in again.", name=person.name))
    return redirect(f"/admin/people/{person.id}", 303)


def _people(form: FlaskForm) -> str:
    words = request.args.get("q", "").strip()[:80]
    page = accounts.people(words=words, closed=True, after=request.args.get("after"))
    return render_template("home/admin_people.html", page=page, sought=words, form=form, role_words=ROLE_WORDS)


def _added(form: PersonForm, by: Person) -> Person | None:
    try:
        made = commands.add_person(
            name=form.name.data or "",
            email=form.email.data,
            kind=form.kind.data,
            function=form.function.data or "",
            by=by,
        )
    except Invalid as refusal:
        show(form, refusal)
        return None
    commands.send_link(made, "password")
    return made


def _person(person: Person, **refused: FlaskForm) -> str:
    """Draw the page, with a form that was refused in place of a fresh one."""
    fresh = {
        "roles": RolesForm(formdata=None, roles=sorted(person.roles)),
        "team": TeamForm(formdata=None, team=person.team),
        "standing": StandingForm(formdata=None),
        "closing": ClosingForm(formdata=None, prefix="closing"),
        "erasure": ErasureForm(formdata=None, prefix="erase"),
    }
    return render_template(
        "home/admin_person.html",
        person=person,
        **{**fresh, **refused},
        entries=audit.entries(subject=f"person:{person.id}", limit=10).items,
        may_change=policy.may_change_roles(me(), person),
    )
