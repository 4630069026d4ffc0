"""What is noted of visits, in plain words, and the button by which it is not."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template
from flask_babel import gettext as _

from app.core.access import public
from app.insights import consent, queries
from app.insights.views.frame import Page, blueprint

PAGE = "/journeys"


@blueprint.get(PAGE)
def journeys_notice() -> Page:
    """What is noted, for how long, and why."""
    public()
    return render_template("insights/journeys.html", refusal=consent.refusal(), share=queries.share_now())


@blueprint.put(f"{PAGE}/refusal")
def refuse_counting() -> Page:
    """Count this browser no more."""
    public()
    flash(_("Your visits are not counted any more."))
    response = make_response(redirect(PAGE, 303))
    consent.remember_refusal(response)
    return response


@blueprint.delete(f"{PAGE}/refusal")
def allow_counting() -> Page:
    """Count it again."""
    public()
    flash(_("Your visits are counted again."))
    response = make_response(redirect(PAGE, 303))
    consent.forget_refusal(response)
    return response
