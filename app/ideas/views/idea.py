"""The page of one idea."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template

from app.accounts.current import me
from app.core import clock
from app.core.access import public
from app.core.signals import opened
from app.core.text import slug
from app.ideas import answers, panel, policy, queries, story, talk, words
from app.ideas.forms import (
    CommentForm,
    HoldingForm,
    InviteForm,
    MoveForm,
    OutcomeForm,
    OwnerForm,
    ResponseForm,
    StrikeForm,
)
from app.ideas.models import Idea, LedgerLine, Waiver
from app.ideas.views.frame import Page, ballots, blueprint, idea_of
from app.voting import queries as voting

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
    said = {**talk.told(shown, me()), **_fresh(shown), **forms}
    return render_template("ideas/idea.html", idea=shown, **_told(shown), **_may(shown), **said)


def _waivers(shown: Idea) -> Sequence[Waiver]:
    """What a gate let pass; none while counts are hidden, since one about votes says that they were too few."""
    return queries.waivers_of(shown) if policy.sees_counts(me(), shown.challenge) else []


def _told(shown: Idea) -> dict[str, Any]:
    moves, merged, ledger = queries.moves(shown), queries.seen_merged_into(shown, me()), queries.ledger(shown)
    stages = queries.stages_of(shown.space_id, retired=True)
    standing = [move for move in moves if move.undone_at is None]
    judged = panel.convene(shown, queries.reviews(shown, me()))
    into = queries.visible_idea(me(), shown.merged_into_id) if shown.merged_into_id else None
    return {
        "answers": answers.told([shown], me()).get(shown.id, []), "panel": judged,
        "kept_back": queries.hidden_from(me(), [shown]).get(shown.id, ""), "ties": words.ties(),
        "verdicts": words.verdicts(), "ballot": ballots([shown])[shown.id], "official": standing[-1:],
        "response": queries.response_to(shown), "holdings": queries.holding_answers(shown),
        "waivers": _waivers(shown), "last_move": standing[-1] if standing else None,
        "story": story.tell(shown, moves, judged.reviews, merged, ledger), "merged": merged, "into": into,
        "ledger": ledger, "sums": queries.ledger_sums(idea_ids=[shown.id]).get(shown.id, {}),
        "lines": queries.shown_lines(ledger, me()), "attestable": _attestable(shown, ledger),
        "categories": words.categories(), "project": queries.project_of(shown.id),
        "project_states": words.project_states(),
        "stages": {stage.key: stage for stage in stages}, "attached": queries.attachments(shown),
        "changes": queries.change_count(shown) if shown.edited_at else 0, "changed_since": _changed_since(shown),
    }  # fmt: skip


def _changed_since(shown: Idea) -> str:
    """What this person did before the words changed: voted or reviewed."""
    person = me()
    if person is None or shown.edited_at is None:
        return ""
    review = queries.review_of(person, shown)
    if review is not None and queries.changed_since(shown, review.filed_at):
        return "reviewed"
    votes = voting.votes_of(person, "idea", [shown.id]).get(shown.id, 0) > 0
    return "voted" if votes and queries.changed_since(shown, voting.voted_at(person, "idea", shown.id)) else ""


def _attestable(shown: Idea, ledger: Sequence[LedgerLine]) -> set[int]:
    """The lines that this person may attest or has attested; the database is asked once."""
    person = me()
    if not ledger or not policy.may_attest_in(person, shown.space):
        return set()
    struck = {line.reverses_id for line in ledger} | {line.id for line in ledger if line.reverses_id}
    standing = [line for line in ledger if line.basis == "realised" and line.id not in struck]
    return {line.id for line in standing if policy.may_attest_line(person, line, shown)}


def _may(shown: Idea) -> dict[str, Any]:
    person = me()
    runs = policy.may_run_challenges(person)
    return {
        "sides": queries.sides_of([shown.id])[shown.id] if runs else None,
        "may_vote": policy.may_vote(person, shown),
        "may_comment": policy.may_comment(person, shown),
        "may_reword": policy.in_time(shown.challenge, "discuss"),
        "may_review": policy.may_review(person, shown),
        "reviews_here": policy.may_see_reviews(person),
        "runs": runs,
        "keeps": policy.may_keep_ledger(person, shown, queries.project_of(shown.id)),
        "is_own": policy.is_author(person, shown),
        "invited": queries.is_invited(person, shown),
        "may_invite": policy.may_invite(person, shown),
        "may_reveal": policy.may_reveal(person, shown),
        "may_open_up": policy.may_open_up(person, shown),
        "decides": policy.may_decide(person, shown),
        "may_merge": policy.may_merge(person, *queries.way_of(shown)),
        "may_edit": policy.may_edit(person, shown),
    }


def _fresh(shown: Idea) -> dict[str, Any]:
    moving = MoveForm(formdata=None)
    moving.offer(queries.stages_of(shown.space_id), shown.stage)
    said = queries.response_to(shown)
    return {
        "comment": CommentForm(formdata=None),
        "inviting": InviteForm(formdata=None),
        "moving": moving,
        "responding": ResponseForm(formdata=None, body=said.body if said else ""),
        "holding": HoldingForm(formdata=None),
        "owning": OwnerForm(formdata=None, handle=f"@{shown.owner.handle}" if shown.owner else ""),
        "striking": StrikeForm(formdata=None),
        "struck_line": None,
        "outcome": OutcomeForm(formdata=None, currency=CURRENCY, date=clock.now().date()),
    }
