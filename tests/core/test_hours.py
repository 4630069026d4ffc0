"""Business time: what must hold for any calendar, and the known hard days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.hours import DAY, Calendar, NeverOpen

OFFICE = (((540, 1020),),) * 5 + ((), ())
ALWAYS = (((0, DAY),),) * 7
# Lord Howe moves by half an hour, Apia skipped a day, Cairo changes at midnight, Casablanca for Ramadan.
ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo",
    "Africa/Casablanca", "America/Sao_Paulo", "Asia/Kathmandu",
)  # fmt: skip
moments = st.datetimes(datetime(2010, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
near = st.timedeltas(timedelta(), timedelta(days=45))
hard = settings(max_examples=120, deadline=None)


@st.composite
def weeks(draw: st.DrawFn) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Weeks of disjoint intervals, some of them overnight."""
    cuts = sorted(draw(st.sets(st.integers(0, 7 * DAY - 1), min_size=2, max_size=12)))
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for opens, closes in zip(cuts[::2], cuts[1::2], strict=False):
        day, start = divmod(opens, DAY)
        week[day].append((start, min(start + closes - opens, start + DAY)))
    return tuple(tuple(day) for day in week)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any calendar, with some holidays."""
    days = st.dates(date(2010, 1, 1), date(2032, 12, 31))
    return Calendar(draw(st.sampled_from(ZONES)), draw(weeks()), draw(st.frozensets(days, max_size=20)))


@hard
@given(calendars(), moments, st.timedeltas(timedelta(), timedelta(hours=60)))
def test_a_deadline_is_exactly_so_much_open_time_away(calendar: Calendar, start: datetime, some: timedelta) -> None:
    try:
        due = calendar.deadline(start, some)
    except NeverOpen:
        return
    assert due >= start
    assert calendar.elapsed(start, due) == some
    if some:
        assert calendar.elapsed(start, due - timedelta(microseconds=1)) < some


@hard
@given(calendars(), moments, near, near)
def test_open_time_adds_up_and_never_shrinks(calendar: Calendar, a: datetime, x: timedelta, y: timedelta) -> None:
    b, c = a + x, a + x + y
    assert calendar.elapsed(a, c) == calendar.elapsed(a, b) + calendar.elapsed(b, c)
    assert timedelta() <= calendar.elapsed(a, b) <= calendar.elapsed(a, c) <= c - a
    assert calendar.elapsed(c, a) == timedelta()


@hard
@given(calendars(), moments, near)
def test_intervals_are_in_order_and_nothing_passes_while_closed(calendar: Calendar, a: datetime, x: timedelta) -> None:
    spans = list(calendar.open_between(a, a + x))
    assert all(opens <= closes for opens, closes in spans)
    for (_opens, closes), (opens, _closes) in pairwise(spans):
        assert closes <= opens
        assert calendar.elapsed(closes, opens) == timedelta()


@hard
@given(st.sampled_from(ZONES), moments, near)
def test_a_place_that_never_closes_counts_every_second_in_any_zone(zone: str, a: datetime, x: timedelta) -> None:
    assert Calendar(zone, ALWAYS).elapsed(a, a + x) == x


@hard
@given(weeks(), st.sampled_from(ZONES), moments, near)
def test_the_zone_in_which_a_moment_is_told_changes_nothing(week, zone, a, x) -> None:  # type: ignore[no-untyped-def]
    from zoneinfo import ZoneInfo

    calendar, there = Calendar("Europe/Berlin", week), ZoneInfo(zone)
    assert calendar.elapsed(a.astimezone(there), (a + x).astimezone(there)) == calendar.elapsed(a, a + x)


def berlin(*parts: int) -> datetime:
    from zoneinfo import ZoneInfo

    return datetime(*parts, tzinfo=ZoneInfo("Europe/Berlin"))  # type: ignore[arg-type, misc]


def test_from_friday_evening_to_monday_morning_only_open_time_counts() -> None:
    office = Calendar("Europe/Berlin", OFFICE)
    assert office.elapsed(berlin(2026, 3, 6, 16), berlin(2026, 3, 9, 10)) == timedelta(hours=2)
    assert office.deadline(berlin(2026, 3, 6, 16), timedelta(hours=2)) == berlin(2026, 3, 9, 10)
    assert not office.is_open(berlin(2026, 3, 7, 10))
    assert office.is_open(berlin(2026, 3, 9, 9))
    assert not office.is_open(berlin(2026, 3, 9, 17))


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    night = Calendar("Europe/Berlin", (((1320, 1800),),) + ((),) * 6, frozenset({date(2026, 3, 9)}))
    assert night.elapsed(berlin(2026, 3, 2, 0), berlin(2026, 3, 4, 0)) == timedelta(hours=8)
    assert night.elapsed(berlin(2026, 3, 9, 0), berlin(2026, 3, 11, 0)) == timedelta()


@pytest.mark.parametrize(
    ("day", "opens", "closes", "hours"),
    [
        ((2026, 3, 29), 60, 240, 2.0),  # 1:00 to 4:00 across a skipped hour
        ((2026, 3, 29), 60, 150, 1.0),  # 2:30 does not come; it ends when the clock leaps
        ((2026, 3, 29), 135, 165, 0.0),  # wholly within the skipped hour
        ((2026, 10, 25), 60, 240, 4.0),  # an hour more
        ((2026, 10, 25), 60, 150, 1.5),  # until 2:30 is shown for the first time
        ((2026, 10, 25), 150, 240, 2.5),  # from then on
    ],
)
def test_days_on_which_the_clock_changes(day: tuple[int, int, int], opens: int, closes: int, hours: float) -> None:
    calendar = Calendar("Europe/Berlin", ((),) * 6 + (((opens, closes),),))
    assert calendar.elapsed(berlin(*day), berlin(*day) + timedelta(days=1)) == timedelta(hours=hours)


def test_a_day_that_was_skipped_has_no_hours() -> None:
    """Samoa went from 29 to 31 December 2011."""
    calendar = Calendar("Pacific/Apia", ALWAYS)
    start = datetime(2011, 12, 29, 12, tzinfo=UTC)
    assert calendar.elapsed(start, start + timedelta(days=2)) == timedelta(days=2)


@pytest.mark.parametrize(
    ("zone", "week", "says"),
    [
        ("Mars/Olympus", OFFICE, "time zone"),
        ("../etc/passwd", OFFICE, "time zone"),
        ("UTC", ((),) * 7, "no open hours"),
        ("UTC", OFFICE[:5], "seven days"),
        ("UTC", (((600, 540),),) + ((),) * 6, "begins within"),
        ("UTC", (((0, 1500),),) + ((),) * 6, "begins within"),
        ("UTC", (((540, 720), (660, 800)),) + ((),) * 6, "overlap"),
        ("UTC", ((),) * 6 + (((1320, 1800),),) + (), None),
        ("UTC", (((60, 120),),) + ((),) * 5 + (((1320, 1800),),), "overlap"),
    ],
)
def test_what_cannot_be_reckoned_with_is_refused(zone: str, week: object, says: str | None) -> None:
    if says is None:
        Calendar(zone, week)  # type: ignore[arg-type]
        return
    with pytest.raises(ValueError, match=says):
        Calendar(zone, week)  # type: ignore[arg-type]


def test_a_search_for_open_time_ends() -> None:
    class EveryDay:
        def __contains__(self, day: object) -> bool:
            return True

    with pytest.raises(NeverOpen):
        Calendar("UTC", OFFICE, EveryDay()).deadline(datetime(2026, 1, 1, tzinfo=UTC), timedelta(minutes=1))
