"""Words that moderators have ready: written, chosen, changed before they are sent, retired."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board.models import Question
from app.core import transaction
from app.core.access import Invalid
from app.moderation import commands, policy, queries
from app.moderation.models import Case, Notice
from tests.cast import Cast
from tests.moderation.test_views import cost, send

Browse = Callable[[Person], FlaskClient]
Flagged = Callable[..., Case]


@pytest.fixture
def notice(cast: Cast) -> Notice:
    """Max's words about selling."""
    max_ = cast.max
    with transaction.unit():
        return commands.write_notice("Selling", "Dear {{name}}, “{{title}}” sells.", by=max_)


@pytest.mark.parametrize(
    ("name", "body", "field"), [(" ", "x", "name"), ("x", " ", "body"), ("x", "For {{salary}}", "body")]
)
def test_words_must_be_whole(cast: Cast, name: str, body: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.write_notice(name, body, by=cast.max)
    assert list(refusal.value.errors) == [field]


@pytest.mark.parametrize(("who", "may"), [("max", True), ("stella", True), ("emma", False), ("carla", False)])
def test_who_writes_them(cast: Cast, who: str, may: bool) -> None:
    assert bool(policy.may_write_notices(getattr(cast, who))) is may


def test_they_are_written_changed_and_retired(cast: Cast, signed_in: Browse) -> None:
    moderator, url = signed_in(cast.max), "/moderation/notices"
    refused = send(moderator, url, name="Selling", body="For {{salary}}")
    assert refused.status_code == 422
    assert "For {{salary}}" in refused.text
    assert send(moderator, url, name="Selling", body="Dear {{name}}").status_code == 303
    (kept,) = queries.notices()
    assert "Dear {{name}}" in moderator.get(f"{url}/{kept.id}").text
    assert send(moderator, f"{url}/{kept.id}?_method=PUT", name="Sales", body="Hello {{name}}").status_code == 303
    assert (kept.name, kept.body) == ("Sales", "Hello {{name}}")
    assert send(signed_in(cast.erik), f"{url}/{kept.id}?_method=DELETE").status_code == 403
    assert send(moderator, f"{url}/{kept.id}?_method=DELETE").status_code == 303
    assert queries.notices() == []
    assert moderator.get(f"{url}/{kept.id}").status_code == 404
    assert signed_in(cast.erik).get(url).status_code == 403


def test_they_are_chosen_filled_in_and_changed_before_they_are_sent(
    cast: Cast, asked: Question, flagged: Flagged, notice: Notice, signed_in: Browse
) -> None:
    case = flagged(f"question:{asked.id}")
    url, moderator = f"/moderation/cases/{case.id}/decision", signed_in(cast.max)
    filled = send(moderator, url, action="hide", notice=str(notice.id), fill="1", reason="Old words.")
    assert filled.status_code == 422
    assert "Dear Carla Customer, “Wi-Fi drops” sells." in filled.text
    assert "Old words." not in filled.text
    changed = "Dear Carla, this sells."
    assert send(moderator, url, action="hide", notice=str(notice.id), reason=changed).status_code == 303
    made = queries.standing_decision(case)
    assert made is not None
    assert made.reason == changed


def test_what_is_chosen_is_sent_as_it_is(
    cast: Cast, asked: Question, flagged: Flagged, notice: Notice, signed_in: Browse
) -> None:
    case = flagged(f"question:{asked.id}")
    url = f"/moderation/cases/{case.id}/decision"
    assert send(signed_in(cast.max), url, action="hide", notice=str(notice.id)).status_code == 303
    made = queries.standing_decision(case)
    assert made is not None
    assert made.reason == "Dear Carla Customer, “Wi-Fi drops” sells."


def test_a_clause_that_is_missing_is_asked_for(
    cast: Cast, asked: Question, flagged: Flagged, signed_in: Browse
) -> None:
    max_ = cast.max
    with transaction.unit():
        kept = commands.write_notice("Clause", "See {{clause}}.", by=max_)
    case = flagged(f"question:{asked.id}")
    for more in ({}, {"fill": "1"}):
        refused = send(
            signed_in(max_), f"/moderation/cases/{case.id}/decision", action="hide", notice=str(kept.id), **more
        )
        assert refused.status_code == 422
        assert "still blank: clause" in refused.text
    assert asked.hold == "shown"


def test_the_list_costs_the_same_however_long(cast: Cast, signed_in: Browse) -> None:
    moderator, max_ = signed_in(cast.max), cast.max

    def write(many: int) -> None:
        with transaction.unit():
            for n in range(many):
                commands.write_notice(f"Words {n}", "Hello.", by=max_)

    write(2)
    few = cost(moderator, "/moderation/notices")
    write(6)
    assert cost(moderator, "/moderation/notices") == few
