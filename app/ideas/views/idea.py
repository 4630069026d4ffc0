"""The page of one idea."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template

from app.accounts.current import me
from app.core import clock
from app.core.access import public
from app.core.signals import opened
from app.core.text import slug
from app.discussion import queries as discussion
from app.ideas import panel, policy, queries, story, words
from app.ideas.forms import CommentForm, MergeForm, MoveForm, OutcomeForm
from app.ideas.models import Idea
from app.ideas.views.frame import Page, ballots, blueprint, idea_of

CURRENCY = "EUR"


@blueprint.get("/ideas/<id:idea_id>", defaults={"name": ""})
@blueprint.get("/ideas/<id:idea_id>/<name>")
def idea(idea_id: int, name: str) -> Page:
    """An idea with its story; an old or missing name in the address leads to the current one."""
    shown = idea_of(idea_id)
    public()
    if name != slug(shown.title):
        return redirect(shown.url, 301)
    opened.send(f"idea:{shown.id}", answered=False)
    return idea_page(shown)


def idea_page(shown: Idea, **forms: Any) -> str:
    """Draw the page, with forms that were refused in place of fresh ones."""
    return render_template("ideas/idea.html", idea=shown, **_told(shown), **_may(shown), **{**_fresh(shown), **forms})


def _told(shown: Idea) -> dict[str, Any]:
    moves, merged, ledger = queries.moves(shown), queries.merged_into(shown), queries.ledger(shown)
    judged = panel.convene(shown, queries.reviews(shown))
    into = queries.visible_idea(me(), shown.merged_into_id) if shown.merged_into_id else None
    return {
        "panel": judged, "verdicts": words.verdicts(), "ballot": ballots([shown])[shown.id], "official": moves[-1:],
        "story": story.tell(shown, moves, judged.reviews, merged, ledger), "merged": merged, "into": into,
        "ledger": ledger, "sums": queries.ledger_sums(idea_ids=[shown.id]).get(shown.id, {}),
        "comments": discussion.beneath("idea", [shown.id], me()).get(shown.id, []), "stages": words.stages(),
    }  # fmt: skip


def _may(shown: Idea) -> dict[str, Any]:
    person = me()
    return {
        "may_vote": policy.may_vote(person, shown),
        "may_comment": policy.may_comment(person, shown),
        "may_review": policy.may_review(person, shown),
        "reviews_here": policy.may_see_reviews(person),
        "runs": policy.may_run_challenges(person),
    }


def _fresh(shown: Idea) -> dict[str, Any]:
    moving = MoveForm(formdata=None)
    moving.offer(words.stages(), shown.stage)
    return {
        "comment": CommentForm(formdata=None),
        "moving": moving,
        "merging": MergeForm(formdata=None),
        "outcome": OutcomeForm(formdata=None, currency=CURRENCY, date=clock.now().date()),
    }
