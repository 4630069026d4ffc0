"""What a sentiment library must beat: a count of plain words, and saying the same of everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.listening.monitoring.sentiment import Mood
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


def counted(text: str) -> float:
    """Glad words less angry ones, by how many of either there are: from -1 to 1."""
    found = words(text)
    glad, angry = sum(word in GLAD for word in found), sum(word in ANGRY for word in found)
    return (glad - angry) / (glad + angry) if glad + angry else 0.0


def usual(moods: Sequence[Mood]) -> Mood:
    """The mood that most have; of equal ones the first in the alphabet."""
    return max(sorted(set(moods)), key=Counter(moods).__getitem__)
