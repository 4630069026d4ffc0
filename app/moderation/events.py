"""What moderators and readers do."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("moderation.content_flagged", "moderation")
class ContentFlagged(Event):
    """A reader reported something."""

    case_id: int
    subject: str
    reason: str


@happening("moderation.case_opened", "moderation")
class CaseOpened(Event):
    """A rule or a reader put something before the moderators."""

    case_id: int
    subject: str


@happening("moderation.case_decided", "moderation")
class CaseDecided(Event):
    """A moderator decided, with a reason; the author is told."""

    case_id: int
    decision_id: int
    author_id: int
    subject: str
    action: str


@happening("moderation.decision_undone", "moderation")
class DecisionUndone(Event):
    """A decision was taken back, and what it changed restored."""

    case_id: int
    decision_id: int
    author_id: int
    subject: str


@happening("moderation.case_appealed", "moderation")
class CaseAppealed(Event):
    """An author asked that somebody else looks."""

    case_id: int
    decision_id: int
    author_id: int
    subject: str


@happening("moderation.appeal_answered", "moderation")
class AppealAnswered(Event):
    """Somebody else looked: the decision stands, or is taken back."""

    case_id: int
    appeal_id: int
    author_id: int
    subject: str
    outcome: str


@happening("moderation.opinion_asked", "moderation")
class OpinionAsked(Event):
    """A moderator asked a colleague what they would decide."""

    case_id: int
    opinion_id: int
    person_id: int


@happening("moderation.opinion_given", "moderation")
class OpinionGiven(Event):
    """The colleague said it."""

    case_id: int
    opinion_id: int
    asked_by_id: int


# Who reported whom, and whose an idea without a name is, stays inside.
INTERNAL = (
    ContentFlagged,
    CaseOpened,
    CaseDecided,
    DecisionUndone,
    CaseAppealed,
    AppealAnswered,
    OpinionAsked,
    OpinionGiven,
)
