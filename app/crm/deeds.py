"""Further deeds of customers, beside asking and answering: what they found helpful, doubted, reviewed, endorsed."""

from __future__ import annotations

from typing import Any

from app.board import events as board
from app.board import queries as board_queries
from app.core.events import Entry
from app.crm import commands, matching
from app.crm.commands.log import OWN
from app.crm.lines import asker_of, log_customer, log_deed, take_back
from app.crm.models import HANDLE_KINDS
from app.crm.subscribers import crm
from app.extensions import db
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Round


@crm.on(board.AnswerVoted)
def voted_answer(event: board.AnswerVoted, entry: Entry) -> None:
    """An answer helped another reader."""
    _about_answer(event, entry, "found_helpful", stands=event.value > 0)


@crm.on("recognition.answer_thanked")
def thanked(event: Any, entry: Entry) -> None:
    """A reader thanked for an answer."""
    _about_answer(event, entry, "thanked", stands=True)


@crm.on("recognition.thanks_taken_back")
def unthanked(event: Any, entry: Entry) -> None:
    """They took it back."""
    _about_answer(event, entry, "thanked", stands=False)


@crm.on(board.AnswerDoubted)
def doubted(event: board.AnswerDoubted, entry: Entry) -> None:
    """A reader says that an answer is no longer true."""
    _about_answer(event, entry, "doubted", stands=True)


@crm.on(board.AskedBack)
def asked_back(event: board.AskedBack, entry: Entry) -> None:
    """The asker was asked for details."""
    question = board_queries.by_id(event.question_id)
    if question is not None and (asker := asker_of(question)) is not None:
        log_deed(asker, entry, "was_asked_back", question, channel=question.channel)


@crm.on(ideas.ReviewFiled)
def reviewed(event: ideas.ReviewFiled, entry: Entry) -> None:
    """A customer whose expertise was asked for judged an idea; not what they said of it."""
    if not event.conflicted:
        _about_idea(event.idea_id, entry.actor_id, entry, "reviewed")


@crm.on(ideas.IdeaEndorsed)
def endorsed(event: ideas.IdeaEndorsed, entry: Entry) -> None:
    """A customer said in public why an idea is right."""
    _about_idea(event.idea_id, entry.actor_id, entry, "endorsed")


@crm.on(ideas.EndorsementWithdrawn)
def unendorsed(event: ideas.EndorsementWithdrawn, entry: Entry) -> None:
    """They took it back."""
    take_back(event.person_id, entry, "endorsed", f"idea:{event.idea_id}")


@crm.on(ideas.RoundAnswered)
def took_part(event: ideas.RoundAnswered, entry: Entry) -> None:
    """A customer spread points or compared ideas; not which way."""
    round_ = db.session.get(Round, event.round_id)
    if round_ is not None:
        subject = f"challenge:{round_.challenge_id}"
        log_customer(event.person_id, entry, "took_part", round_.challenge, subject=subject)


@crm.on(ideas.CoauthorAgreed)
def coauthored(event: ideas.CoauthorAgreed, entry: Entry) -> None:
    """A customer stands beside an idea's author, where its authors are named."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is not None and not idea.anonymous:
        _about_idea(event.idea_id, event.person_id, entry, "coauthored")


@crm.on("listening.scored")
def scored(event: Any, entry: Entry) -> None:
    """How words sounded, once somebody listened; what the CRM did not log is left alone."""
    told = entry.payload
    if said := str(told.get("subject") or ""):
        if said.startswith("mention:"):
            _said_elsewhere(said, told, entry)
        commands.score_interactions(said, sentiment=told.get("sentiment"), urgency=told.get("urgency"))


def _said_elsewhere(said: str, told: dict[str, Any], entry: Entry) -> None:
    """What somebody said where we only listen is a deed too, if it is known under which handle; not its words.

    It stays that handle's: a member here of the same name need not be who spoke there, which is for a person to say.
    """
    kind, _, value = str(told.get("identity") or "").partition(":")
    if kind not in HANDLE_KINDS or not value:
        return
    identity = commands.ensure_identity(kind, value)
    matching.look_for_contact(identity, None)
    page = str(told.get("page") or "")
    commands.log_interaction(
        f"{OWN}{said}", identity, "said_elsewhere", at=entry.at, subject=said, summary="",
        url=page if page.startswith("/") else "", channel=str(told.get("channel") or "import")[:20], said=said,
    )  # fmt: skip


def _about_answer(event: Any, entry: Entry, kind: str, *, stands: bool) -> None:
    question = board_queries.by_id(event.question_id)
    if question is None or entry.actor_id is None:
        return
    subject = f"answer:{event.answer_id}"
    if stands:
        log_customer(entry.actor_id, entry, kind, question, subject=subject)
    else:
        take_back(entry.actor_id, entry, kind, subject)


def _about_idea(idea_id: int, person_id: int | None, entry: Entry, kind: str) -> None:
    """Nothing of what only the team reads."""
    idea = idea_queries.idea_by_id(idea_id)
    if idea is not None and not idea.private and person_id is not None:
        log_customer(person_id, entry, kind, idea)
