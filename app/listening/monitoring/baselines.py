"""What scores must beat: a count of plain words, exclamation marks and capitals, saying the same of everything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from app.listening.monitoring.wording import words

_GLAD = (
    "good great nice love loved loves like liked best better excellent amazing awesome happy glad thanks thank perfect "
    "wonderful fantastic easy helpful fast quick works worked recommend recommended beautiful fun funny enjoy enjoyed "
    "pleased friendly brilliant superb clear solid favorite favourite win won lucky blessed yay cool sweet smile hope "
    "impressive delightful charming reliable sturdy fine fresh powerful success successful proud"
)
_ANGRY = (
    "bad worse worst poor terrible horrible awful hate hated hates sad angry annoyed annoying broken broke fail failed "
    "fails failure useless waste wrong problem problems slow never disappointed disappointing disappointment difficult "
    "hard ugly boring bored dull stupid sucks suck lost lose losing hurt sick tired cry crying death dead died killed "
    "war crisis fear worry worried cheap defective return refund complaint rude unfortunately lack ruined pain"
)
GLAD, ANGRY = frozenset(_GLAD.split()), frozenset(_ANGRY.split())
# From three letters on: shorter ones are mostly names, such as TV.
CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
T = TypeVar("T", bound=str)


def counted(text: str) -> float:
    """Glad words less angry ones, by how many of either there are: from -1 to 1."""
    found = words(text)
    glad, angry = sum(word in GLAD for word in found), sum(word in ANGRY for word in found)
    return (glad - angry) / (glad + angry) if glad + angry else 0.0


def exclaims(text: str) -> bool:
    """Whether a text holds an exclamation mark or a word in capitals."""
    return "!" in text or CAPITALS.search(text) is not None


def usual(labels: Sequence[T]) -> T:
    """The label that most have; of equal ones the first in the alphabet."""
    return max(sorted(set(labels)), key=Counter(labels).__getitem__)
