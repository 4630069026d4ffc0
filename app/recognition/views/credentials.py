"""Signed badges: having one signed, showing it, and what others need to verify it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.board import queries as board
from app.core.access import Invalid, ensure, found, public
from app.recognition import badges, commands, credentials, policy, queries, signing, words
from app.recognition.models import Credential
from app.recognition.views.frame import Page, blueprint

LINKED, TOKEN = "application/ld+json", "application/vc+jwt"


@blueprint.get("/badges")
def mine() -> Page:
    """One's own badges, to have them signed, and those that were."""
    person = somebody()
    ensure(True)
    page = queries.credentials_of(person, after=request.args.get("after"))
    good = queries.holding_among([signed.id for signed in page.items])
    return render_template(
        "recognition/badges.html", awards=queries.shown(queries.awards_of(person), person), page=page, say=words,
        signable={each.award.id for each in queries.shown(queries.awards_of(person), None)}, good=good, person=person,
        runs=policy.may_define_badges(person),
    )  # fmt: skip


@blueprint.post("/badges/of/<id:award_id>")
def issue(award_id: int) -> Page:
    """Have one signed."""
    person = somebody()
    award = found(queries.award_of(person, award_id))
    ensure(policy.may_credit(person, award))
    signed = commands.issue(award, by=person)
    flash(_("Signed. Whoever has its address can verify it."))
    return redirect(signed.url, 303)


@blueprint.get("/badges/<uuid:serial>")
def verify(serial: UUID) -> Page:
    """What a signed badge says, and whether it holds."""
    signed = found(queries.visible_credential(me(), str(serial)))
    public()
    return _verification(signed)


@blueprint.get("/badges/<uuid:serial>.jwt")
def download(serial: UUID) -> Response:
    """The signed badge itself, for wallets and verifiers."""
    signed = found(queries.visible_credential(me(), str(serial)))
    public()
    response = _open(signed.token, TOKEN)
    response.headers["Content-Disposition"] = f'attachment; filename="badge-{signed.serial[:8]}.jwt"'
    return response


@blueprint.delete("/badges/<uuid:serial>")
def revoke(serial: UUID) -> Page:
    """Take it back."""
    by = somebody()
    signed = found(queries.visible_credential(by, str(serial)))
    ensure(policy.may_revoke(by, signed))
    try:
        commands.revoke(signed, request.form.get("reason", ""), by=by)
    except Invalid as refusal:
        return _verification(signed, refusal.errors["reason"]), 422
    flash(_("Taken back. Verifiers learn of it within a day."))
    return redirect(signed.url, 303)


@blueprint.get("/.well-known/did.json")
def did() -> Response:
    """The issuer's key."""
    public()
    return _linked(signing.document())


@blueprint.get("/badges/issuer")
def issuer() -> Response:
    """The issuer's profile."""
    public()
    return _linked({"@context": credentials.CONTEXT, **credentials.issuer()})


@blueprint.get("/badges/achievements/<key>/<id:version>")
@blueprint.get("/badges/achievements/<key>/<id:version>/<id:topic_id>")
def achievement(key: str, version: int, topic_id: int | None = None) -> Response:
    """What a badge stands for."""
    topic = found(board.visible_topic_by_id(None, topic_id)) if topic_id is not None else None
    public()
    rule = queries.rule_version(key, version) if topic is None else None
    if rule is None:
        found(badges.version_of(key) if (key == badges.EXPERT) is (topic is not None) else None)
    else:
        found(rule if queries.is_rule_for(rule, None) else None)
    name = topic.name if topic else None
    title, what = (rule.name, rule.about) if rule else (badges.title(key, name), badges.about(key, name))
    return _linked({"@context": credentials.CONTEXT, **credentials.achievement(key, version, topic_id, title, what)})


@blueprint.get("/badges/status/<int:number>")
def status(number: int) -> Response:
    """Which signed badges hold no more, as a signed list."""
    public()
    size = credentials.LIST_SIZE
    found(number if number < 10_000 else None)
    holding = [each - number * size for each in queries.holding(number * size, (number + 1) * size)]
    return _open(signing.sign(credentials.status_list(number, holding)), TOKEN)


def _verification(signed: Credential, error: str = "") -> str:
    state = "revoked" if signed.revoked_at is not None else "holds" if queries.does_hold(signed) else "lapsed"
    award = queries.award_behind(signed)
    shown = queries.visible_award(me(), award.id) if award is not None and state == "holds" else None
    return render_template(
        "recognition/credential.html", signed=signed, shown=shown, state=state, say=words,
        may=policy.may_revoke(me(), signed), error=error, typed=request.form.get("reason", ""),
        issuer=credentials.issuer(), mine=me() == signed.person,
    )  # fmt: skip


def _linked(said: dict[str, Any]) -> Response:
    return _open(json.dumps(said), LINKED)


def _open(body: str, mimetype: str) -> Response:
    """An answer that pages of other sites may read, as verifiers in a browser are."""
    response = Response(body, mimetype=mimetype)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
