"""The webhooks' pages: who is told of which events, what was delivered, secrets that change without a gap."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.accounts.current import somebody
from app.core import dispatch
from app.core.access import Invalid, ensure, found
from app.core.events import KINDS
from app.core.forms import RefusableForm
from app.crm import commands, policy
from app.crm import queries as crm
from app.crm.connectors import queries
from app.crm.models import Webhook

blueprint = Blueprint("webhooks", __name__, url_prefix="/admin/webhooks")
PLACE = "/admin/webhooks"
Answer = Response | tuple[str, int] | str


class WebhookForm(RefusableForm):
    """An address to tell, and of what."""

    url = StringField(lazy_gettext("Address"), [InputRequired(lazy_gettext("Give an address.")), Length(max=500)])
    events = TextAreaField(lazy_gettext("Events"), [Length(max=4000)])

    def wanted(self) -> list[str]:
        """The events named, one a word."""
        return (self.events.data or "").replace(",", " ").split()


@blueprint.route("", methods=["GET", "POST"])
def index() -> Answer:
    """All webhooks with how they fare, and the form for another one."""
    by = somebody()
    ensure(policy.may_connect(by))
    form = WebhookForm()
    if form.validate_on_submit():
        try:
            made = commands.add_webhook(form.url.data or "", form.wanted(), by=by)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return render_template("crm/webhook_secret.html", hook=made, overlap=None)
    page = crm.webhooks(after=request.args.get("after"))
    standings = queries.standings([hook.target for hook in page.items])
    shown = render_template(
        "crm/webhooks.html", form=form, page=page, standings=standings, kinds=sorted(KINDS),
        has_ended=bool(crm.ended_webhooks(limit=1).items),
    )  # fmt: skip
    return shown, 422 if form.errors else 200


@blueprint.get("/ended")
def ended() -> str:
    """Those that are told nothing any more, with why."""
    ensure(policy.may_connect(somebody()))
    return render_template("crm/webhooks_ended.html", page=crm.ended_webhooks(after=request.args.get("after")))


@blueprint.get("/<id:webhook_id>")
def show(webhook_id: int) -> str:
    """What one was told: each delivery, with another try; of one that ended, that it did, when and why."""
    ensure(policy.may_connect(somebody()))
    hook = found(crm.webhook_ever(webhook_id))
    return render_template(
        "crm/webhook.html", hook=hook, standing=queries.standings([hook.target])[hook.target],
        page=dispatch.letters(hook.target, after=request.args.get("after")),
    )  # fmt: skip


@blueprint.post("/<id:webhook_id>/secret")
def rotate(webhook_id: int) -> str:
    """A new secret, shown once; the one before signs too for a day."""
    hook = _webhook(webhook_id)
    commands.rotate_secret(hook, by=somebody())
    return render_template("crm/webhook_secret.html", hook=hook, overlap=hook.previous_until)


@blueprint.put("/<id:webhook_id>/pause")
def pause(webhook_id: int) -> Answer:
    """Tell it nothing for now."""
    hook = _webhook(webhook_id)
    commands.pause_webhook(hook, by=somebody())
    return redirect(hook.page, 303)


@blueprint.delete("/<id:webhook_id>/pause")
def resume(webhook_id: int) -> Answer:
    """Tell it again, from where it was left."""
    hook = _webhook(webhook_id)
    commands.resume_webhook(hook, by=somebody())
    flash(_("It is told again, from where it was left."))
    return redirect(hook.page, 303)


@blueprint.delete("/<id:webhook_id>")
def remove(webhook_id: int) -> Answer:
    """Tell it nothing any more."""
    hook = _webhook(webhook_id)
    commands.remove_webhook(hook, by=somebody())
    flash(_("The webhook is removed."))
    return redirect(PLACE, 303)


@blueprint.post("/<id:webhook_id>/letters/<id:row_id>/tries")
def send_again(webhook_id: int, row_id: int) -> Answer:
    """Send one delivery again, under the id it had."""
    hook = _webhook(webhook_id)
    commands.send_again(hook, found(dispatch.letter(hook.target, row_id, "dead", "done")), by=somebody())
    flash(_("It is sent again."))
    return redirect(hook.page, 303)


def _webhook(webhook_id: int) -> Webhook:
    ensure(policy.may_connect(somebody()))
    return found(crm.webhook(webhook_id))
