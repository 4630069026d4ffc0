"""What an idea's page shows of what people say about it, put together for its reader."""

from __future__ import annotations

from typing import Any

from flask import request

from app.accounts.models import Person
from app.core import pages
from app.core.pages import Page, row_id
from app.discussion import queries as discussion
from app.discussion.queries import Thread
from app.ideas import policy, queries, words
from app.ideas.forms import EndorsementForm, ProxyVoteForm
from app.ideas.models import Idea


def told(idea: Idea, person: Person | None) -> dict[str, Any]:
    """What the parts about comments, endorsements, merges and votes on behalf need."""
    return {
        "sources": words.sources(), **_behalf(idea, person), **_comments(idea, person), **_endorsements(idea, person)
    }  # fmt: skip


def _comments(idea: Idea, person: Person | None) -> dict[str, Any]:
    newest = request.args.get("comments") == "newest"
    whole = request.args.get("thread", 0, type=row_id)
    after = request.args.get("talk") or _place_of(idea, person, whole, newest=newest)
    page = discussion.threads("idea", idea.id, person, newest=newest, whole=whole or None, after=after)
    return {
        "talk": page, "newest": newest, "is_later": bool(after), "asked": _asked(page), "whole": whole,
        "is_author": policy.is_author(person, idea),
    }  # fmt: skip


def _place_of(idea: Idea, person: Person | None, whole: int, *, newest: bool) -> str | None:
    """The marker of the page on which a thread begins, where it is not on the first."""
    head = discussion.visible(person, "idea", idea.id, whole) if whole else None
    if head is None or discussion.heads_before(head, person, newest=newest) < discussion.A_PAGE:
        return None
    return pages.encode([whole + (1 if newest else -1)])


def _asked(page: Page[Thread]) -> dict[int, Any]:
    """The questions to the author among the first comments."""
    return dict(queries.questions_at(thread.head.comment.id for thread in page.items))


def _endorsements(idea: Idea, person: Person | None) -> dict[str, Any]:
    given = queries.endorsements(idea) if idea.endorsement_count else []
    mine = next((each for each in given if person is not None and each.person_id == person.id), None)
    return {
        "endorsements": given, "endorsed": mine, "may_endorse": policy.may_endorse(person, idea),
        "may_take_down": policy.may_moderate(person, idea), "endorsing": EndorsementForm(formdata=None),
    }  # fmt: skip


def _behalf(idea: Idea, person: Person | None) -> dict[str, Any]:
    """Votes on behalf are the team's affair: nobody else is told which they are, or how many.

    While votes are hidden, care sees its own alone, or all of them would be counted.
    """
    if not policy.sees_proxies(person):
        return {"sees_proxies": False}
    shows = policy.sees_counts(person, idea.challenge)
    return {
        "sees_proxies": True,
        "may_proxy": policy.may_vote_for_others(person, idea),
        "may_unproxy": policy.may_take_back_for_others(person, idea),
        "proxies": queries.proxy_votes(idea, None if shows else person),
        "on_behalf": queries.on_behalf_count(idea) if shows else None,
        "proxying": ProxyVoteForm(formdata=None),
    }
