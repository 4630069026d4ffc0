"""What the saving is owed to, for the page on deflection and as files that hold every line."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import Response, request
from werkzeug.exceptions import NotFound

from app.accounts.current import me
from app.core.access import ensure
from app.core.download import KINDS, download
from app.insights import policy
from app.insights.estimates.attribution import Through, Touch
from app.insights.queries import credit, deflection
from app.insights.views.frame import blueprint, chosen_space, period, window

E = TypeVar("E", Touch, Through)
MOST = 20
COLUMNS = (
    "title", "url", "journeys", "without_contact", "credit", "spared", "spared_low", "spared_high", "saved",
    "saved_low", "saved_high", "answers", "answering", "net", "net_low", "net_high", "currency", "missing",
)  # fmt: skip


def chosen() -> dict[str, Any]:
    """By what, by which touch and through what credit is given, as the address says; the usual where it does not."""
    by = request.args.get("by", "question")
    return {
        "by": by if by in credit.BY else "question",
        "touch": _choice(Touch, "touch", Touch.LAST),
        "through": _choice(Through, "through", Through.CLICK),
    }


@blueprint.get("/insights/deflection/credit.<kind>")
def credit_file(kind: str) -> Response:
    """One line each, and one without a title of what is told apart for none: together they are the whole."""
    person = me()
    ensure(policy.may_see_deflection(person))
    if kind not in KINDS:
        raise NotFound
    found = deflection.report(period(), window(), chosen_space())
    owed = credit.owed(found, person, **chosen())
    rows = (_row(line, found.money.currency) for line in (*owed.lines, owed.unnamed))
    return download(kind, f"savings-by-{chosen()['by']}", COLUMNS, rows)


def _row(line: credit.Line, currency: str) -> tuple[object, ...]:
    met, contacts, gross, net = line.met, line.contacts, line.gross, line.net
    missing = " ".join(dict.fromkeys((*contacts.missing, *net.missing)))
    return (
        met.title, met.url, met.read, met.uncontacted, met.credit, contacts.value, contacts.low, contacts.high,
        gross.value, gross.low, gross.high, met.answers, line.answering, net.value, net.low, net.high, currency,
        missing,
    )  # fmt: skip


def _choice(kind: type[E], name: str, default: E) -> E:
    try:
        return kind(request.args.get(name, default))
    except ValueError:
        return default
