"""What happens to challenges."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.challenge_opened", "challenge:{challenge_id}", "challenges")
class ChallengeOpened(Event):
    """A challenge opened: it takes answers from now on."""

    challenge_id: int


@happening("ideas.challenge_closed", "challenge:{challenge_id}", "challenges")
class ChallengeClosed(Event):
    """A challenge came to its end."""

    challenge_id: int


@happening("ideas.challenge_changed", "challenge:{challenge_id}", "challenges")
class ChallengeChanged(Event):
    """A challenge was written before it opens, or what it says was changed."""

    challenge_id: int


@happening("ideas.phase_changed", "challenge:{challenge_id}", "challenges")
class PhaseChanged(Event):
    """A phase of a challenge began or ended, as `change` says."""

    challenge_id: int
    phase_id: int
    change: str


@happening("ideas.opening_planned", "challenge:{challenge_id}")
class OpeningPlanned(Event):
    """It was decided to open a challenge to customers, at a time that those who took part are told of."""

    challenge_id: int
    opening_id: int


@happening("ideas.opening_called_off", "challenge:{challenge_id}")
class OpeningCalledOff(Event):
    """A challenge is not opened to customers after all."""

    challenge_id: int
    opening_id: int


@happening("ideas.audience_widened", "challenge:{challenge_id}", "challenges", "ideas")
class AudienceWidened(Event):
    """A challenge was opened to customers."""

    challenge_id: int
    opening_id: int


@happening("ideas.form_changed", "challenge:{challenge_id}")
class FormChanged(Event):
    """What a challenge asks for was changed; ideas that are there keep the version they were written to."""

    challenge_id: int
    version: int


@happening("ideas.space_start_changed")
class SpaceStartChanged(Event):
    """What challenges of a space usually begin from was changed."""

    space_id: int
