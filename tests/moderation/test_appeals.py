"""Appeals: by the author, once, answered by somebody else; and what an author sees of their own cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import commands as accounts
from app.accounts import jobs
from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.core import audit, clock, transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.moderation import commands, policy, queries
from app.moderation.commands import Verdict
from app.moderation.models import Case
from app.moderation.queries import Choice
from app.notifications.models import Notification
from tests.cast import Cast
from tests.moderation.conftest import RUDE
from tests.moderation.test_views import cost, send

Flagged = Callable[..., Case]
Writes = Callable[..., Answer]
Browse = Callable[[Person], FlaskClient]
Settle = Callable[[], None]


@pytest.fixture
def suspended(cast: Cast, answer: Writes, flagged: Flagged) -> Case:
    """Sam's answer, for which Max suspended him."""
    case, max_ = flagged(f"answer:{answer().id}", "abuse"), cast.max
    with transaction.unit():
        commands.give(case, Verdict("suspend"), by=max_)
    return case


def appeal(cast: Cast, case: Case) -> None:
    """Sam appeals."""
    sam = cast.sam
    with transaction.unit():
        commands.appeal(case, "I meant the router.", by=sam)


def told(person: Person) -> list[str]:
    """The kinds of notifications somebody got, oldest first, but for what they earned meanwhile."""
    kinds = select(Notification.kind).where(Notification.person_id == person.id).order_by(Notification.id)
    return [kind for kind in db.session.scalars(kinds) if not kind.startswith("badge_")]


def test_who_may_appeal(cast: Cast, suspended: Case) -> None:
    assert policy.may_appeal(cast.sam, suspended)
    assert policy.may_appeal(cast.erik, suspended).gate == "own"
    assert policy.may_appeal(None, suspended).gate == "own"
    appeal(cast, suspended)
    assert policy.may_appeal(cast.sam, suspended).gate == "once"


def test_an_approval_is_not_appealed(cast: Cast, asked: Question, flagged: Flagged) -> None:
    case, max_ = flagged(f"question:{asked.id}"), cast.max
    assert policy.may_appeal(cast.carla, case).gate == "state"
    with transaction.unit():
        commands.give(case, Verdict("approve"), by=max_)
    assert policy.may_appeal(cast.carla, case).gate == "state"


def test_somebody_else_than_who_decided_answers(cast: Cast, suspended: Case) -> None:
    appeal(cast, suspended)
    assert policy.may_answer_appeal(cast.max, suspended).gate == "other"
    assert policy.may_answer_appeal(cast.sam, suspended).gate == "own"
    assert policy.may_answer_appeal(cast.erik, suspended).gate == "role"
    assert policy.may_answer_appeal(cast.ada, suspended)


def test_who_decided_does_not_undo_what_was_appealed(cast: Cast, suspended: Case) -> None:
    """An appeal comes once: by undoing and deciding anew they would answer it themselves."""
    assert policy.may_undo(cast.max, suspended)
    appeal(cast, suspended)
    assert policy.may_undo(cast.max, suspended).gate == "other"
    assert policy.may_undo(cast.ada, suspended)


def test_no_undoing_brings_an_erased_account_back(cast: Cast, suspended: Case, settle: Settle) -> None:
    sam, ada = cast.sam, cast.ada
    with transaction.unit():
        accounts.ask_erasure(sam, words=False, by=sam)
        commands.undo(suspended, by=ada)
    assert sam.state == "erased"
    with transaction.unit():
        jobs.erase()
    with transaction.unit():
        accounts.restore(sam, by=ada, reason="By mistake.")
        accounts.suspend(sam, None, by=ada, reason="By mistake.")
    db.session.expire_all()
    assert (sam.state, sam.suspended_until) == ("erased", None)


def test_an_appeal_waits_in_the_queue(cast: Cast, suspended: Case) -> None:
    assert queries.waiting_count(cast.max) == 0
    appeal(cast, suspended)
    assert queries.waiting_count(cast.ada) == 1
    page = queries.queue(cast.ada, state="waiting", choice=Choice(source="appeal"))
    assert [case.id for case in page.items] == [suspended.id]
    assert queries.queue(cast.ada).items == []


def test_an_upheld_decision_stands(cast: Cast, suspended: Case, settle: Settle) -> None:
    appeal(cast, suspended)
    ada = cast.ada
    with transaction.unit():
        commands.answer_appeal(suspended, "upheld", "It was aimed at Carla.", by=ada)
    settle()
    assert suspended.state == "decided"
    assert not cast.sam.is_in_good_standing
    assert told(cast.sam) == ["decided", "appeal_upheld"]
    with pytest.raises(Conflict):
        commands.answer_appeal(suspended, "overturned", "No.", by=ada)


def test_an_overturned_decision_gives_all_back(cast: Cast, suspended: Case, settle: Settle) -> None:
    appeal(cast, suspended)
    ada = cast.ada
    with transaction.unit():
        commands.answer_appeal(suspended, "overturned", "You are right.", by=ada)
    settle()
    subject = queries.subject(suspended.subject)
    assert subject is not None
    assert (suspended.state, subject.state, cast.sam.state) == ("decided", "published", "active")
    made = queries.standing_decision(suspended)
    assert made is not None
    assert (made.action, made.decided_by_id) == ("approve", ada.id)
    assert told(cast.sam) == ["decided", "appeal_overturned"]
    actions = [line.action for line in audit.entries(subject=f"case:{suspended.id}").items]
    assert actions[0] == "moderation.appeal_answered"


