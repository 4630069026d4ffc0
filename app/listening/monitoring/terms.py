"""What a text speaks of: its words but the commonest, pairs that stand together, and the topics that it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from app.core.naming import with_signs
from app.listening.monitoring.wording import folded, words

MOST = 40
SHORTEST, LONGEST = 3, 40
TOPIC = "#"
_COMMON = (
    "about above after again against all also although always am among and another any anybody anyone anything are "
    "around ask asked back because been before being below between both but can cannot can't could couldn't did didn't "
    "does doesn't doing don't done down during each either else even ever every everything few find first for from "
    "further get gets getting give given goes going gone got had has hasn't have haven't having he's her here hers him "
    "his how however i'd i'll i'm i've into isn't it's its itself just keep know last least less let let's like little "
    "look made make makes many may maybe me might mine more most much must myself need needs never new next nobody "
    "none nor not nothing now off often once one only onto other others our ours out over own please put quite rather "
    "really said same say says see seems shall she she's should since some somebody someone something still such sure "
    "take tell than thank thanks that that's the their theirs them then there there's these they they're thing things "
    "think this those though through time times too try tried trying two under until upon use used using very want "
    "wants was wasn't way we'd we'll we're we've well went were weren't what what's when where whether which while who "
    "whole whose why will with within without won't would wouldn't yes yet you you'd you'll you're you've your yours "
    "http https www com hello hi dear regards today yesterday day days week weeks"
)
COMMON = frozenset(_COMMON.split())


def terms(text: str, named: Iterable[str] = ()) -> list[str]:
    """At most 40 of them, topics first; `named` are the slugs of the topics it was given."""
    said = words(text)
    is_told = [SHORTEST <= len(word) <= LONGEST and word not in COMMON and not word.isdigit() for word in said]
    single = [word for word, told in zip(said, is_told, strict=True) if told]
    pairs = [f"{a[0]} {b[0]}" for a, b in pairwise(zip(said, is_told, strict=True)) if a[1] and b[1]]
    return list(dict.fromkeys([*(f"{TOPIC}{slug}" for slug in named), *single, *pairs]))[:MOST]


def topics_in(text: str, names: Mapping[str, str]) -> list[str]:
    """The slugs of those topics, by name, that a text names in its own words."""
    said = folded(with_signs(text))
    return sorted(slug for name, slug in names.items() if (term := _folded(name)).strip() and term in said)


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return folded(with_signs(name))
