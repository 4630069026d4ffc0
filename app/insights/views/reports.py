"""The report that is handed on: a page that prints, a table to download, and having it sent by mail."""

from __future__ import annotations

from datetime import date

from flask import Response, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from app.accounts.current import me, somebody
from app.core import clock
from app.core.access import ensure, found
from app.core.download import KINDS, download
from app.insights import commands, policy, words
from app.insights.queries import subscriptions
from app.insights.queries.digest import Digest, digest
from app.insights.queries.industry import industry
from app.insights.queries.spells import EVERY, MONTHLY, Spell, latest, listed, spell_of
from app.insights.views.frame import Page, blueprint, drawn

PAGE = "/insights/report"
COLUMNS = (
    "part", "figure", "unit", "currency", "value", "low", "high", "n", "baseline", "change", "velocity", "missing",
)  # fmt: skip


@blueprint.get(PAGE)
def report_page() -> Page:
    """Of a week or a month that is over."""
    person = somebody()
    ensure(policy.may_see(person))
    shown = _digest()
    return drawn(
        "report.html", report=shown, spell=words.spell_name(shown.spell), names=words.line_names(),
        parts=words.parts(), amount=words.amount, listed=listed(shown.spell.every, clock.now().date()),
        spell_name=words.spell_name, verdict=words.verdict(shown.found) if shown.found else (),
        claims=words.claims(industry(shown.found)) if shown.found else [],
        assumptions=words.assumptions(shown.found) if shown.found else [], every=EVERY,
        subscribed=subscriptions.subscribed(person.id), made_at=clock.now(),
    )  # fmt: skip


@blueprint.get(f"{PAGE}.<kind>")
def report_file(kind: str) -> Response:
    """The same figures as CSV or XLSX, one line a figure."""
    ensure(policy.may_see(me()))
    if kind not in KINDS:
        raise NotFound
    shown = _digest()
    rows = (
        (
            line.part, line.name, line.unit, line.currency, line.figure.value, line.figure.low, line.figure.high,
            line.figure.n, line.moved.baseline, line.moved.change, line.moved.velocity, " ".join(line.figure.missing),
        )
        for line in shown.lines
    )  # fmt: skip
    return download(kind, f"report-{shown.spell.first}-{shown.spell.last}", COLUMNS, rows)


@blueprint.put(f"{PAGE}/subscriptions/<every>")
def subscribe_report(every: str) -> Page:
    """Have it sent."""
    person = somebody()
    ensure(policy.may_see(person))
    commands.subscribe(found(every if every in EVERY else None), by=person)
    flash(_("You get the next report by mail, once it is ready."))
    return redirect(PAGE, 303)


@blueprint.delete(f"{PAGE}/subscriptions/<every>")
def unsubscribe_report(every: str) -> Page:
    """Have it sent no more."""
    person = somebody()
    ensure(policy.may_see(person))
    commands.unsubscribe(found(subscriptions.subscription(person.id, every)))
    flash(_("You get this report no more."))
    return redirect(PAGE, 303)


def _digest() -> Digest:
    person = me()
    deflected, returned = bool(policy.may_see_deflection(person)), bool(policy.may_see_return(person))
    return digest(_spell(), person, deflected=deflected, returned=returned)


def _spell() -> Spell:
    """The one of `every` that the day `of` lies in, at most the last one that is over."""
    every = request.args.get("every", MONTHLY)
    every = every if every in EVERY else MONTHLY
    newest = latest(every, clock.now().date())
    try:
        chosen = spell_of(every, date.fromisoformat(request.args.get("of", "")))
    except ValueError:
        return newest
    earliest = date(2000, 1, 1)
    return chosen if earliest <= chosen.first <= newest.first else newest
