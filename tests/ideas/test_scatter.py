"""The plot of value against effort: what stands beside its dots can be read."""

from __future__ import annotations

from itertools import combinations, product

from app.ideas.scatter import BOTTOM, LETTER, LINE, Dot, placed


def span(dot: Dot) -> tuple[float, float, float, float]:
    wide = len(dot.label) * LETTER
    left = dot.label_x - {"start": 0, "middle": wide / 2, "end": wide}[dot.anchor]
    return left, dot.label_y + 3 - LINE, left + wide, dot.label_y + 3


def test_ideas_at_one_spot_share_a_label_that_counts_them() -> None:
    first, second, third = placed([(2, 3, 9, "Dim the hub"), (2, 3, 0, "Let it sleep"), (4, 1, 0, "Ring once")])
    assert (first.label, second.label, third.label) == ("1 Dim the hub +1", "", "3 Ring once")
    assert (second.x, second.y, second.r) == (first.x, first.y, 5)


def test_however_many_dots_no_label_covers_another_or_a_dot_or_the_scale() -> None:
    spots = list(product([1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5], range(1, 6)))
    dots = placed([(effort, value, 0, f"A title of many words {effort}") for effort, value in [*spots, *spots]])
    told = [dot for dot in dots if dot.label]
    assert len(told) > len(spots) / 2
    for one, other in combinations(map(span, told), 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for left, top, right, bottom in map(span, told):
        assert bottom <= BOTTOM + LINE
        assert not any(left < dot.x < right and top < dot.y < bottom for dot in dots)
