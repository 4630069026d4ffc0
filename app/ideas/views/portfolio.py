"""The portfolio: what was taken on, what it was to bring and brought, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import render_template, request

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core import clock
from app.core.access import ensure
from app.ideas import gates, policy, queries, words
from app.ideas.gates import Finding
from app.ideas.models import Idea, Stage
from app.ideas.queries import portfolio as reading
from app.ideas.queries.promises import record_kept
from app.ideas.queries.stages import stages_ahead
from app.ideas.views.frame import Page, blueprint
from app.ideas.views.shortlist import chosen
from app.spaces import queries as spaces

STUCK_AFTER = timedelta(days=60)


@dataclass(frozen=True)
class Health:
    """What is wrong with an idea: its answer is overdue, nobody owns it, it stands too long, the next gate is shut."""

    overdue: bool
    unowned: bool
    stuck: bool
    ahead: Stage | None
    missing: Sequence[Finding]


@blueprint.get("/portfolio")
def portfolio() -> Page:
    """Everything past the shortlist, by challenge and kind, with its health."""
    person = somebody()
    ensure(policy.may_run_challenges(person))
    choice, filters = chosen(person)
    page = reading.taken_on(person, choice, after=request.args.get("after"))
    owners = queries.owners_of(page.items)
    return render_template(
        "ideas/portfolio.html", **filters, table=reading.portfolio(person, challenge_id=choice.challenge_id),
        page=page, owners=owners, health=_health(page.items, owners),
        sums=queries.ledger_sums(idea_ids=[idea.id for idea in page.items]),
        kinds={kind: label for kind, label in words.kind_titles().items() if kind in reading.TAKEN_ON},
        kept=record_kept(person, challenge_id=choice.challenge_id, space_id=choice.space_id),
        offered=queries.visible_challenges(person, limit=30).items, spaces=spaces.visible(person), now=clock.now(),
    )  # fmt: skip


def _health(ideas: Sequence[Idea], owners: Mapping[int, Person]) -> dict[int, Health]:
    """The health of these ideas, in a fixed number of queries."""
    ahead = stages_ahead(ideas)
    found = queries.findings_of([(idea, stage.key) for idea in ideas if (stage := ahead[idea.id]) is not None])
    now = clock.now()
    return {
        idea.id: Health(
            overdue=idea.answered_at is None and idea.answer_due_at is not None and idea.answer_due_at <= now,
            unowned=idea.id not in owners and idea.kind in {"decided", "doing"},
            stuck=now - idea.moved_at > STUCK_AFTER and idea.kind in {"review", "decided", "doing"},
            ahead=ahead[idea.id], missing=gates.unmet(found.get(idea.id, [])),
        )
        for idea in ideas
    }  # fmt: skip
