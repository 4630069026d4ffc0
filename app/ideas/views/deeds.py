"""Votes on ideas."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import flash, jsonify, redirect
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.core import returning
from app.core.access import ensure
from app.core.errors import wants_problem
from app.ideas import commands, policy
from app.ideas.models import Idea
from app.ideas.views.frame import Page, blueprint, idea_of
from app.ideas.views.tracing import trace_vote


@blueprint.put("/ideas/<id:idea_id>/vote")
def vote(idea_id: int) -> Page:
    """Vote for an idea."""
    return _vote(idea_id, 1)


@blueprint.delete("/ideas/<id:idea_id>/vote")
def unvote(idea_id: int) -> Page:
    """Take the vote back."""
    return _vote(idea_id, 0)


def _vote(idea_id: int, value: int) -> Page:
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_vote(person, idea))
    if value > 0:
        ensure(policy.room_for_vote(person, idea))
    count = commands.vote(idea, value, by=person)
    trace_vote(idea, value, person)
    if not wants_problem():
        if value and urlsplit(returning.here()).path == "/ideas/new":
            flash(_("Your vote counts here. What you wrote is kept among your drafts."))
        return redirect(_back(idea), 303)
    seen = {"count": count} if policy.sees_votes(person, idea, value) else {}
    return jsonify({"voted": value > 0, **seen})


def _back(idea: Idea) -> str:
    """The list that the vote was cast on, at its row, else the idea's page: so also instead of a new idea."""
    back = returning.here()
    is_list = urlsplit(back).path.startswith(("/ideas", "/challenges")) and urlsplit(back).path != "/ideas/new"
    return f"{back}#idea-{idea.id}" if is_list else idea.url
