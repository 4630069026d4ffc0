"""Who is told of what happens on the board."""

from __future__ import annotations

from typing import Any

from app.accounts import queries as accounts
from app.board import events as board
from app.board import queries as board_queries
from app.board.policy import may_read_notes
from app.core.events import Entry
from app.discussion import queries as discussion
from app.discussion.events import CommentPosted
from app.ideas import queries as idea_queries
from app.ideas.models import Idea
from app.notifications import queries
from app.notifications.commands import bring, follow, leave, take_back, tell, tell_readers, untell
from app.notifications.subscribers.telling import about_question, name_of, notifications
from app.topics import queries as topics
from app.training import queries as training_queries


@notifications.on(board.QuestionAsked)
def asked(event: board.QuestionAsked, entry: Entry) -> None:
    """Whoever asks follows their question; who follows one of its topics and may read it hears of it."""
    question = board_queries.by_id(event.question_id)
    if question is None:
        return
    if question.handle is None:
        follow(question.author_id, f"question:{question.id}")
    people = {person for topic in question.topics for person in queries.followers(f"topic:{topic.id}")}
    topic = ", ".join(topic.name for topic in question.topics)
    if question.asked_of_id is not None:
        about_question(event, entry, "asked_of", [question.asked_of_id])
    about_question(event, entry, "asked_about", people, topic=topic)


@notifications.on(board.QuestionVoted)
def voted(event: board.QuestionVoted, entry: Entry) -> None:
    """Whoever has the same question hears of its answers; whoever takes it back does not, unless they chose to."""
    subject = f"question:{event.question_id}"
    if event.value > 0:
        follow(event.person_id, subject, came_with="vote")
    else:
        leave(event.person_id, subject, came_with="vote")


@notifications.on(board.QuestionAudienceChanged, board.QuestionHoldChanged, board.QuestionHeld)
def out_of_sight(event: Any, entry: Entry) -> None:
    """What was told of a question is told no longer to those who may not read it now; its asker knows it anyway."""
    question = board_queries.by_id(event.question_id)
    if question is not None:
        told = queries.told_of(f"question:{question.id}")
        untell(f"question:{question.id}", {*told} - {*board_queries.readers(question, told)} - {question.author_id})


@notifications.on(board.AnswerPosted)
def answered(event: board.AnswerPosted, entry: Entry) -> None:
    """Followers hear of an answer once it can be read."""
    about_question(event, entry, "answered", queries.followers(f"question:{event.question_id}"), who=event.author_id)
    follow(event.author_id, f"question:{event.question_id}")


@notifications.on(board.AnswerWaiting)
def waiting(event: board.AnswerWaiting, entry: Entry) -> None:
    """The novice's mentor hears of it, or every mentor where there is no pair."""
    mentor = training_queries.mentor_of(accounts.by_id(event.author_id))  # type: ignore[arg-type]
    mentors = [mentor.id] if mentor else [person.id for person in accounts.with_role("mentor")]
    about_question(event, entry, "waiting", mentors, who=event.author_id)


@notifications.on(board.AnswerApproved, board.AnswerSentBack, board.AnswerAccepted, board.AnswerVerified)
def judged(event: Any, entry: Entry) -> None:
    """The author hears what became of their answer."""
    kind = event.name.removeprefix("board.answer_")
    about_question(event, entry, kind, [event.author_id], note=getattr(event, "note", ""))


@notifications.on(board.QuestionMerged)
def merged(event: board.QuestionMerged, entry: Entry) -> None:
    """Followers of a duplicate hear where it is answered, and follow it there."""
    question, into = board_queries.by_id(event.question_id), board_queries.by_id(event.into_id)
    if question is not None and into is not None:
        people = bring(f"question:{question.id}", f"question:{into.id}")
        subject = f"question:{into.id}"
        tell(people, "question_merged", entry, subject=subject, url=into.url, title=question.title, other=into.title)


@notifications.on(board.QuestionUnmerged)
def unmerged(event: board.QuestionUnmerged, entry: Entry) -> None:
    """Whoever came with the duplicate goes with it."""
    take_back(f"question:{event.question_id}", f"question:{event.from_id}")


