"""What happens in recognition."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("recognition.answer_thanked", "question:{question_id}")
class AnswerThanked(Event):
    """Somebody thanked for an answer."""

    thanks_id: int
    answer_id: int
    question_id: int
    author_id: int


@happening("recognition.thanks_taken_back", "question:{question_id}")
class ThanksTakenBack(Event):
    """They took it back."""

    answer_id: int
    question_id: int
    author_id: int


@happening("recognition.reward_ordered", "rewards")
class RewardOrdered(Event):
    """Somebody spent points on a reward, and waits for it."""

    order_id: int
    reward_id: int
    person_id: int


@happening("recognition.reward_decided", "rewards")
class RewardDecided(Event):
    """A reward was handed out, refused or called off; refused and called off give the points back."""

    order_id: int
    reward_id: int
    person_id: int
    state: str


@happening("recognition.credential_issued", "person:{person_id}")
class CredentialIssued(Event):
    """Somebody had a badge of theirs signed, to show elsewhere."""

    credential_id: int
    person_id: int


@happening("recognition.credential_revoked", "person:{person_id}")
class CredentialRevoked(Event):
    """A signed badge was taken back."""

    credential_id: int
    person_id: int


@happening("recognition.badge_earned", "person:{person_id}")
class BadgeEarned(Event):
    """Somebody holds a badge, or a newer version of it; `title` is its name, empty where not all may know of it."""

    honour_id: int
    person_id: int
    title: str


@happening("recognition.badge_lost", "person:{person_id}")
class BadgeLost(Event):
    """A badge is somebody's no more, as what it rested on is gone."""

    honour_id: int
    person_id: int
    title: str


@happening("recognition.badge_rule_switched", "badges")
class BadgeRuleSwitched(Event):
    """A badge that stewards defined can be earned from now on, or no more."""

    rule_id: int
    key: str
    is_on: bool
