"""The one source of the time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.core import clock

START = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)


def test_the_clock_can_be_held_and_goes_on_afterwards() -> None:
    with clock.at(START):
        assert clock.now() == START
        with clock.at(START - timedelta(days=1)):
            assert clock.now() == START - timedelta(days=1)
        assert clock.now() == START
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_fault_lets_the_clock_go() -> None:
    with pytest.raises(RuntimeError), clock.at(START):
        raise RuntimeError
    assert clock.now() != START


def test_a_moment_has_a_zone_and_is_told_in_utc() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 3, 2)):  # noqa: DTZ001
        pass
    tokyo = START.astimezone(timezone(timedelta(hours=9)))
    with clock.at(tokyo):
        assert clock.now().tzinfo is UTC
    assert clock.rfc3339(tokyo) == "2026-03-02T09:00:00.123Z"
