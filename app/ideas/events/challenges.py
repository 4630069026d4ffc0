"""What happens to challenges."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("ideas.challenge_opened", "challenges")
class ChallengeOpened(Event):
    """A challenge was written; people may answer it from its opening date on."""

    challenge_id: int
