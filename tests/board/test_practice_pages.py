"""Practice on its pages and by the API: no leak before handing in, for nobody but the novice and their mentors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.models import Person
from app.board import commands, queries
from app.board.models import Practice, Question, Remark
from app.core import clock, realtime, transaction
from app.crm import commands as crm
from app.extensions import db
from app.notifications import queries as told
from app.topics.queries import expertise_of
from tests.board.practising import SETTLED, WRITTEN, hand_in, remark, second_mentor
from tests.board.test_views import cost, send
from tests.cast import Cast

Browse = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]


def test_nothing_of_the_answer_is_told_before_handing_in(
    cast: Cast, nell: Person, old: Question, signed_in: Browse, api: Api
) -> None:
    browser, caller = signed_in(nell), api(nell)
    pages = ["/practice", f"/questions/{old.id}/practice", "/practice?topic=hub", "/practice/progress", "/learn"]
    said = [browser.get(page) for page in pages] + [caller.get("/api/v1/practice"), caller.get("/api/v1/practice/mine")]
    refused = send(browser, f"/questions/{old.id}/practice", body="")
    assert refused.status_code == 422
    assert caller.put(f"/api/v1/questions/{old.id}/practice", json={"body": ""}).status_code == 422
    assert [answer.status_code for answer in said] == [200] * len(said)
    for answer in [*said, refused]:
        assert SETTLED not in answer.text
        assert cast.colin.name not in answer.text
        assert "/similar?" not in answer.text.replace('data-suggest-url-value="/search/similar"', "")
    writing = said[1].text
    assert old.title in writing
    assert f'href="{old.url}' not in writing, "no link leads to the answers"
    assert "1 answer" not in writing
    assert set(said[5].json["items"][0]) == {"id", "title", "body", "space", "topics", "asked_at"}


def test_handed_in_it_is_compared_and_the_mentor_is_told(
    cast: Cast, nell: Person, old: Question, signed_in: Browse, settle: Callable[[], None]
) -> None:
    browser = signed_in(nell)
    posted = send(browser, f"/questions/{old.id}/practice", body=f"I would say **{WRITTEN}**.")
    assert posted.status_code == 303
    page = browser.get(posted.location).text
    assert f"<strong>{WRITTEN}</strong>" in page
    assert SETTLED in page
    assert browser.get(f"/questions/{old.id}/practice").location == posted.location
    settle()
    assert [row.kind for row in told.of(cast.mona).items] == ["practice_waiting"]
    assert old.title not in str([row.params for row in told.of(cast.mona).items])
    mentor = signed_in(cast.mona)
    assert WRITTEN in mentor.get("/practice/reviews").text
    assert SETTLED in mentor.get(posted.location).text
    assert "1 practised, 0 ready" in mentor.get("/practice/progress").text


def test_a_remark_is_told_replaced_with_its_history_and_taken_back(
    cast: Cast, nell: Person, practised: Practice, signed_in: Browse, settle: Callable[[], None]
) -> None:
    mentor, novice = signed_in(cast.mona), signed_in(nell)
    where = f"{practised.url}/remark?_method=PUT"
    assert send(mentor, where, body="", verdict="ready").status_code == 422
    assert send(mentor, where, body="Fine.", verdict="").status_code == 422
    words = {"body": "Say the **first** step first.", "verdict": "not_yet"}
    assert send(mentor, where, **words).status_code == 303
    assert send(mentor, where, **words).status_code == 303, "a second click changes nothing"
    assert db.session.scalar(select(func.count()).select_from(Remark)) == 1
    settle()
    (row,) = [row for row in told.of(nell).items if row.kind.startswith("practice")]
    assert (row.kind, row.url) == ("practice_not_yet", practised.url)
    assert "Say the <strong>first</strong> step first." in novice.get(practised.url).text
    assert "Write it again" not in novice.get(practised.url).text
    late = send(novice, f"/questions/{practised.question_id}/practice", body="Again, with the hub.")
    assert late.status_code == 409
    assert "Again, with the hub." in late.text, "what was typed stays"
    assert send(mentor, where, body="Better now.", verdict="ready").status_code == 303
    assert "Say the" in mentor.get(practised.url).text
    assert "Say the" not in novice.get(practised.url).text
    assert send(mentor, f"{practised.url}/remark?_method=DELETE").status_code == 303
    settle()
    assert not [row for row in told.of(nell).items if row.kind.startswith("practice")]
    assert "Better now." not in novice.get(practised.url).text
    assert "Write it again" in novice.get(practised.url).text
    db.session.expire_all()
    assert practised.verdict == ""
    assert send(mentor, f"{practised.url}/remark?_method=DELETE").status_code == 404


def test_a_refused_text_stays_in_the_form(nell: Person, old: Question, signed_in: Browse) -> None:
    browser, bad = signed_in(nell), "My card is 4111 1111 1111 1111, take it."
    refused = send(browser, f"/questions/{old.id}/practice", body=bad)
    assert refused.status_code == 422
    assert bad in refused.text
    assert SETTLED not in refused.text


def test_it_counts_and_shows_for_nobody_else(
    app: Flask, cast: Cast, nell: Person, old: Question, signed_in: Browse, api: Api, settle: Callable[[], None]
) -> None:
    before = (old.answer_count, old.active_at, old.state, len(expertise_of(nell)))
    ada, emma = cast.ada, cast.emma
    with transaction.unit():
        crm.add_webhook("https://93.184.216.34/hook", [], by=ada)
    practised = hand_in(old, nell)
    remark(practised, cast.mona, body=f"About {WRITTEN}.")
    settle()
    db.session.expire_all()
    assert (old.answer_count, old.active_at, old.state, len(expertise_of(nell))) == before
    from app.core.dispatch import Dispatch

    assert not [row for row in db.session.scalars(select(Dispatch)) if "practice" in str(row.payload)]
    pages = [
        old.url, "/questions", "/questions.atom", f"/questions/{old.id}.atom", f"/search?q={WRITTEN}", "/",
        f"/search/similar?q={WRITTEN}", f"/people/{nell.handle}", "/topics/hub", "/sitemap.xml", "/notifications",
        practised.url, "/practice", "/practice/reviews", "/practice/alone", "/learn", "/practice/progress",
        f"/desk?question={old.id}", f"/recognition/of/{nell.handle}", "/crm/contacts", "/spaces/help",
    ]  # fmt: skip
    apis = ["/api/v1/practice", f"/api/v1/practice/{practised.id}", "/api/v1/practice/reviews", "/api/v1/practice/mine",
            f"/api/v1/questions/{old.id}", f"/api/v1/search?q={WRITTEN}"]  # fmt: skip
    for person in (None, cast.carla, emma, cast.sam, second_mentor(cast)):
        browser, caller = (signed_in(person), api(person)) if person else (app.test_client(), app.test_client())
        for page in pages:
            assert f"say {WRITTEN}" not in browser.get(page, follow_redirects=True).text, page
        for address in apis:
            assert f"say {WRITTEN}" not in caller.get(address).text, address
        assert browser.get(practised.url).status_code == 404
        assert caller.get(f"/api/v1/practice/{practised.id}").status_code in {401, 404}
        put = caller.put(f"/api/v1/practice/{practised.id}/remark", json={"verdict": "ready", "body": "x"})
        assert put.status_code in {401, 404}
        assert not realtime.may_watch(f"practice:{practised.id}", person)
    assert realtime.may_watch(f"practice:{practised.id}", nell)


@pytest.mark.parametrize("how", ["private", "removed", "internal"])
def test_a_question_that_is_no_longer_public_is_not_shown_there(
    cast: Cast, nell: Person, old: Question, practised: Practice, signed_in: Browse, api: Api, how: str
) -> None:
    with transaction.unit():
        if how == "private":
            commands.set_audience(old, "private", by=cast.max)
        elif how == "removed":
            commands.set_question_hold(old, "removed", by=cast.max)
        else:
            old.space_id = cast.space("staff").id
    for browser in (signed_in(nell), signed_in(cast.mona)):
        page = browser.get(practised.url).text
        assert WRITTEN in page
        assert "The question is not shown here any more" in page
        assert SETTLED not in page
        assert old.title not in page
    assert old.title not in signed_in(cast.mona).get("/practice/reviews").text
    assert old.title not in signed_in(nell).get("/practice").text
    shown = api(nell).get(f"/api/v1/practice/{practised.id}").json
    assert (shown["question"], shown["answer"]) == (None, None)
    assert send(signed_in(nell), f"/questions/{old.id}/practice", body="Again.").status_code in {403, 404}
    remark(practised, cast.mona)


def test_todays_answer_is_shown_and_that_it_changed(
    cast: Cast, nell: Person, old: Question, practised: Practice, signed_in: Browse, api: Api
) -> None:
    browser, given = signed_in(nell), queries.settled_answer(old.id)
    assert given is not None
    with transaction.unit():
        commands.edit_answer(given, "Press neodymium.", by=given.author)
    page = browser.get(practised.url).text
    assert "The answer was edited since" in page
    assert "neodymium" in page
    assert api(nell).get(f"/api/v1/practice/{practised.id}").json["answer_changed"] is True
    with transaction.unit():
        other = commands.answer(old, "Press samarium.", by=cast.sue)
        commands.accept(other, by=cast.carla)
    page = browser.get(practised.url).text
    assert "Another answer settles it now" in page
    assert "samarium" in page
    with transaction.unit():
        commands.set_answer_state(other, "removed", by=cast.max, reason="Wrong.")
    page = browser.get(practised.url).text
    assert "samarium" not in page


def test_points_of_the_guidelines_are_ticked(cast: Cast, nell: Person, practised: Practice, signed_in: Browse) -> None:
    browser = signed_in(nell)
    assert "Answer first." in browser.get(practised.url).text
    send(browser, f"{practised.url}/points?_method=PUT", point="Be kind.")
    db.session.expire_all()
    assert practised.points == ["Be kind."]
    assert "not ticked" in signed_in(cast.mona).get(practised.url).text
    assert send(signed_in(cast.mona), f"{practised.url}/points?_method=PUT", point="Be kind.").status_code == 403


def test_mentors_see_it_where_they_decide(
    cast: Cast, nell: Person, practised: Practice, signed_in: Browse, asked: Question
) -> None:
    cast.certify(nell)
    remark(practised, cast.mona)
    with transaction.unit():
        waiting = commands.answer(asked, "Channel 36.", by=nell)
    assert waiting.state == "waiting"
    assert "1 practised, 1 ready" in signed_in(cast.mona).get(asked.url).text
    assert "1 practised" not in signed_in(nell).get(asked.url).text


def test_the_steward_sees_whose_practice_waits_alone(
    cast: Cast, nell: Person, old: Question, signed_in: Browse
) -> None:
    cast.certify(cast.erik)
    hand_in(old, cast.erik)
    assert "practice-alone" in signed_in(cast.stella).get("/learn/mentors").text
    assert cast.erik.name in signed_in(cast.stella).get("/practice/alone").text
    assert signed_in(cast.mona).get("/practice/alone").status_code == 403


def test_who_is_not_cleared_is_shown_the_way(cast: Cast, nell: Person, asked: Question, signed_in: Browse) -> None:
    assert 'href="/practice"' in signed_in(nell).get(asked.url).text
    assert "/practice/progress" in signed_in(nell).get("/learn").text
    assert "/practice" not in signed_in(cast.carla).get(asked.url).text
    assert signed_in(cast.carla).get("/practice").status_code == 403
    cast.certify(cast.mona)
    assert signed_in(cast.mona).get("/practice").location == "/practice/reviews"
    cast.space("practice")
    assert 'href="/practice"' in signed_in(nell).get("/spaces/practice").text


def test_drafts_are_kept_and_let_go(nell: Person, old: Question, signed_in: Browse) -> None:
    browser = signed_in(nell)
    place = f"practice:{old.id}"
    assert send(browser, f"/drafts/{place}", body="Half a thought", draft_version="0").status_code == 303
    assert "Half a thought" in browser.get(f"/questions/{old.id}/practice").text
    assert "The hub blinks red" in browser.get("/drafts").text
    send(browser, f"/questions/{old.id}/practice", body="A whole one.")
    assert "The hub blinks red" not in browser.get("/drafts").text


def test_by_the_api(cast: Cast, nell: Person, old: Question, api: Api) -> None:
    caller, mentor = api(nell), api(cast.mona)
    assert [each["id"] for each in caller.get("/api/v1/practice?topic=hub").json["items"]] == [old.id]
    assert caller.get("/api/v1/practice?topic=nothing").status_code == 404
    made = caller.put(f"/api/v1/questions/{old.id}/practice", json={"body": "By the API."})
    assert made.status_code == 200
    assert SETTLED in made.json["answer"]["body"]
    assert caller.get("/api/v1/practice").json["items"] == []
    assert [each["id"] for each in caller.get("/api/v1/practice/mine").json["items"]] == [made.json["id"]]
    assert [each["id"] for each in mentor.get("/api/v1/practice/reviews").json["items"]] == [made.json["id"]]
    where = f"/api/v1/practice/{made.json['id']}/remark"
    assert caller.put(where, json={"verdict": "ready", "body": "I am good."}).status_code == 403
    assert mentor.put(where, json={"verdict": "ready", "body": "Good.", "version": "1"}).status_code == 409
    assert mentor.put(where, json={"verdict": "splendid", "body": "Good."}).status_code == 422
    assert mentor.put(where, json={"verdict": "ready", "body": "Good."}).json["verdict"] == "ready"
    assert caller.put(f"/api/v1/questions/{old.id}/practice", json={"body": "Again."}).status_code == 409
    assert mentor.delete(where).status_code == 204
    assert mentor.delete(where).status_code == 404


def test_lists_cost_the_same_however_long_they_are(cast: Cast, nell: Person, old: Question, signed_in: Browse) -> None:
    novice, mentor, count = signed_in(nell), signed_in(cast.mona), 0

    def more(many: int) -> None:
        nonlocal count
        with clock.at(clock.now() - timedelta(days=20)), transaction.unit():
            for _n in range(many):
                for practise in (True, False):
                    count += 1
                    question = commands.ask(
                        space=cast.space("help"), title=f"Old {count}", topics=["Hub", f"T {count}"], by=cast.carla
                    )
                    commands.accept(commands.answer(question, "So.", by=cast.colin), by=cast.carla)
                    if practise:
                        commands.practise(question, "So, I think.", by=nell)

    more(2)
    pages = ((novice, "/practice"), (mentor, "/practice/reviews"), (mentor, "/practice/progress"))
    before = [cost(browser, url) for browser, url in pages]
    more(6)
    assert [cost(browser, url) for browser, url in pages] == before


def test_strangers_are_sent_to_sign_in_and_the_suspended_keep_their_own(
    app: Flask, nell: Person, old: Question, practised: Practice, signed_in: Browse
) -> None:
    for page in ("/practice", "/practice/reviews", f"/questions/{old.id}/practice"):
        assert "/sign-in" in app.test_client().get(page).location
    browser = signed_in(nell)
    nell.state = "suspended"
    db.session.commit()
    assert browser.get(practised.url).status_code == 200
    assert browser.get("/practice").status_code == 403
    assert send(browser, f"/questions/{old.id}/practice", body="Again.").status_code == 403
