"""The desk: what waits for whom, handing over, putting aside, and claims that end by themselves."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands, queries
from app.board.models import Question
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.notifications import queries as told
from app.training import commands as training
from tests.board.test_views import send
from tests.cast import Cast

Browse = Callable[[Person], FlaskClient]


def titles(person: Person, show: str = "all") -> list[str]:
    db.session.expire_all()
    return [question.title for question in queries.desk_queue(person, queries.Wanted(show=show)).items]


def ask(cast: Cast, title: str, **more: object) -> Question:
    space = cast.space(str(more.pop("slug", "help")))
    with transaction.unit():
        return commands.ask(space=space, title=title, by=cast.carla, **more)  # type: ignore[arg-type]


def test_own_claims_then_by_name_then_the_rest_practice_and_colleagues_last(cast: Cast) -> None:
    emma, erik = cast.emma, cast.erik
    for person in (emma, erik):
        cast.certify(person)
    with transaction.unit():
        commands.ask(space=cast.space("practice"), title="Practice", by=cast.nell)
    ask(cast, "Plain")
    mine, theirs = ask(cast, "Mine"), ask(cast, "Theirs")
    ask(cast, "Emma, please", asked_of=emma)
    with transaction.unit():
        commands.claim(mine, by=emma)
        commands.claim(theirs, by=erik)
    assert titles(emma) == ["Mine", "Emma, please", "Plain", "Practice", "Theirs"]
    assert titles(emma, "mine") == ["Mine", "Emma, please"]
    assert "Theirs" not in titles(emma, "free")


def test_what_is_late_comes_before_what_waits(cast: Cast) -> None:
    cast.certify(cast.emma)
    old, due = ask(cast, "Old and patient"), ask(cast, "Due")
    with transaction.unit():
        old.due_at, due.due_at = None, clock.now() - timedelta(hours=2)
    assert titles(cast.emma)[0] == "Due"
    assert titles(cast.emma, "due") == ["Due"]


def test_putting_aside_hides_it_from_ones_own_queue_only(cast: Cast, asked: Question) -> None:
    for person in (cast.emma, cast.erik):
        cast.certify(person)
    with transaction.unit():
        commands.snooze(asked, clock.now() + timedelta(days=1), by=cast.emma)
    assert titles(cast.emma) == []
    assert titles(cast.emma, "snoozed") == [asked.title]
    assert titles(cast.erik) == [asked.title]
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert titles(cast.emma) == [asked.title]
    with transaction.unit():
        commands.comment_on_question(asked, "Is anybody there?", by=cast.carla)
    assert titles(cast.emma) == [asked.title]


def test_taking_it_back_and_bad_moments(cast: Cast, asked: Question) -> None:
    for wrong in (-timedelta(minutes=1), timedelta(days=61)):
        with pytest.raises(Invalid), transaction.unit():
            commands.snooze(asked, clock.now() + wrong, by=cast.emma)
    with transaction.unit():
        commands.snooze(asked, clock.now() + timedelta(days=1), by=cast.emma)
        commands.wake(asked, by=cast.emma)
    assert queries.snoozed_until(cast.emma, asked) is None


def test_handing_over_moves_the_claim_with_an_internal_note(
    cast: Cast, asked: Question, settle: Callable[[], None]
) -> None:
    for person in (cast.emma, cast.erik):
        cast.certify(person)
    with transaction.unit():
        commands.claim(asked, by=cast.emma)
        commands.hand_over(asked, cast.erik, "I asked for the serial number.", by=cast.emma)
    settle()
    db.session.expire_all()
    assert asked.live_claim is not None
    assert asked.live_claim.person_id == cast.erik.id
    assert "serial number" in queries.notes_on(asked)[0].body
    assert "handed_over" in {each.kind for each in told.of(cast.erik).items}
    with pytest.raises(Conflict), transaction.unit():
        commands.hand_over(asked, cast.erik, "Once more", by=cast.emma)


def test_nobody_uncleared_is_handed_anything(cast: Cast, asked: Question) -> None:
    cast.certify(cast.emma)
    for wrong in (cast.nell, cast.colin, cast.emma):
        with pytest.raises(Invalid), transaction.unit():
            commands.hand_over(asked, wrong, "Yours", by=cast.emma)
    db.session.expire_all()
    assert asked.live_claim is None


@pytest.mark.parametrize("how", ["solved", "closed", "hidden"])
def test_a_claim_ends_when_there_is_nothing_to_answer(cast: Cast, asked: Question, how: str) -> None:
    cast.certify(cast.erik)
    with transaction.unit():
        commands.claim(asked, by=cast.erik)
    with transaction.unit():
        if how == "solved":
            commands.accept(commands.answer(asked, "Channel 36.", by=cast.colin), by=cast.carla)
        elif how == "closed":
            commands.close(asked, by=cast.carla)
        else:
            commands.set_question_hold(asked, "hidden", by=cast.max)
    db.session.expire_all()
    assert asked.live_claim is None


def test_claims_end_with_the_certificate(cast: Cast, asked: Question, settle: Callable[[], None]) -> None:
    (held,) = cast.certify(cast.erik)
    with transaction.unit():
        commands.claim(asked, by=cast.erik)
        training.revoke(held, by=cast.stella, reason="for the test")
    settle()
    db.session.expire_all()
    assert asked.live_claim is None


def test_a_claim_lapses_though_no_worker_runs_and_typing_extends_it(
    cast: Cast, asked: Question, signed_in: Browse
) -> None:
    for person in (cast.emma, cast.erik):
        cast.certify(person)
    with transaction.unit():
        commands.claim(asked, by=cast.emma)
    later = clock.now() + timedelta(minutes=20)
    with clock.at(later):
        answer = send(signed_in(cast.emma), f"/questions/{asked.id}/claim/extension?_method=PUT")
        assert answer.status_code == 204
        assert send(signed_in(cast.erik), f"/questions/{asked.id}/claim/extension?_method=PUT").status_code == 409
    with clock.at(later + timedelta(minutes=29)):
        db.session.expire_all()
        assert asked.live_claim is not None
    with clock.at(later + timedelta(minutes=31)):
        db.session.expire_all()
        assert asked.live_claim is None
        with transaction.unit():
            commands.claim(asked, by=cast.erik)


def test_the_page_filters_hands_over_and_puts_aside(cast: Cast, asked: Question, signed_in: Browse) -> None:
    for person in (cast.emma, cast.erik):
        cast.certify(person)
    browser = signed_in(cast.emma)
    assert asked.title in browser.get("/desk").text
    assert asked.title in browser.get("/desk?space=help&topic=wi-fi&show=free").text
    assert "Nothing like this waits" in browser.get("/desk?show=private").text
    assert browser.get("/desk?show=nonsense&space=none&topic=none").status_code == 200
    refused = send(browser, f"/questions/{asked.id}/handover?at=desk", to="@nobody-here", note="Look at the log.")
    assert refused.status_code == 422
    assert "Nobody has this handle" in refused.text
    assert "Look at the log." in refused.text
    done = send(browser, f"/questions/{asked.id}/handover?at=desk", to="@erik", note="Look at the log.")
    assert (done.status_code, done.location) == (303, "/desk")
    assert send(browser, f"/questions/{asked.id}/snooze?_method=PUT", until="tomorrow").status_code == 303
    assert asked.title in browser.get("/desk?show=snoozed").text
    assert send(browser, f"/questions/{asked.id}/snooze?_method=PUT", until="never").status_code == 422
    assert send(browser, f"/questions/{asked.id}/snooze?_method=DELETE").status_code == 303
    assert send(signed_in(cast.carla), f"/questions/{asked.id}/snooze?_method=PUT", until="week").status_code == 403


def test_the_desk_by_the_api(cast: Cast, asked: Question, api: Callable[..., FlaskClient]) -> None:
    for person in (cast.emma, cast.erik):
        cast.certify(person)
    emma = api(cast.emma)
    assert [item["id"] for item in emma.get("/api/v1/desk").json["items"]] == [asked.id]
    assert api(cast.carla).get("/api/v1/desk").status_code == 403
    where = f"/api/v1/questions/{asked.id}/handover"
    assert api(cast.nell).post(where, json={"to": "emma", "note": "x"}).status_code == 403
    until = (clock.now() + timedelta(days=1)).isoformat()
    assert emma.put(f"/api/v1/questions/{asked.id}/snooze", json={"until": until}).status_code == 204
    assert emma.get("/api/v1/desk").json["items"] == []
    assert emma.delete(f"/api/v1/questions/{asked.id}/snooze").status_code == 204
    given = emma.post(f"/api/v1/questions/{asked.id}/handover", json={"to": "erik", "note": "Yours."})
    assert (given.status_code, given.json["holder"]) == (201, "erik")


@pytest.mark.parametrize("address", ["", "?show=free", "?question={id}", "?show=mine&question={id}"])
def test_each_live_region_is_fetched_alone_as_the_page_draws_it(
    cast: Cast, asked: Question, signed_in: Browse, address: str
) -> None:
    cast.certify(cast.emma)
    browser = signed_in(cast.emma)
    page = browser.get(f"/desk{address}".format(id=asked.id)).get_data(as_text=True)
    regions = re.findall(r'id="([\w-]+)" [^>]*data-live-url-value="(/desk\?part=[^"]+)"', page)
    assert len(regions) == 2
    for name, url in regions:
        part = browser.get(html.unescape(url)).get_data(as_text=True)
        assert f'id="{name}"' in part
        assert _plain(part[part.index("<section" if name == "queue-pane" else "<div") :]) in _plain(page)
        assert len(part) < len(page) / 2


def test_a_region_beside_a_question_that_went_is_still_drawn(cast: Cast, asked: Question, signed_in: Browse) -> None:
    cast.certify(cast.emma)
    browser = signed_in(cast.emma)
    with transaction.unit():
        commands.set_question_hold(asked, "removed", by=cast.max, reason="It gives too much away.")
    assert browser.get(f"/desk?part=queue&question={asked.id}").status_code == 200
    assert browser.get(f"/desk?part=question&question={asked.id}").status_code == 404
    assert asked.title not in browser.get(f"/desk?part=queue&question={asked.id}").get_data(as_text=True)


def test_no_region_tells_of_what_may_not_be_read(cast: Cast, signed_in: Browse) -> None:
    cast.certify(cast.emma)  # only where there is a course is anybody uncleared
    private = ask(cast, "Pelican account closed", private=True)
    for person, whole, region in ((cast.carla, 403, 403), (cast.nell, 404, 200)):
        browser = signed_in(person)
        assert browser.get(f"/desk?part=question&question={private.id}").status_code == whole
        queue = browser.get(f"/desk?part=queue&question={private.id}")
        assert queue.status_code == region
        assert "elican" not in queue.text


def _plain(text: str) -> str:
    """Without what differs from one reading to the next: tokens, and how long ago something was."""
    return " ".join(re.sub(r'name="csrf_token"[^>]*>|(?<=>)[^<]*(?=</time>)', "", text).split())
