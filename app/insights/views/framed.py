"""What a reader says in the frame on another site: the same words as on the site's own pages, without a cookie."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.core import embedding
from app.core.access import Invalid, found, public
from app.core.settings import settings
from app.insights import commands, consent, queries, telemetry
from app.insights.forms import SurveyForm
from app.insights.models import Resolution
from app.insights.views.frame import Page, blueprint
from app.spaces import queries as spaces
from app.spaces.models import Space

SAID = "said"


@blueprint.post("/widget/<slug>/resolutions")
def post_framed_resolution(slug: str) -> Page:
    """Say that what was read solved it."""
    public()
    space, subject = _space(slug), request.form.get("subject", "")
    if not queries.may_have_solved(None, subject):
        raise Invalid({"subject": _("There is no answered question of this name.")})
    if consent.refusal():
        return redirect(f"/widget/{space.slug}/thanks?{embedding.FIELD}={embedding.word()}", 303)
    telemetry.begin("embed")
    journey = commands.keep_going(telemetry.key(), began="embed", is_bot=telemetry.is_bot(), source=telemetry.source())
    if journey is None:
        return redirect(f"/widget/{space.slug}/thanks?{embedding.FIELD}={embedding.word()}", 303)
    said = _signer().dumps(commands.resolve(journey, subject, by=None).id)
    return redirect(f"/widget/{space.slug}/thanks?{embedding.FIELD}={embedding.word()}&{SAID}={said}", 303)


@blueprint.get("/widget/<slug>/thanks")
def thank_framed(slug: str) -> Page:
    """Thanks, and two questions."""
    public()
    return _thanks(_space(slug), SurveyForm(formdata=None))


@blueprint.post("/widget/<slug>/thanks")
def reply_framed(slug: str) -> Page:
    """The answers to them."""
    public()
    space, form, resolution = _space(slug), SurveyForm(), found(_said())
    if not form.validate_on_submit():
        return _thanks(space, form), 422
    commands.reply(resolution, solved=form.solved.data == "yes", otherwise=form.otherwise.data == "yes")
    return redirect(f"/widget/{space.slug}/thanks?{embedding.FIELD}={embedding.word()}", 303)


def _thanks(space: Space, form: SurveyForm) -> str:
    return render_template("insights/framed.html", space=space, form=form, resolution=_said(), said=_token())


def _said() -> Resolution | None:
    """What this visit said had solved it, as its address or form names it under our signature."""
    try:
        number = _signer().loads(_token(), max_age=embedding.WORD_LASTS)
    except BadSignature:
        return None
    return queries.resolution_by_id(number) if isinstance(number, int) else None


def _token() -> str:
    return request.values.get(SAID, "")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(reversed(settings().secret_keys)), salt="resolution")


def _space(slug: str) -> Space:
    return found(spaces.visible_space(None, slug))