@notifications.on(board.QuestionEscalated)
def escalated(event: board.QuestionEscalated, entry: Entry) -> None:
    """Followers hear that the care team has it."""
    about_question(event, entry, "escalated", queries.followers(f"question:{event.question_id}"))


@notifications.on(board.ClaimHandedOver)
def handed_over(event: board.ClaimHandedOver, entry: Entry) -> None:
    """A colleague hears that a question is theirs now."""
    about_question(event, entry, "handed_over", [event.to_id])


@notifications.on(board.AnswerDoubted)
def doubted(event: board.AnswerDoubted, entry: Entry) -> None:
    """The author, who verified it, and experts of the topic hear that a reader doubts it."""
    answer = board_queries.answer_by_id(event.answer_id)
    if answer is None:
        return
    people = {answer.author_id, *([answer.verified_by_id] if answer.verified_by_id else [])}
    people |= {person.id for topic in answer.question.topics for _known, person in topics.experts(topic, limit=3)}
    about_question(event, entry, "doubted", people)


@notifications.on(board.DoubtResolved)
def doubt_resolved(event: board.DoubtResolved, entry: Entry) -> None:
    """Whoever doubted an answer hears what the expert says, and so does its author where it is out of date."""
    held = board_queries.doubt_by_id(event.doubt_id)
    if held is not None:
        about_question(event, entry, f"doubt_{event.outcome}", [held.person_id], note=held.note)
        if event.outcome == "upheld":
            about_question(event, entry, "answer_stale", [event.author_id], note=held.note)


@notifications.on(board.NoteWritten)
def noted(event: board.NoteWritten, entry: Entry) -> None:
    """Colleagues named in a note hear of it while they may read it; what it says stays on the page."""
    question = board_queries.by_id(event.question_id)
    if question is None:
        return
    people = [person for person in accounts.by_ids(event.mentioned).values() if may_read_notes(person, question)]
    readers = [person.id for person in people if board_queries.visible_question(person, question.id)]
    about_question(event, entry, "noted", readers)


@notifications.on(CommentPosted)
def commented(event: CommentPosted, entry: Entry) -> None:
    """The author of what was commented on, and whoever was replied to, hear of it; who follows an idea once."""
    kind, _, number = event.page.partition(":")
    thing: Any = None
    if kind == "question":
        thing = board_queries.by_id(int(number))
    elif kind == "idea":
        thing = idea_queries.idea_by_id(int(number))
    said = discussion.by_id(event.comment_id)
    if thing is None or said is None:
        return
    authors = idea_queries.author_ids(thing) if isinstance(thing, Idea) else [thing.author_id]
    people = [] if board_queries.is_ask_back(event.comment_id) else authors
    if event.reply_to_id is not None and (parent := discussion.by_id(event.reply_to_id)) is not None:
        people.append(parent.author_id)
    people = idea_queries.readers_of(thing, people) if isinstance(thing, Idea) else board_queries.readers(thing, people)
    at = f"/ideas/{thing.id}/comments/{said.id}" if isinstance(thing, Idea) else f"{thing.url}#comment-{said.id}"
    # Where the book names nobody, the author of an anonymous idea spoke beneath it: they hear nothing of themselves.
    voice = "" if entry.actor_id is not None else "author_"
    others = {person for person in people if person != said.author_id}
    what = {"subject": event.page, "url": at, "title": thing.title, "who": name_of(entry.actor_id)}
    tell(others, f"{voice}commented", entry, **what)
    if isinstance(thing, Idea):
        followers = _followers(thing) - others - {said.author_id}
        tell_readers(followers, f"{voice}talked", entry, **what)
    follow(said.author_id, event.page)


def _followers(idea: Idea) -> set[int]:
    """Who follows an idea and has looked since they were told of its talk: a lively one fills nobody's list."""
    subject = f"idea:{idea.id}"
    people = set(queries.followers(subject)) - set(idea_queries.author_ids(idea))
    for kind in ("talked", "author_talked"):
        people -= queries.not_read_yet(kind, subject, people)
    return people
