"""The connectors' pages: what is connected and how it fares, settings, mapping with a dry run, dead letters."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.accounts.current import somebody
from app.core import dispatch
from app.core.access import Conflict, Invalid, ensure, found
from app.crm import policy
from app.crm.connectors import commands, mapping, queries
from app.crm.connectors.carrying import account_of
from app.crm.connectors.fields import NAMES, Thing
from app.crm.connectors.forms import MappingForm, SettingsForm
from app.crm.connectors.models import Connector
from app.crm.connectors.port import CASE, CRMS, Crm, Entry

blueprint = Blueprint("connectors", __name__, url_prefix="/admin/connectors")
PLACE = "/admin/connectors"
AT_ONCE = 100
Answer = Response | tuple[str, int] | str


@dataclass(frozen=True)
class Tried:
    """One line of a dry run: what it is of, where it would go, and the very JSON, or what is wrong with it."""

    thing: Thing
    way: str
    body: str
    error: str = ""


@blueprint.get("")
def index() -> str:
    """All connectors with how they fare."""
    ensure(policy.may_connect(somebody()))
    shown = queries.connectors()
    standings = queries.standings([each.target for each in shown])
    return render_template("crm/connectors.html", connectors=shown, standings=standings, kinds=CRMS)


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
def new(kind: str) -> Answer:
    """Connect a CRM of a kind."""
    by = somebody()
    ensure(policy.may_connect(by))
    crm = found(CRMS.get(kind))
    form = SettingsForm.of(crm)
    if form.validate_on_submit():
        try:
            made = commands.add_connector(kind, form.name.data or "", form.told(crm), by=by)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("It is connected. Look at what it sends before you rely on it."))
            return redirect(f"{made.url}/mapping", 303)
    return render_template("crm/connector_settings.html", form=form, crm=crm, connector=None), _status(form)


@blueprint.get("/<id:connector_id>")
def show(connector_id: int) -> str:
    """How one fares: its queue, its dead letters, what was delivered last."""
    connector = _connector(connector_id)
    target = connector.target
    dead = dispatch.letters(target, "dead", after=request.args.get("after"))
    page = dispatch.letters(target, "pending", "leased", "done", after=request.args.get("sent-after"), limit=20)
    return render_template(
        "crm/connector.html", connector=connector, crm=CRMS[connector.kind], dead=dead, page=page,
        standing=queries.standings([target])[target], named=queries.named([*dead.items, *page.items]),
        unsaid=queries.unsaid(connector),
    )  # fmt: skip


@blueprint.route("/<id:connector_id>/settings", methods=["GET", "POST"])
def settings(connector_id: int) -> Answer:
    """Change what it calls."""
    connector, by = _connector(connector_id), somebody()
    crm = CRMS[connector.kind]
    form = SettingsForm.of(crm, connector)
    if form.validate_on_submit():
        try:
            commands.change_connector(connector, form.name.data or "", form.told(crm), by=by)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(_("The settings are saved."))
            return redirect(connector.url, 303)
    return render_template("crm/connector_settings.html", form=form, crm=crm, connector=connector), _status(form)


@blueprint.route("/<id:connector_id>/mapping", methods=["GET", "POST"])
def change_mapping(connector_id: int) -> Answer:
    """Change what it sends: tried first on the last ten interactions, without sending anything."""
    connector, by = _connector(connector_id), somebody()
    form, tried = MappingForm.of(connector), None
    if form.validate_on_submit():
        given = (form.templates(), form.values.data or "", form.contact_paths.data or "")
        try:
            if form.keep.data:
                commands.change_mapping(connector, *given, by=by)
                flash(_("The mapping is saved. It holds for what is sent from now on."))
                return redirect(connector.url, 303)
            templates, maps, _paths = commands.checked_mapping(*given)
            tried = _try(connector, templates, maps)
        except Invalid as refusal:
            form.refuse(refusal)
    shown = render_template(
        "crm/connector_mapping.html", form=form, connector=connector, tried=tried, names=NAMES,
        pulls=bool(CRMS[connector.kind].contact_paths),
    )  # fmt: skip
    return shown, _status(form)


@blueprint.put("/<id:connector_id>/mapping/words")
def add_words(connector_id: int) -> Answer:
    """Let cases bear what people write, and had read, where the mapping does not name it."""
    connector = _connector(connector_id)
    try:
        commands.add_words(connector, by=somebody())
    except Conflict as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("Cases bear them from now on. Look at the mapping, or try it on the last ten."))
    return redirect(f"{connector.url}/mapping", 303)


@blueprint.put("/<id:connector_id>/pause")
def pause(connector_id: int) -> Answer:
    """Send nothing for now."""
    connector = _connector(connector_id)
    commands.pause(connector, by=somebody())
    return redirect(connector.url, 303)


@blueprint.delete("/<id:connector_id>/pause")
def resume(connector_id: int) -> Answer:
    """Send again."""
    connector = _connector(connector_id)
    commands.resume(connector, by=somebody())
    flash(_("It sends again, from where it was left."))
    return redirect(connector.url, 303)


@blueprint.delete("/<id:connector_id>")
def remove(connector_id: int) -> Answer:
    """Tell it nothing any more."""
    connector = _connector(connector_id)
    commands.remove(connector, by=somebody())
    flash(_("%(name)s is removed.", name=connector.name))
    return redirect(PLACE, 303)


@blueprint.post("/<id:connector_id>/newest")
def newest(connector_id: int) -> Answer:
    """Send the newest, to see how it is taken."""
    connector = _connector(connector_id)
    try:
        commands.send_newest(connector, by=somebody())
    except Conflict as refusal:
        flash(str(refusal), "error")
    else:
        flash(_("The newest is on its way, unless the CRM has it. What became of it stands here in a moment."))
    return redirect(connector.url, 303)


@blueprint.post("/<id:connector_id>/history")
def history(connector_id: int) -> Answer:
    """Send what is on the log already."""
    connector = _connector(connector_id)
    commands.send_history(connector, by=somebody())
    flash(_("All that is on the log is sent, with its original dates. What the CRM has already is not sent again."))
    return redirect(connector.url, 303)


@blueprint.post("/<id:connector_id>/letters/<id:row_id>/tries")
def try_one(connector_id: int, row_id: int) -> Answer:
    """Try a dead letter again."""
    connector = _connector(connector_id)
    commands.try_again(connector, [found(dispatch.letter(connector.target, row_id, "dead"))], by=somebody())
    flash(_("It is in the queue again."))
    return redirect(connector.url, 303)


@blueprint.post("/<id:connector_id>/tries")
def try_all(connector_id: int) -> Answer:
    """Try dead letters again, a hundred at a time."""
    connector = _connector(connector_id)
    rows = list(dispatch.letters(connector.target, "dead", limit=AT_ONCE).items)
    commands.try_again(connector, rows, by=somebody())
    flash(ngettext("%(num)d is in the queue again.", "%(num)d are in the queue again.", len(rows)))
    return redirect(connector.url, 303)


def _connector(connector_id: int) -> Connector:
    ensure(policy.may_connect(somebody()))
    return found(queries.connector(connector_id))


def _status(form: SettingsForm | MappingForm) -> int:
    return 422 if form.errors else 200


def _try(connector: Connector, templates: dict[str, str], maps: mapping.Values) -> list[Tried]:
    crm, things = CRMS[connector.kind], queries.latest()
    if CASE in templates and (last := queries.latest_case()) is not None and (last.contact_id or crm.takes_unknown):
        things.append(last)
    return [_tried(connector, crm, thing, templates[thing.kind], maps) for thing in things]


def _tried(connector: Connector, crm: Crm, thing: Thing, template: str, maps: mapping.Values) -> Tried:
    body = mapping.render(mapping.parse(template), thing.fields, maps)
    text = json.dumps(body, ensure_ascii=False, indent=2)
    entry = Entry(kind=thing.kind, id=thing.key, body=body, contact=thing.fields["contact"], external_id="", key="")
    try:
        return Tried(thing, crm.describe(account_of(connector), entry), text)
    except (dispatch.NeverRetry, mapping.Unfit) as error:
        return Tried(thing, "", text, str(error))
