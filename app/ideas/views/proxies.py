"""Votes on behalf of a customer: the team casts them and takes them back, the customer does by a link in a mail."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.core.access import Conflict, Invalid, ensure, found, public
from app.ideas import commands, policy, queries, words
from app.ideas.forms import ProxyVoteForm
from app.ideas.models import ProxyVote
from app.ideas.views.frame import Page, blueprint, idea_of
from app.ideas.views.idea import idea_page


@blueprint.post("/ideas/<id:idea_id>/proxy-votes")
def vote_for(idea_id: int) -> Page:
    """Cast a customer's vote."""
    person, idea, form = somebody(), idea_of(idea_id), ProxyVoteForm()
    ensure(policy.may_vote_for_others(person, idea))
    if not form.validate_on_submit():
        return idea_page(idea, proxying=form), 422
    given = {name: value or "" for name, value in form.data.items() if name != "csrf_token"}
    try:
        made = commands.vote_for(idea, by=person, **given)
    except Invalid as refusal:
        form.refuse(refusal)
        return idea_page(idea, proxying=form), 422
    except Conflict as conflict:
        form.refuse(Invalid({"customer": str(conflict)}))
        return idea_page(idea, proxying=form), 409
    flash(_("%(name)s’s vote is counted.", name=made.person.name))
    return redirect(f"{idea.url}#behalf", 303)


@blueprint.delete("/ideas/<id:idea_id>/proxy-votes/<id:vote_id>")
def take_back(idea_id: int, vote_id: int) -> Page:
    """Take back a vote that was cast for a customer."""
    person, idea = somebody(), idea_of(idea_id)
    ensure(policy.may_take_back_for_others(person, idea))
    vote = queries.proxy_vote_by_id(vote_id)
    commands.take_back(found(vote if vote is not None and vote.idea_id == idea.id else None), by=person)
    flash(_("The vote is taken back."))
    return redirect(f"{idea.url}#behalf", 303)


@blueprint.get("/proxy-votes/<word>")
def proxied(word: str) -> Page:
    """What was done in a customer's name, for whoever has the word from the mail to them."""
    vote = found(queries.by_word(word))
    public()
    idea = queries.visible_idea(vote.person, vote.idea_id)
    return render_template("ideas/proxy_vote.html", vote=vote, idea=idea, word=word, sources=words.sources())


@blueprint.delete("/proxy-votes/<word>")
def withdraw(word: str) -> Page:
    """The customer takes the vote back; only they can cast it again."""
    vote: ProxyVote = found(queries.by_word(word))
    public()
    commands.take_back(vote, by=vote.person)
    flash(_("The vote is taken back. Nobody can cast it for you again."))
    return redirect(f"/proxy-votes/{word}", 303)
