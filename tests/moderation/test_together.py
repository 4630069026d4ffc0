"""Many cases in one go, and second opinions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands as board
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.moderation import commands, policy, queries
from app.moderation.commands import Verdict
from app.moderation.models import Case
from app.moderation.queries import Choice
from app.spaces import commands as spaces
from tests.cast import Cast
from tests.moderation.conftest import subject_of
from tests.moderation.test_views import cost, send

Browse = Callable[[Person], FlaskClient]


@pytest.fixture
def many(cast: Cast) -> Callable[[int], list[Case]]:
    """So many reported questions by Carla and Colin."""

    def report(count: int, slug: str = "help") -> list[Case]:
        space, writers, erik = cast.space(slug), (cast.carla, cast.colin), cast.erik
        cases = []
        with transaction.unit():
            for n in range(count):
                made = board.ask(space=space, title=f"Buy my disc {n}", body="Cheap.", topics=[], by=writers[n % 2])
                cases.append(commands.flag(subject_of(f"question:{made.id}"), "spam", by=erik))
        return cases

    return report


def test_one_verdict_for_many_is_personal_and_can_be_taken_back(cast: Cast, many: Callable[[int], list[Case]]) -> None:
    cases, max_ = many(4), cast.max
    with transaction.unit():
        came = commands.give_all(cases, Verdict("hide", "{{name}}: “{{title}}” advertises."), by=max_)
    assert (came.done, came.left) == (4, {})
    made = queries.in_batch(max_, came.batch).items
    assert made[1].reason == "Colin Customer: “Buy my disc 1” advertises."
    assert {subject_of(case.subject).state for case in cases} == {"hidden"}
    with transaction.unit():
        back = commands.undo_all(queries.standing_in_batch(max_, came.batch), came.batch, by=max_)
    assert back.done == 4
    assert {subject_of(case.subject).state for case in cases} == {"shown"}
    assert {case.state for case in cases} == {"open"}


def test_what_is_decided_already_is_left(cast: Cast, many: Callable[[int], list[Case]]) -> None:
    cases, max_ = many(3), cast.max
    with transaction.unit():
        commands.give(cases[1], Verdict("approve"), by=max_)
        came = commands.give_all(cases, Verdict("remove"), by=max_)
    assert (came.done, list(came.left)) == (2, [cases[1].id])
    assert subject_of(cases[1].subject).state == "shown"


@pytest.mark.parametrize(
    ("verdict", "field"),
    [(Verdict("edit"), "action"), (Verdict("shun"), "action"), (Verdict("hide", code="x"), "code")],
)
def test_a_verdict_that_fits_none_is_refused(
    cast: Cast, many: Callable[[int], list[Case]], verdict: Verdict, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.give_all(many(1), verdict, by=cast.max)
    assert list(refusal.value.errors) == [field]


def test_the_page_decides_what_is_chosen_or_all_that_match(
    cast: Cast, many: Callable[..., list[Case]], signed_in: Browse
) -> None:
    cases, elsewhere = many(3), many(2, "lounge")
    moderator = signed_in(cast.max)
    assert (
        "Buy my disc 1" in moderator.get("/moderation/together").text
        or "Cheap." in moderator.get("/moderation/together").text
    )
    assert send(moderator, "/moderation/together", action="hide").status_code == 422
    answer = send(moderator, "/moderation/together", action="hide", case=str(cases[0].id))
    assert answer.status_code == 303
    assert "Take all of it back" in moderator.get(answer.location).text
    assert [subject_of(case.subject).state for case in cases] == ["hidden", "shown", "shown"]
    assert send(moderator, "/moderation/together?space=lounge", action="remove", everything="y").status_code == 303
    assert {subject_of(case.subject).state for case in elsewhere} == {"removed"}
    assert subject_of(cases[1].subject).state == "shown"
    assert send(moderator, f"{answer.location}?_method=DELETE").status_code == 303
    assert subject_of(cases[0].subject).state == "shown"


def test_a_space_moderator_decides_together_there_only(
    cast: Cast, many: Callable[..., list[Case]], signed_in: Browse
) -> None:
    cases, emma, ada, lounge = many(2), cast.emma, cast.ada, cast.space("lounge")
    with transaction.unit():
        spaces.set_role(lounge, emma, "moderator", by=ada)
    browser = signed_in(emma)
    assert "Buy my disc" not in browser.get("/moderation/together").text
    assert send(browser, "/moderation/together", action="hide", everything="y").status_code == 422
    assert send(browser, "/moderation/together", action="hide", case=str(cases[0].id)).status_code == 422
    assert subject_of(cases[0].subject).state == "shown"
    assert signed_in(cast.erik).get("/moderation/together").status_code == 403


def test_taking_away_many_takes_a_fresh_proof(cast: Cast, many: Callable[..., list[Case]], signed_in: Browse) -> None:
    cases = many(policy.MASS + 1)
    moderator = signed_in(cast.max)
    with clock.at(clock.now() + timedelta(hours=1)):
        answer = send(moderator, "/moderation/together", action="remove", everything="y")
        assert answer.status_code == 422
        assert "proof" in answer.text
        assert subject_of(cases[0].subject).state == "shown"
        assert send(moderator, "/moderation/together", action="hide", everything="y").status_code == 303
    assert subject_of(cases[0].subject).state == "hidden"


@pytest.mark.parametrize(("action", "many", "needs"), [("remove", 21, True), ("ban", 21, True), ("remove", 20, False),
                                                       ("approve", 500, False)])  # fmt: skip
def test_what_needs_a_proof(action: str, many: int, needs: bool) -> None:
    assert policy.needs_proof(action, many) is needs


def test_the_list_costs_the_same_however_long(cast: Cast, many: Callable[..., list[Case]], signed_in: Browse) -> None:
    moderator = signed_in(cast.max)
    many(2)
    few = cost(moderator, "/moderation/together")
    many(6)
    assert cost(moderator, "/moderation/together") == few


def test_a_colleague_recommends_and_the_decider_sees_it(
    cast: Cast, many: Callable[..., list[Case]], signed_in: Browse, settle: Callable[[], None]
) -> None:
    (case,), max_, ada = many(1), cast.max, cast.ada
    url = f"/moderation/cases/{case.id}"
    decider, colleague = signed_in(max_), signed_in(ada)
    assert send(decider, f"{url}/opinions", colleague=str(cast.erik.id)).status_code == 422
    assert send(decider, f"{url}/opinions", colleague=str(ada.id), question="Is it spam?").status_code == 303
    assert send(decider, f"{url}/opinions", colleague=str(ada.id)).status_code == 422
    settle()
    assert "Is it spam?" in colleague.get("/notifications").text
    assert [each.id for each in queries.queue(ada, state="waiting", choice=Choice(asked="me")).items] == [case.id]
    (asked,) = queries.opinions_on(case)
    mine = f"/moderation/opinions/{asked.id}?_method=PUT"
    assert send(colleague, mine, action="remove", body=" ").status_code == 422
    assert send(decider, mine, action="remove", body="x").status_code == 404
    assert send(colleague, mine, action="remove", body="Plainly.").status_code == 303
    settle()
    assert "Plainly." in decider.get(url).text
    assert "Plainly." in decider.get("/notifications").text
    assert queries.queue(ada, state="waiting", choice=Choice(asked="me")).items == []


def test_only_who_may_decide_it_is_asked(cast: Cast, many: Callable[..., list[Case]]) -> None:
    (case,), max_, emma, ada = many(1), cast.max, cast.emma, cast.ada
    assert queries.colleagues(case, but=max_) == [ada]
    with transaction.unit():
        spaces.set_role(cast.space("help"), emma, "moderator", by=ada)
    assert queries.colleagues(case, but=max_) == [ada, emma]
    with pytest.raises(Invalid):
        commands.ask_opinion(case, cast.carla, by=max_)


def test_nobody_is_asked_about_what_is_decided(cast: Cast, many: Callable[..., list[Case]]) -> None:
    (case,), max_, ada = many(1), cast.max, cast.ada
    with transaction.unit():
        commands.give(case, Verdict("warn"), by=max_)
    with pytest.raises(Conflict):
        commands.ask_opinion(case, ada, by=max_)
