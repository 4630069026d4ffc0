"""Where a challenge stands: its phases, what may be done now, what it brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.models import Person
from app.ideas import policy, queries, words
from app.ideas.models import Challenge

Cap = tuple[str, int, int, str]
TO_ALL = ("submit", "discuss", "vote")


@dataclass(frozen=True)
class Shown:
    """A stretch of the timeline; `state` is done, current or ahead."""

    name: str
    starts_at: datetime
    ends_at: datetime
    deeds: tuple[str, ...]
    state: str


def standing(challenge: Challenge, person: Person | None) -> dict[str, Any]:
    """What the part of the page shows that says where a challenge stands."""
    hidden = challenge.hides_votes and not policy.may_run_challenges(person)
    names = words.deeds()
    open_now = [names[deed] for deed in TO_ALL if challenge.allows(deed)] if challenge.is_open else []
    return {
        "stretches": _stretches(challenge), "deed_names": words.deed_names(), "now_open": words.listed(open_now),
        "caps": _caps(challenge, person), "kinds": _kinds(challenge, person),
        "participant_count": queries.participant_count(challenge, with_votes=not hidden),
        "settled": queries.settled(person, challenge),
    }  # fmt: skip


def _stretches(challenge: Challenge) -> list[Shown]:
    """Its phases, or without any the one stretch that it is; none for a board that is always open."""
    if challenge.phases:
        return [Shown(p.name, p.starts_at, p.ends_at, tuple(p.deeds), p.state) for p in challenge.phases]
    if challenge.is_standing:
        return []
    state = "current" if challenge.is_running else "done" if challenge.elapsed_share else "ahead"
    return [Shown(_("Ideas and votes"), challenge.opens_at, challenge.closes_at, TO_ALL, state)]


def _caps(challenge: Challenge, person: Person | None) -> list[Cap]:
    """What is capped, how much of it somebody has used, how much there is, and both in words."""
    caps: list[Cap] = []
    if person is None:
        return caps
    if challenge.idea_cap is not None:
        used, most = queries.ideas_used(person, challenge), challenge.idea_cap
        said = ngettext("%(used)s of %(num)s idea used", "%(used)s of %(num)s ideas used", most, used=used)
        caps.append((_("Your ideas"), used, most, said))
    if challenge.vote_cap is not None:
        used, most = queries.votes_used(person, [challenge.id]).get(challenge.id, 0), challenge.vote_cap
        said = ngettext("%(used)s of %(num)s vote used", "%(used)s of %(num)s votes used", most, used=used)
        caps.append((_("Your votes"), used, most, said))
    return caps


def _kinds(challenge: Challenge, person: Person | None) -> list[tuple[str, int]]:
    """How many ideas are in stages of each kind, those without any left out; nothing while all are open."""
    counts = queries.kind_counts(person, challenge)
    told = [(label, counts[kind]) for kind, label in words.kinds().items() if kind in counts]
    return told if counts.keys() - {"open"} else []
