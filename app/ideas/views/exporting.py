"""Ideas to take along: the shortlist, the portfolio and a challenge, as CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, request

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core import audit, clock, transaction
from app.core.access import ensure, found
from app.core.download import download
from app.core.settings import settings
from app.ideas import answers, policy, queries
from app.ideas.fields import Field
from app.ideas.models import Idea
from app.ideas.panel import Panel
from app.ideas.queries import portfolio as reading
from app.ideas.queries.shortlist import Choice
from app.ideas.sums import Sums
from app.ideas.views.frame import blueprint, challenge_of
from app.ideas.views.shortlist import chosen, judged
from app.voting import queries as voting

COLUMNS = (
    "id", "title", "url", "challenge", "space", "stage", "kind", "submitted_at", "moved_at", "days_in_stage", "votes",
    "comments", "reviews", "answer_due_at", "answered_at",
)  # fmt: skip
TEAM = (
    "owner", "mean", "spread", "alpha", "panel", "currency", "forecast_cost", "forecast_benefit", "realised_cost",
    "realised_benefit",
)  # fmt: skip


@blueprint.get("/shortlist/export")
def export_shortlist() -> Response:
    """The ideas of the shortlist as it is filtered."""
    person = somebody()
    ensure(policy.may_run_challenges(person))
    choice, _filters = chosen(person)
    return _file("shortlist", person, choice, is_team=True)


@blueprint.get("/portfolio/export")
def export_portfolio() -> Response:
    """The ideas past the shortlist."""
    person = somebody()
    ensure(policy.may_run_challenges(person))
    choice, _filters = chosen(person)
    return _file("portfolio", person, choice, is_team=True, past_shortlist=True)


@blueprint.get("/challenges/<name>/export")
def export_challenge(name: str) -> Response:
    """The ideas of a challenge that somebody may see, with what they may see of them."""
    person, challenge = somebody(), challenge_of(name)
    ensure(person.is_in_good_standing)
    is_team = bool(policy.may_run_challenges(person))
    return _file(challenge.slug, person, Choice(challenge_id=challenge.id), is_team=is_team)


def _file(name: str, person: Person, choice: Choice, *, is_team: bool, past_shortlist: bool = False) -> Response:
    kind = found({"csv": "csv", "xlsx": "xlsx"}.get(request.args.get("format", "csv")))
    asked = _asked(choice, is_team=is_team)
    columns = (*COLUMNS, *(TEAM if is_team else ()), *(_head(field) for field in asked))
    count = 0

    def rows() -> Iterator[Sequence[Any]]:
        nonlocal count
        for ideas in reading.portions(person, choice, past_shortlist=past_shortlist):
            count += len(ideas)
            yield from _rows(ideas, person, asked, is_team=is_team)

    response = download(kind, f"{name}-{clock.now():%Y-%m-%d}", columns, rows())
    _note(name, person, kind, count)
    return response


def _note(name: str, person: Person, kind: str, count: int) -> None:
    """Put on the record who took what along: the reading is over, so that only this line is written."""
    with transaction.unit():
        audit.log("ideas.exported", f"person:{person.id}", by=person, after={"what": name, "as": kind, "ideas": count})


def _asked(choice: Choice, *, is_team: bool) -> list[Field]:
    """The fields that get a column each: those of one challenge, as far as this reader sees their answers."""
    fields = queries.form_in(choice.challenge_id).fields if choice.challenge_id else ()
    return [field for field in fields if is_team or not field.team]


def _head(field: Field) -> str:
    return f"{field.label} ({field.unit or field.currency})" if field.unit or field.currency else field.label


def _rows(ideas: Sequence[Idea], person: Person, asked: Sequence[Field], *, is_team: bool) -> Iterator[Sequence[Any]]:
    votes = voting.votes_of(person, "idea", [idea.id for idea in ideas])
    panels, sums = judged(ideas, person) if is_team else ({}, {})
    owners = queries.owners_of(ideas) if is_team else {}
    hidden = queries.hidden_from(person, ideas)
    told = answers.told(ideas, person) if asked else {}
    for idea in ideas:
        said = {each.field.key: each.cell for each in told.get(idea.id, ())}
        last = [said.get(field.key) for field in asked]
        seen = policy.sees_votes(person, idea, votes.get(idea.id, 0))
        plain = _plain(idea, idea.vote_count if seen else None, None if idea.id in hidden else idea.review_count)
        if not is_team:
            yield (*plain, *last)
            continue
        money = sorted(sums.get(idea.id, {}).items()) or [("", Sums())]
        for currency, each in money:
            yield (*plain, *_judged(owners.get(idea.id), panels[idea.id]), *_money(currency, each), *last)


def _plain(idea: Idea, votes: int | None, reviews: int | None) -> tuple[Any, ...]:
    return (
        idea.id, idea.title, f"{settings().base_url}{idea.url}", idea.challenge.title, idea.space.name,
        idea.at_stage.label, idea.kind, idea.submitted_at, idea.moved_at, (clock.now() - idea.moved_at).days, votes,
        idea.comment_count, reviews, idea.answer_due_at, idea.answered_at,
    )  # fmt: skip


def _judged(owner: Person | None, panel: Panel) -> tuple[Any, ...]:
    said = panel.summary
    return (owner.name if owner else None, said.mean, said.spread, said.alpha, said.verdict.value)


def _money(currency: str, each: Sums) -> tuple[Any, ...]:
    if not currency:
        return ("", None, None, None, None)
    return (currency, each.forecast_cost, each.forecast_benefit, each.realised_cost, each.realised_benefit)
