"""Who an idea is by: co-authors, names that were not shown, and what only the team read."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.core.access import Invalid, ensure, found
from app.discussion.models import Comment
from app.ideas import commands, policy, queries
from app.ideas.forms import InviteForm
from app.ideas.models import Idea
from app.ideas.queries import Byline
from app.ideas.views.frame import Page, blueprint, decider, idea_of
from app.ideas.views.idea import idea_page


def byline(idea: Idea) -> Byline:
    """Who an idea is by, for whoever reads the page."""
    return queries.byline(idea, me())


def is_unnamed(idea: Idea, said: Comment) -> bool:
    """Whether the name beneath a comment stays untold on this page."""
    return queries.unnamed(idea, said.author_id, said.posted_at, me())


def wrote(idea: Idea, said: Comment) -> bool:
    """Whether a comment is by an author of the idea."""
    return queries.wrote(idea, said.author_id, said.posted_at)


WORDS_OF_AUTHORS: dict[str, Any] = {"byline": byline, "is_unnamed": is_unnamed, "wrote": wrote}


@blueprint.post("/ideas/<id:idea_id>/coauthors")
def invite(idea_id: int) -> Page:
    """Ask somebody to be a co-author."""
    person, idea, form = somebody(), idea_of(idea_id), InviteForm()
    ensure(policy.may_invite(person, idea))
    try:
        if form.validate_on_submit():
            commands.invite(idea, form.handle.data or "", by=person)
            flash(_("They are asked. Their name stands beside yours once they agree."))
            return redirect(idea.url, 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return idea_page(idea, inviting=form), 422


@blueprint.delete("/ideas/<id:idea_id>/coauthors/<handle>")
def uninvite(idea_id: int, handle: str) -> Page:
    """Take an invitation or a co-author back."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_invite(person, idea))
    commands.remove(idea, found(accounts.by_handle(handle)).id, by=person)
    return redirect(idea.url, 303)


@blueprint.put("/ideas/<id:idea_id>/coauthorship")
def join_authors(idea_id: int) -> Page:
    """Be a co-author."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_join(person, idea))
    commands.agree(idea, by=person)
    flash(_("You are a co-author now. You may edit the idea."))
    return redirect(idea.url, 303)


@blueprint.delete("/ideas/<id:idea_id>/coauthorship")
def leave_authors(idea_id: int) -> Page:
    """Decline, or be a co-author no more."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(True)
    commands.remove(idea, person.id, by=person)
    flash(_("You are not a co-author of it."))
    return redirect("/ideas" if idea.private else idea.url, 303)


@blueprint.put("/ideas/<id:idea_id>/name")
def reveal(idea_id: int) -> Page:
    """Show one's name before the idea is decided."""
    idea = idea_of(idea_id)
    ensure(policy.may_reveal(somebody(), idea))
    commands.reveal(idea)
    flash(_("Your name is shown now."))
    return redirect(idea.url, 303)


@blueprint.put("/ideas/<id:idea_id>/openness")
def open_up(idea_id: int) -> Page:
    """Show everybody what only the team read."""
    idea = idea_of(idea_id)
    ensure(policy.may_open_up(somebody(), idea))
    commands.open_up(idea)
    flash(_("Everybody who sees the challenge sees your idea now."))
    return redirect(idea.url, 303)


@blueprint.put("/ideas/<id:idea_id>/opening-request")
def ask_to_open(idea_id: int) -> Page:
    """Ask the author to show it to everybody."""
    person, idea = decider(idea_id)
    commands.ask_to_open(idea, by=person)
    flash(_("The author is asked."))
    return redirect(idea.url, 303)
