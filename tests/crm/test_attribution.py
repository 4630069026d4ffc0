"""The reckoning of whose a deed is: laws that hold for any ties, and what each change of them moves."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.crm.attribution import ALWAYS, NEVER, Change, Span, changes, owner, spans

MAY, JUNE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Plain:
    """A tie as plain values."""

    contact_id: int
    valid_from: datetime


MOMENTS = st.integers(0, 12).map(lambda n: ALWAYS if n == 0 else MAY + timedelta(days=n))
TIES = st.lists(st.builds(Plain, st.integers(1, 3), MOMENTS), max_size=6, unique_by=lambda tie: tie.valid_from)


@given(TIES, MOMENTS)
def test_spans_cover_all_of_time_and_agree_with_the_owner(ties: list[Plain], at: datetime) -> None:
    found = spans(ties)
    assert (found[0].since, found[-1].until) == (ALWAYS, NEVER)
    assert all(before.until == after.since for before, after in itertools.pairwise(found))
    assert [span.contact_id for span in found if span.since <= at < span.until] == [owner(ties, at)]


@given(TIES, TIES, MOMENTS)
def test_changes_are_exactly_where_the_owner_differs(before: list[Plain], after: list[Plain], at: datetime) -> None:
    told = [change for change in changes(spans(before), spans(after)) if change.since <= at < change.until]
    was, now = owner(before, at), owner(after, at)
    assert [(change.before, change.after) for change in told] == ([] if was == now else [(was, now)])


@given(TIES, TIES)
def test_undoing_tells_the_same_the_other_way_round(before: list[Plain], after: list[Plain]) -> None:
    there, back = changes(spans(before), spans(after)), changes(spans(after), spans(before))
    assert back == [Change(each.since, each.until, each.after, each.before) for each in there]


def test_a_tie_from_a_day_on_moves_only_what_came_after() -> None:
    always, later = Plain(1, ALWAYS), Plain(2, JUNE)
    assert spans([later, always]) == [Span(ALWAYS, JUNE, 1), Span(JUNE, NEVER, 2)]
    assert changes(spans([always]), spans([always, later])) == [Change(JUNE, NEVER, 1, 2)]
    assert changes(spans([]), spans([later])) == [Change(JUNE, NEVER, None, 2)]
