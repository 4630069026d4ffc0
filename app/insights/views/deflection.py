"""The page on call deflection, and the rows it was computed from."""

from __future__ import annotations

from collections.abc import Set

from flask import Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from app.accounts.current import me
from app.core import clock
from app.core.access import ensure
from app.core.download import KINDS, download
from app.core.pages import LIMIT
from app.core.sheet import sheet
from app.insights import policy, queries, words
from app.insights.estimates.splitting import Part, together
from app.insights.queries import Count, Counted, credit, deflection, rows
from app.insights.queries.guard import arm, base_rates
from app.insights.queries.industry import industry
from app.insights.views.credit import MOST, chosen
from app.insights.views.frame import SPANS, Page, blueprint, chosen_space, drawn, during, period, span, window
from app.spaces import queries as spaces

PARTS = 15
SAVED = (
    "channel", "reason", "made", "share", "spared", "spared_low", "spared_high", "cost", "saved", "saved_low",
    "saved_high", "currency", "missing",
)  # fmt: skip


@blueprint.get("/insights/deflection")
def deflection_page() -> Page:
    """The four measures with everything that stands behind them."""
    person = me()
    ensure(policy.may_see_deflection(person))
    found = deflection.report(period(), window(), chosen_space())
    way = chosen()
    return drawn(
        "deflection.html", found=found, verdict=words.verdict(found), fairness=words.fairness(found),
        owed=credit.owed(found, person, **way), others=credit.others, most_lines=MOST, **way,
        claims=words.claims(industry(found)), guarded=(arm(found.count.held_out), arm(found.count.treated)),
        rates=base_rates(found.count), parts=found.parts, most=PARTS, together=together, spaces=spaces.visible(person),
        spans=SPANS, span=span(), channels=words.CHANNELS, taken=words.split_assumption(found),
        checks=words.checks(found), during=during(),
    )  # fmt: skip


@blueprint.get("/insights/deflection.csv")
def deflection_rows() -> Response:
    """One line a journey, nobody named: what every figure of the page can be counted from.

    `read` names only questions that the reader of the file may see; `read_count` is of all that were opened.
    """
    ensure(policy.may_see_deflection(me()))
    counted = queries.count(period(), window(), chosen_space())
    known = queries.readable_subjects(me(), {subject for journey in counted.journeys for subject in journey.read})
    columns = (
        "journey", "opened_at", "began", "arm", "share", "matched", "read", "shown", "contacted_at", "channel",
        "read_count",
    )  # fmt: skip
    return sheet("deflection.csv", columns, (_line(journey, known) for journey in counted.journeys))


def _line(journey: Counted, known: Set[str]) -> tuple[object, ...]:
    return (
        journey.id, clock.rfc3339(journey.opened_at), journey.began, journey.arm, journey.share,
        int(journey.owner is not None), " ".join(each for each in journey.read if each in known),
        sum(way == "view" for _about, way, _at in journey.seen),
        clock.rfc3339(journey.contacted_at) if journey.contacted_at else "", journey.channel, len(journey.read),
    )  # fmt: skip


@blueprint.get("/insights/deflection/savings.<kind>")
def savings_file(kind: str) -> Response:
    """What was spared and saved by channel and reason, one line each, which add up to the whole."""
    ensure(policy.may_see_deflection(me()))
    if kind not in KINDS:
        raise NotFound
    found = deflection.report(period(), window(), chosen_space())
    currency = " ".join(found.money.priced_in)
    return download(kind, "savings", SAVED, (_saved(part, currency) for part in found.parts))


def _saved(part: Part, currency: str) -> tuple[object, ...]:
    missing = " ".join(dict.fromkeys((*part.spared.missing, *part.saved.missing)))
    return (
        part.channel, part.reason, part.made, part.share, part.spared.value, part.spared.low, part.spared.high,
        part.cost.value, part.saved.value, part.saved.low, part.saved.high, currency, missing,
    )  # fmt: skip


@blueprint.get("/insights/deflection/journeys")
def deflection_journeys() -> Page:
    """The journeys behind a figure, so many at a time."""
    ensure(policy.may_see_deflection(me()))
    arm, what = request.args.get("arm", ""), request.args.get("what", "all")
    arm, what = arm if arm in rows.ARMS else "", what if what in rows.WHAT else "all"
    counted = queries.count(period(), window(), chosen_space())
    thing, met = _meeting(counted)
    found = rows.rows(counted, me(), arm=arm, what=what, met=met, after=request.args.get("after"), limit=LIMIT)
    kept = {key: value for key, value in request.args.items() if key not in ("arm", "what", "after")}
    return drawn(
        "deflection_journeys.html", found=found, counted=counted, arm=arm, what=what, kept=kept,
        channels=words.CHANNELS, thing=thing, through=chosen()["through"],
        rest={key: value for key, value in kept.items() if key not in ("by", "met", "through")},
    )  # fmt: skip


def _meeting(counted: Count) -> tuple[str | None, rows.Met]:
    """What the journeys asked for met, in words; None where the address names nothing that they must have met."""
    url, way = request.args.get("met"), chosen()
    if url is None:
        return None, rows.WHAT["all"]
    title, met = credit.meeting(counted, me(), by=way["by"], through=way["through"], url=url)
    return title or (_("anything") if url == credit.ANY else _("what has no name for you")), met


@blueprint.get("/insights/deflection/contacts")
def deflection_contacts() -> Page:
    """The support contacts behind a figure, so many at a time."""
    ensure(policy.may_see_deflection(me()))
    channel, reason = request.args.get("channel"), request.args.get("reason")
    counted = queries.count(period(), window(), chosen_space())
    found = rows.contacts(counted, channel=channel, reason=reason, after=request.args.get("after"), limit=LIMIT)
    return drawn(
        "deflection_contacts.html", found=found, counted=counted, channel=channel, reason=reason,
        channels=words.CHANNELS, during=during(),
    )  # fmt: skip
