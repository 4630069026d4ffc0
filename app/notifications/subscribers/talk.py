"""Who is told of questions to authors, endorsements, merges of ideas, and of votes cast in one's name."""

from __future__ import annotations

from collections.abc import Iterable

from app.accounts import queries as accounts
from app.core import clock, mail
from app.core.events import Entry
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Idea
from app.notifications import queries
from app.notifications.commands import STALE_AFTER, bring, take_back, tell
from app.notifications.subscribers.telling import name_of, notifications
from app.voting import queries as voting


@notifications.on(ideas.IdeaMerged)
def merged(event: ideas.IdeaMerged, entry: Entry) -> None:
    """Authors, voters and followers of both hear of it; whoever follows the duplicate follows where it went."""
    idea, into = idea_queries.idea_by_id(event.idea_id), idea_queries.idea_by_id(event.into_id)
    if idea is None or into is None:
        return
    theirs = {*_concerned(idea), *bring(f"idea:{idea.id}", f"idea:{into.id}")}
    _tell_of_both("merged", theirs, _concerned(into) - theirs, entry, idea, into)


@notifications.on(ideas.IdeaUnmerged)
def unmerged(event: ideas.IdeaUnmerged, entry: Entry) -> None:
    """They hear that it was undone; whoever came with the duplicate goes with it."""
    idea, into = idea_queries.idea_by_id(event.idea_id), idea_queries.idea_by_id(event.from_id)
    if idea is None or into is None:
        return
    take_back(f"idea:{idea.id}", f"idea:{into.id}")
    theirs = _concerned(idea)
    _tell_of_both("unmerged", theirs, _concerned(into) - theirs, entry, idea, into)


@notifications.on(ideas.VoteProxied)
def proxied(event: ideas.VoteProxied, entry: Entry) -> None:
    """The customer hears what was done in their name, by mail too, with the way to take it back."""
    idea, vote = idea_queries.idea_by_id(event.idea_id), idea_queries.proxy_vote_by_id(event.proxy_vote_id)
    person = accounts.by_id(event.person_id)
    if idea is None or vote is None or person is None or vote.ended_at is not None:
        return
    word, who = idea_queries.word_for(vote), name_of(entry.actor_id)
    subject = f"idea:{idea.id}"
    tell([person.id], "proxied", entry, subject=subject, url=f"/proxy-votes/{word}", title=idea.title, who=who)
    if person.email is not None and entry.at > clock.now() - STALE_AFTER:
        key = f"proxied:{entry.id}"
        mail.queue(key, person.email, "proxied", about=subject, person=person, idea=idea, who=who, word=word)


@notifications.on(ideas.AuthorAsked, ideas.AuthorQuestionReopened)
def author_asked(event: ideas.AuthorAsked | ideas.AuthorQuestionReopened, entry: Entry) -> None:
    """The author hears that somebody waits for their answer."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None and entry.actor_id is not None:
        kind = "author_asked" if isinstance(event, ideas.AuthorAsked) else "author_asked_again"
        at = f"/ideas/{idea.id}/comments/{event.comment_id}"
        who = name_of(entry.actor_id)
        tell(idea_queries.author_ids(idea), kind, entry, subject=f"idea:{idea.id}", url=at, title=idea.title, who=who)


@notifications.on(ideas.IdeaEndorsed)
def endorsed(event: ideas.IdeaEndorsed, entry: Entry) -> None:
    """The author hears of an endorsement."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None:
        at, people = f"{idea.url}#endorsements", idea_queries.author_ids(idea)
        what = {"title": idea.title, "who": name_of(entry.actor_id)}
        tell(people, "endorsed", entry, subject=f"idea:{idea.id}", url=at, **what)


def _tell_of_both(
    kind: str, theirs: Iterable[int], others: Iterable[int], entry: Entry, idea: Idea, into: Idea
) -> None:
    """Those of the duplicate and those of the other idea, each in their own words, which name both: who sees both."""
    what = {"title": idea.title, "other": into.title}
    at = into if kind == "merged" else idea
    theirs, others = idea_queries.readers(into, theirs), idea_queries.readers(idea, others)
    tell(theirs, f"idea_{kind}", entry, subject=f"idea:{at.id}", url=at.url, **what)
    tell(others, f"idea_{kind}_here", entry, subject=f"idea:{into.id}", url=into.url, **what)


def _concerned(idea: Idea) -> set[int]:
    """Author, voters and followers who may still see it."""
    people = {*idea_queries.author_ids(idea), *voting.voters("idea", idea.id), *queries.followers(f"idea:{idea.id}")}
    return set(idea_queries.readers(idea, people))
