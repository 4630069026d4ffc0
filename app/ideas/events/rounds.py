"""Rounds; an answer in one is announced to no page, since a round is blind until it ends."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.round_opened", "challenge:{challenge_id}")
class RoundOpened(Event):
    """The innovation team put a round to people."""

    round_id: int
    challenge_id: int


@happening("ideas.round_closed", "challenge:{challenge_id}", "round:{round_id}")
class RoundClosed(Event):
    """The innovation team ended a round before its time."""

    round_id: int
    challenge_id: int


@happening("ideas.round_answered")
class RoundAnswered(Event):
    """Somebody took part in a round, once a person and round."""

    round_id: int
    person_id: int
