"""Load and time, consistency, and the numbers that everybody may read."""

from __future__ import annotations

from datetime import UTC, datetime
from statistics import median

from flask import render_template
from flask_babel import format_date

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.core.access import ensure, public
from app.moderation import consistency, policy, queries
from app.moderation.blurring import STEP, blurred
from app.moderation.forms import ACTION_WORDS, CODE_WORDS
from app.moderation.models import CODES
from app.moderation.queries import Month
from app.moderation.views.frame import Answer, blueprint
from app.spaces import queries as spaces

DIFFERENT = 50


@blueprint.get("/moderation/load")
def load() -> Answer:
    """How much was decided, how fast, and what waits: by person and by space."""
    person = somebody()
    ensure(policy.may_moderate(person))
    told = queries.loads(person)
    return render_template(
        "moderation/load.html", loads=told, people=accounts.by_ids(told.people), spaces=spaces.by_ids(told.spaces)
    )


@blueprint.get("/moderation/consistency")
def consistent() -> Answer:
    """Similar cases with other decisions, and how often moderators agree."""
    person = somebody()
    ensure(policy.may_moderate(person))
    pairs = list(consistency.pairs(queries.judged(person)))
    couples = consistency.by_couple(pairs)
    different = [pair for pair in pairs if pair[0].stays != pair[1].stays][:DIFFERENT]
    cases = queries.cases_by_id(person, {each.case_id for pair in different for each in pair})
    return render_template(
        "moderation/consistency.html", all=consistency.agreement(pairs), couples=couples,
        whys=consistency.by_why(pairs), different=different, cases=cases, texts=queries.judged_texts(cases),
        people=accounts.by_ids({each for couple in couples for each in couple}), actions=ACTION_WORDS,
        codes=CODE_WORDS,
    )  # fmt: skip


@blueprint.get("/transparency")
def transparency() -> Answer:
    """How often things are reported, held, decided and appealed: rounded, so that nobody is found in it."""
    public()
    told = queries.numbers(me())
    months = [(_named(name), _blurred(month)) for name, month in told.months.items()]
    codes = [(CODE_WORDS[code], blurred(told.stayed[code]), blurred(told.went[code])) for code in CODES]
    return render_template("moderation/transparency.html", months=months, codes=codes, step=STEP)


def _named(month: str) -> str:
    return str(format_date(datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC), "MMMM yyyy"))


def _blurred(month: Month) -> dict[str, int | float | None]:
    """Counts to the nearest five; the median only of what is counted at all."""
    shown: dict[str, int | float | None] = {
        name: blurred(getattr(month, name))
        for name in ("flagged", "held", "decided", "taken_down", "appealed", "overturned")
    }
    shown["hours"] = round(median(month.waits), 1) if month.decided >= STEP else None
    return shown