def test_who_decided_may_give_in(cast: Cast, suspended: Case) -> None:
    appeal(cast, suspended)
    max_ = cast.max
    with transaction.unit():
        commands.undo(suspended, by=max_)
    asked = queries.appeal_of(suspended)
    assert asked is not None
    assert (suspended.state, asked.outcome, cast.sam.state) == ("open", "overturned", "active")


@pytest.mark.parametrize(("outcome", "words", "field"), [("maybe", "x", "outcome"), ("upheld", " ", "answer")])
def test_an_answer_must_be_whole(cast: Cast, suspended: Case, outcome: str, words: str, field: str) -> None:
    appeal(cast, suspended)
    with pytest.raises(Invalid) as refusal:
        commands.answer_appeal(suspended, outcome, words, by=cast.ada)
    assert list(refusal.value.errors) == [field]


def test_the_suspended_author_appeals_on_the_page_and_ada_answers(
    cast: Cast, suspended: Case, signed_in: Browse
) -> None:
    author, url = signed_in(cast.sam), f"/cases/{suspended.id}"
    page = author.get(url).text
    assert "Hello Sam Specialist," in page
    assert "Max Moderator" not in page
    assert send(author, f"{url}/appeal", body=" ").status_code == 422
    assert send(author, f"{url}/appeal", body="I meant the router.").status_code == 303
    assert send(author, f"{url}/appeal", body="Again.").status_code == 403
    where = f"/moderation/cases/{suspended.id}"
    decider = signed_in(cast.max)
    assert "Somebody else answers" in decider.get(where).text
    assert send(decider, f"{where}/appeal?_method=PUT", outcome="upheld", answer="No.").status_code == 403
    other = signed_in(cast.ada)
    assert "I meant the router." in other.get(where).text
    refused = send(other, f"{where}/appeal?_method=PUT", answer="So it was.")
    assert refused.status_code == 422
    assert "So it was." in refused.text
    assert send(other, f"{where}/appeal?_method=PUT", outcome="overturned", answer="So it was.").status_code == 303
    page = author.get(url).text
    assert "So it was." in page
    assert "Ada Admin" not in page


def test_nobody_reads_the_cases_of_others(cast: Cast, suspended: Case, signed_in: Browse, client: FlaskClient) -> None:
    for person in (cast.erik, cast.carla, cast.max):
        browser = signed_in(person)
        assert browser.get(f"/cases/{suspended.id}").status_code == 404
        assert "Wi-Fi drops" not in browser.get("/cases").text
        assert send(browser, f"/cases/{suspended.id}/appeal", body="x").status_code == 404
    assert client.get("/cases").status_code in {302, 303, 401}


def test_a_report_alone_is_not_shown_to_the_author(
    cast: Cast, asked: Question, flagged: Flagged, signed_in: Browse, settle: Settle
) -> None:
    case = flagged(f"question:{asked.id}")
    settle()
    author = signed_in(cast.carla)
    assert author.get(f"/cases/{case.id}").status_code == 404
    assert "Nothing was held" in author.get("/cases").text
    assert told(cast.carla) == []


def test_whoever_is_held_is_told_sees_it_and_may_change_it(
    cast: Cast, answer: Writes, asked: Question, signed_in: Browse, settle: Settle
) -> None:
    held, sam = answer(RUDE), cast.sam
    settle()
    assert told(sam) == ["held_back"]
    (case,) = queries.own_cases(sam).items
    author = signed_in(sam)
    page = author.get(f"/cases/{case.id}").text
    assert "It waits for a moderator" in page
    assert f"/answers/{held.id}/edit" in page
    assert author.get(f"/answers/{held.id}/edit").status_code == 200
    with transaction.unit():
        board.edit_answer(held, "Choose channel 36, please.", by=sam)
    assert held.state == "held"
    assert "Choose channel 36, please." in signed_in(cast.max).get(f"/moderation/cases/{case.id}").text


def test_what_was_suspended_is_over_by_itself(cast: Cast, suspended: Case, settle: Settle) -> None:
    with clock.at(clock.now() + timedelta(days=6)):
        settle()
        assert cast.sam.state == "suspended"
    with clock.at(clock.now() + timedelta(days=8)):
        commands.end_suspensions()
        db.session.commit()
    assert (cast.sam.state, cast.sam.suspended_until) == ("active", None)
    assert audit.entries(subject=f"person:{cast.sam.id}").items[0].reason == "The time is over."


def test_ones_own_list_costs_the_same_however_long(
    cast: Cast, answer: Writes, signed_in: Browse, settle: Settle
) -> None:
    author = signed_in(cast.sam)
    for n in range(2):
        answer(f"{RUDE} {n}")
    settle()
    few = cost(author, "/cases")
    for n in range(5):
        answer(f"{RUDE} More {n}")
    settle()
    assert cost(author, "/cases") == few
