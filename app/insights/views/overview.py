"""The front page of insights, the methods, and what contacts and answers cost."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from flask import flash, redirect
from flask_babel import gettext as _
from markupsafe import Markup

from app.accounts.current import me, somebody
from app.core import clock
from app.core.access import Invalid, ensure, found
from app.core.text import render, slug
from app.insights import commands, policy, queries, words
from app.insights.forms import CostForm, RateForm, ReasonForm
from app.insights.queries import deflection, health, returns, targets
from app.insights.views.frame import SPANS, Page, blueprint, drawn, during, period, span
from app.listening import policy as listening

METHODS = Path(__file__).resolve().parents[3] / "docs" / "methods.md"


@blueprint.get("/insights")
def overview() -> Page:
    """Deflection, return and service at a glance."""
    person = me()
    ensure(policy.may_see(person))
    chosen = period(28)
    sees = bool(policy.may_see_deflection(person))
    three = queries.Period(chosen.before().before().start, chosen.end)
    return drawn(
        "overview.html", period=chosen, found=deflection.report(chosen) if sees else None,
        movement=deflection.report(three).moved if sees else {},
        returned=returns.returned(person), health=health.health(chosen, person),
        kept=targets.kept(chosen, person), spans=SPANS, span=span(28), listens=bool(listening.may_listen(person)),
        during=during(28), sees_return=bool(policy.may_see_return(person)),
    )  # fmt: skip


@blueprint.get("/insights/methods")
def methods() -> Page:
    """How each figure is computed."""
    ensure(policy.may_see(me()))
    return drawn("methods.html", sections=_sections(METHODS.stat().st_mtime_ns))


@blueprint.get("/insights/costs")
def costs() -> Page:
    """What contacts and answers cost."""
    ensure(policy.may_set_costs(me()))
    return _costs_page(*_fresh())


@blueprint.post("/insights/costs/contacts")
def set_contact_cost() -> Page:
    """Set what a contact costs, from a day on."""
    person = somebody()
    ensure(policy.may_set_costs(person))
    form = CostForm()
    if not form.validate_on_submit():
        return _costs_page(form, _fresh()[1]), 422
    commands.set_contact_cost(
        form.channel.data, form.amount.data or 0.0, currency=form.currency.data, since=_day(form), by=person,
        reason=form.reason.data or "",
    )  # fmt: skip
    flash(_("Saved. Figures from that day on use it."))
    return redirect("/insights/costs", 303)


@blueprint.post("/insights/costs/answers")
def set_answer_rate() -> Page:
    """Set what answering costs, from a day on."""
    person = somebody()
    ensure(policy.may_set_costs(person))
    form = RateForm()
    if not form.validate_on_submit():
        return _costs_page(_fresh()[0], form), 422
    commands.set_answer_rate(
        form.per_hour.data or 0.0, minutes=form.minutes.data or 0.0, currency=form.currency.data, since=_day(form),
        by=person,
    )  # fmt: skip
    flash(_("Saved. Figures from that day on use it."))
    return redirect("/insights/costs", 303)


@blueprint.post("/insights/costs/reasons")
def add_contact_reason() -> Page:
    """Offer a reason on the contact page."""
    person = somebody()
    ensure(policy.may_set_costs(person))
    form = ReasonForm()
    try:
        if form.validate_on_submit():
            commands.add_contact_reason(form.label.data or "", form.name.data or "", by=person)
            flash(_("The contact page offers it now."))
            return redirect("/insights/costs#reasons-offered", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _costs_page(*_fresh(), form), 422


@blueprint.delete("/insights/costs/reasons/<id:reason_id>")
def remove_contact_reason(reason_id: int) -> Page:
    """Offer it no more."""
    person = somebody()
    ensure(policy.may_set_costs(person))
    commands.remove_contact_reason(found(queries.contact_reason(reason_id)), by=person)
    flash(_("The contact page offers it no more. What was written about it keeps its name."))
    return redirect("/insights/costs#reasons-offered", 303)


def _fresh() -> tuple[CostForm, RateForm]:
    today = clock.now().date()
    return CostForm(formdata=None, since=today), RateForm(formdata=None, since=today)


def _day(form: CostForm | RateForm) -> date:
    return form.since.data or clock.now().date()


def _costs_page(cost: CostForm, rate: RateForm, reason: ReasonForm | None = None) -> str:
    in_force = queries.answer_rate_on(clock.now().date())
    return drawn(
        "costs.html", cost=cost, rate=rate, costs=queries.contact_costs(), in_force=in_force, channels=words.CHANNELS,
        reasons=queries.reasons(), reason=reason or ReasonForm(formdata=None), offered=queries.contact_reasons(),
    )  # fmt: skip


@cache
def _sections(_changed: int) -> list[tuple[str, str, Markup]]:
    """The documentation by its second headings: anchor, heading, text."""
    parts = METHODS.read_text(encoding="utf-8").split("\n## ")
    split = [part.partition("\n") for part in parts[1:]]
    return [(slug(heading), heading.strip(), render(body)) for heading, _newline, body in split]
