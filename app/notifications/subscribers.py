"""Who is told of what happened: the asker, the mentor, the author, the followers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete

from app.accounts import queries as accounts
from app.board import events as board
from app.board import queries as board_queries
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.discussion import queries as discussion
from app.discussion.events import CommentPosted
from app.extensions import db
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.moderation import events as moderation
from app.moderation import queries as moderation_queries
from app.notifications import queries
from app.notifications.commands import follow, tell
from app.notifications.models import Notification
from app.training import events as training
from app.training import queries as training_queries
from app.voting import queries as voting


def _forget() -> None:
    """Follows are people's own choices and stay; what they were told is rebuilt."""
    db.session.execute(delete(Notification))


notifications = Subscriber("notifications", reset=_forget)


@notifications.on(board.QuestionAsked)
def asked(event: board.QuestionAsked, entry: Entry) -> None:
    """Whoever asks follows their question."""
    question = board_queries.by_id(event.question_id)
    if question is not None and question.handle is None:
        follow(question.author_id, f"question:{question.id}")


@notifications.on(board.QuestionVoted)
def voted(event: board.QuestionVoted, entry: Entry) -> None:
    """Whoever has the same question hears of its answers."""
    if event.value > 0:
        follow(event.person_id, f"question:{event.question_id}")


@notifications.on(board.AnswerPosted)
def answered(event: board.AnswerPosted, entry: Entry) -> None:
    """Followers hear of an answer once it can be read."""
    _about_question(event, entry, "answered", queries.followers(f"question:{event.question_id}"), who=event.author_id)
    follow(event.author_id, f"question:{event.question_id}")


@notifications.on(board.AnswerWaiting)
def waiting(event: board.AnswerWaiting, entry: Entry) -> None:
    """The novice's mentor hears of it, or every mentor where there is no pair."""
    mentor = training_queries.mentor_of(accounts.by_id(event.author_id))  # type: ignore[arg-type]
    mentors = [mentor.id] if mentor else [person.id for person in accounts.with_role("mentor")]
    _about_question(event, entry, "waiting", mentors, who=event.author_id)


@notifications.on(board.AnswerApproved, board.AnswerSentBack, board.AnswerAccepted, board.AnswerVerified)
def judged(event: Any, entry: Entry) -> None:
    """The author hears what became of their answer."""
    kind = event.name.removeprefix("board.answer_")
    _about_question(event, entry, kind, [event.author_id], note=getattr(event, "note", ""))


@notifications.on(board.QuestionEscalated)
def escalated(event: board.QuestionEscalated, entry: Entry) -> None:
    """Followers hear that the care team has it."""
    _about_question(event, entry, "escalated", queries.followers(f"question:{event.question_id}"))


@notifications.on(CommentPosted)
def commented(event: CommentPosted, entry: Entry) -> None:
    """The author of what was commented on, and whoever was replied to, hear of it."""
    kind, _, number = event.page.partition(":")
    thing: Any = None
    if kind == "question":
        thing = board_queries.by_id(int(number))
    elif kind == "idea":
        thing = idea_queries.idea_by_id(int(number))
    if thing is None:
        return
    people = [thing.author_id]
    if event.reply_to_id is not None and (parent := discussion.by_id(event.reply_to_id)) is not None:
        people.append(parent.author_id)
    tell(people, "commented", entry, subject=event.page, url=thing.url, title=thing.title, who=_name(entry.actor_id))
    if entry.actor_id is not None:
        follow(entry.actor_id, event.page)


@notifications.on(ideas.IdeaSubmitted)
def submitted(event: ideas.IdeaSubmitted, entry: Entry) -> None:
    """Whoever submits an idea follows it."""
    if entry.actor_id is not None:
        follow(entry.actor_id, f"idea:{event.idea_id}")


@notifications.on(ideas.VoteCast)
def idea_voted(event: ideas.VoteCast, entry: Entry) -> None:
    """Whoever votes for an idea hears what becomes of it."""
    if event.value > 0:
        follow(event.person_id, f"idea:{event.idea_id}")


@notifications.on(ideas.IdeaMoved)
def moved(event: ideas.IdeaMoved, entry: Entry) -> None:
    """You said, we did: author, voters, commenters and followers hear the decision with its reason."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None:
        return
    step = next((move for move in idea_queries.moves(idea) if move.id == event.move_id), None)
    subject = f"idea:{idea.id}"
    people = {idea.author_id, *queries.followers(subject), *voting.voters("idea", idea.id)}
    people |= set(discussion.commenters("idea", idea.id))
    stage = event.stage.replace("_", " ")
    note = step.reason if step else ""
    tell(people, "moved", entry, subject=subject, url=idea.url, title=idea.title, stage=stage, note=note)


@notifications.on(ideas.ReviewFiled, ideas.OutcomeRecorded, ideas.IdeaMerged)
def idea_told(event: Any, entry: Entry) -> None:
    """The author hears of reviews; followers of ledger lines and merges."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None:
        return
    kinds = {"ideas.review_filed": "reviewed", "ideas.outcome_recorded": "outcome", "ideas.idea_merged": "merged"}
    subject = f"idea:{idea.id}"
    kind = kinds[event.name]
    people = {idea.author_id} if kind == "reviewed" else {idea.author_id, *queries.followers(subject)}
    tell(people, kind, entry, subject=subject, url=idea.url, title=idea.title, who=_name(entry.actor_id))


@notifications.on(training.CertificateIssued, training.CertificateLapsed)
def certified(event: Any, entry: Entry) -> None:
    """Certificates and their end are told to their holder."""
    kind = "certified" if isinstance(event, training.CertificateIssued) else "lapsed"
    certificate = training_queries.certificate_by_id(event.certificate_id)
    title = certificate.course.title if certificate else ""
    subject = f"course:{event.course_id}"
    tell([event.person_id], kind, _by_nobody(entry), subject=subject, url="/learn", title=title)


@notifications.on(training.ProbationEnded)
def trusted(event: training.ProbationEnded, entry: Entry) -> None:
    """A novice hears that their answers no longer wait."""
    tell([event.person_id], "probation", _by_nobody(entry), subject="learn", url="/learn")


@notifications.on(moderation.CaseDecided, moderation.DecisionUndone)
def moderated(event: Any, entry: Entry) -> None:
    """The author hears what was decided about their post and why, and when it was taken back."""
    subject, made = moderation_queries.subject(event.subject), moderation_queries.decision(event.decision_id)
    if subject is None or made is None:
        return
    kind = "decided" if isinstance(event, moderation.CaseDecided) else "undone"
    url = subject.url if kind == "undone" or made.action in {"approve", "edit", "warn"} else "/notifications"
    tell([event.author_id], kind, entry, subject=event.subject, url=url, title=subject.title, note=made.reason)


def _about_question(
    event: Any, entry: Entry, kind: str, people: Any, *, who: int | None = None, note: str = ""
) -> None:
    question = board_queries.by_id(event.question_id)
    if question is None:
        return
    where = f"{question.url}#answer-{event.answer_id}" if hasattr(event, "answer_id") else question.url
    subject = f"question:{question.id}"
    tell(
        people,
        kind,
        entry,
        subject=subject,
        url=where,
        title=question.title,
        who=_name(who or entry.actor_id),
        note=note,
    )


def _by_nobody(entry: Entry) -> Entry:
    """Told also to the one who did it: a certificate is one's own doing and still news."""
    return Entry(id=entry.id, actor_id=None, at=entry.at)


def _name(person_id: int | None) -> str:
    person = accounts.by_id(person_id) if person_id is not None else None
    return person.name if person else ""
