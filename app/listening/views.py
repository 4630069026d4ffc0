"""The channels' page: the company's accounts elsewhere, and what was said there."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.current import somebody
from app.core.access import Invalid, ensure, found
from app.listening import commands, policy, queries
from app.listening.forms import ConnectForm
from app.listening.port import CHANNELS
from app.spaces import queries as spaces

blueprint = Blueprint("listening", __name__)
PLACE = "/admin/channels"
Answer = Response | tuple[str, int] | str


@blueprint.route(PLACE, methods=["GET", "POST"])
def channels() -> Answer:
    """All accounts, the newest messages, and the form that connects another one."""
    by = somebody()
    ensure(policy.may_connect(by))
    form = ConnectForm().offer(by)
    if form.validate_on_submit():
        space = found(spaces.visible_space(by, form.space.data or ""))
        try:
            commands.connect(
                form.channel.data, address=form.address.data or "", secret=form.secret.data or "", space=space,
                server=form.server.data or "", hears_only=bool(form.hears_only.data), by=by,
            )  # fmt: skip
        except Invalid as error:
            for name, sentence in error.errors.items():
                form[name].errors = [sentence]
        else:
            flash(_("It is connected. The first look follows within half a minute."))
            return redirect(PLACE, 303)
    page = queries.messages(after=request.args.get("after"))
    shown = render_template(
        "listening/channels.html", form=form, accounts=queries.accounts(), page=page, ties=queries.ties(),
        labels={name: channel.label for name, channel in CHANNELS.items()},
    )  # fmt: skip
    return shown, 422 if form.errors else 200


@blueprint.put(f"{PLACE}/<id:account_id>/pause")
def pause(account_id: int) -> Answer:
    """Neither listen nor speak there."""
    by = somebody()
    ensure(policy.may_connect(by))
    commands.pause(found(queries.account(account_id)), by=by)
    return redirect(PLACE, 303)


@blueprint.delete(f"{PLACE}/<id:account_id>/pause")
def resume(account_id: int) -> Answer:
    """Listen and speak again."""
    by = somebody()
    ensure(policy.may_connect(by))
    commands.resume(found(queries.account(account_id)), by=by)
    flash(_("It is looked at again."))
    return redirect(PLACE, 303)
