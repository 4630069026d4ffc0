"""What pages tell of reading: what came into view, and what solved it."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, session
from flask_babel import gettext as _

from app.accounts.current import me
from app.core.access import Invalid, found, public
from app.insights import commands, consent, queries, telemetry
from app.insights.commands import Seen
from app.insights.forms import SurveyForm
from app.insights.models import Resolution
from app.insights.queries.journeys import number_of
from app.insights.views.frame import Page, blueprint

MOST_AT_ONCE = 100
LONGEST = 40


@blueprint.post("/insights/exposures")
def post_exposures() -> Response:
    """What came into view on a page."""
    public()
    if consent.refusal():
        return Response(status=204)
    said = request.get_json(silent=True)
    subjects, path = _subjects(said), str(said.get("path", ""))[:20] if isinstance(said, dict) else ""
    person = me()
    ideas = [number for subject in subjects if (number := number_of(subject, "idea")) is not None]
    if person is not None and ideas:
        commands.sight_ideas(ideas, by=person)
    journey = queries.journey_by_key(telemetry.key()) if telemetry.notes().known else None
    if journey is not None:
        known = queries.readable_subjects(person, subjects)
        placed = enumerate(subjects, start=1)
        seen = (Seen(subject, place=path, position=place) for place, subject in placed if subject in known)
        commands.expose(journey, seen)
    return Response(status=204)


@blueprint.post("/insights/resolutions")
def post_resolution() -> Page:
    """Say that what was read solved it."""
    public()
    subject = request.form.get("subject", "")
    if not queries.may_have_solved(me(), subject):
        raise Invalid({"subject": _("There is no answered question of this name.")})
    if consent.refusal():
        return redirect("/insights/thanks", 303)
    telemetry.begin("contact" if request.form.get("at") == "contact" else "ask")
    journey = commands.keep_going(
        telemetry.key(), began=telemetry.notes().began, by=me(), is_bot=telemetry.is_bot(), source=telemetry.source()
    )
    if journey is not None:
        session["resolution"] = commands.resolve(journey, subject, by=me()).id
    return redirect("/insights/thanks", 303)


@blueprint.get("/insights/thanks")
def thank_reader() -> Page:
    """Thanks, and two questions."""
    public()
    resolution = _mine()
    return render_template(
        "insights/solved.html", form=SurveyForm(formdata=None), resolution=resolution, refused=bool(consent.refusal())
    )


@blueprint.post("/insights/thanks")
def reply() -> Page:
    """The answers to them."""
    public()
    form, resolution = SurveyForm(), found(_mine())
    if not form.validate_on_submit():
        return render_template("insights/solved.html", form=form, resolution=resolution), 422
    commands.reply(resolution, solved=form.solved.data == "yes", otherwise=form.otherwise.data == "yes")
    flash(_("Thank you. That helps us to see what helps."))
    return redirect("/", 303)


def _mine() -> Resolution | None:
    """What this browser said had solved it; anybody else's is not there for it."""
    number = session.get("resolution")
    return queries.resolution_by_id(number) if isinstance(number, int) else None


def _subjects(said: Any) -> list[str]:
    subjects = said.get("subjects") if isinstance(said, dict) else None
    if not isinstance(subjects, list):
        raise Invalid({"subjects": _("Name what came into view, such as “question:42”.")})
    return [subject for subject in subjects[:MOST_AT_ONCE] if isinstance(subject, str) and len(subject) <= LONGEST]
