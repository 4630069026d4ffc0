"""Drafts: kept whole, on all devices, never overwritten by an older text, gone with the post."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Question
from app.core import clock, transaction
from app.core.access import Invalid
from app.discussion import commands, queries
from app.discussion.models import Draft
from app.extensions import db
from tests.cast import Cast

Browsers = Callable[..., FlaskClient]
NEW = "/api/v1/drafts/question:new"


@pytest.fixture
def asked(cast: Cast) -> Question:
    space = cast.space("help")
    with transaction.unit():
        return board.ask(space=space, title="The light blinks", by=cast.carla)


def save(client: FlaskClient, place: str, version: int = 0, **fields: object) -> object:
    return client.put(f"/api/v1/drafts/{place}", json={"fields": fields, "version": version})


def csrf(client: FlaskClient) -> str:
    page = client.get("/settings").get_data(as_text=True)
    return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def test_a_whole_form_comes_back_on_another_device(cast: Cast, api: Browsers, signed_in: Browsers) -> None:
    cast.space("help")
    cast.space("lounge")
    kept = save(api(cast.carla), "question:new", title="Light", body="It *blinks*", space="lounge", topics="Hub")
    assert (kept.status_code, kept.get_json()["version"]) == (200, 1)
    page = signed_in(cast.carla).get("/questions/new").get_data(as_text=True)
    assert 'value="Light"' in page
    assert "It *blinks*" in page
    assert '<option selected value="lounge">' in page
    assert 'value="Hub"' in page
    assert "Your draft is back" in page
    assert 'data-draft-version-value="1"' in page
    assert "It *blinks*" not in signed_in(cast.colin).get("/questions/new").get_data(as_text=True)
    assert api(cast.colin).get(NEW).status_code == 404


def test_what_was_typed_already_is_not_replaced(cast: Cast, api: Browsers, signed_in: Browsers) -> None:
    save(api(cast.carla), "question:new", title="Light", body="It blinks")
    page = signed_in(cast.carla).get("/questions/new?title=Another").get_data(as_text=True)
    assert 'value="Another"' in page
    assert "It blinks" not in page
    assert 'data-draft-holds-value="true"' in page


def test_an_older_text_never_overwrites_a_newer_one(cast: Cast, api: Browsers) -> None:
    phone, desktop = api(cast.carla), api(cast.carla)
    assert save(phone, "question:new", 0, body="from the phone").status_code == 200
    late = save(desktop, "question:new", 0, body="from the desktop")
    assert late.status_code == 409
    assert late.get_json()["fields"] == {"body": "from the phone"}
    assert phone.get(NEW).get_json()["fields"] == {"body": "from the phone"}
    assert save(desktop, "question:new", 0, body="from the phone").status_code == 200
    assert save(desktop, "question:new", 1, body="from the desktop").get_json()["version"] == 2


def test_a_post_ends_the_draft_and_a_late_save_cannot_bring_it_back(
    cast: Cast, api: Browsers, signed_in: Browsers, asked: Question
) -> None:
    cast.certify(cast.emma)
    client, place = signed_in(cast.emma), f"answer:{asked.id}"
    version = save(api(cast.emma), place, body="Press it twi").get_json()["version"]
    form = {"csrf_token": csrf(client), "body": "Press it twice."}
    assert client.post(f"/questions/{asked.id}/answers", data=form).status_code == 303
    late = save(api(cast.emma), place, version, body="Press it twice")
    assert late.status_code == 409
    assert late.get_json()["fields"] == {}
    assert queries.count_drafts(cast.emma) == 0
    assert "Press it twi" not in client.get("/drafts").get_data(as_text=True)


def test_a_save_that_is_overtaken_by_its_own_post_stays_away(
    cast: Cast, api: Browsers, signed_in: Browsers, asked: Question
) -> None:
    client = signed_in(cast.carla)
    form = {"csrf_token": csrf(client), "body": "Since Monday."}
    assert client.post(f"/questions/{asked.id}/comments", data=form).status_code == 303
    assert save(api(cast.carla), f"comment:question:{asked.id}", 0, body="Since Monda").status_code == 409


def test_a_refused_post_keeps_the_draft(cast: Cast, api: Browsers, signed_in: Browsers) -> None:
    cast.space("help")
    save(api(cast.carla), "question:new", title="x", body="My text")
    client = signed_in(cast.carla)
    form = {"csrf_token": csrf(client), "title": "x", "body": "My text", "space": "help"}
    page = client.post("/questions/new", data=form)
    assert page.status_code == 422
    assert 'data-draft-posted-value="true"' in page.get_data(as_text=True)
    assert queries.count_drafts(cast.carla) == 1


def test_forms_keep_drafts_without_script(cast: Cast, signed_in: Browsers) -> None:
    client = signed_in(cast.carla)
    form = {"csrf_token": csrf(client), "title": "Light", "body": "It blinks", "draft_version": "0"}
    assert client.post("/drafts/question:new", data=form).status_code == 303
    page = client.get("/drafts").get_data(as_text=True)
    assert "A new question" in page
    assert "Light It blinks" in page
    assert client.post("/drafts/question:new?_method=DELETE", data=form).status_code == 303
    assert "No drafts" in client.get("/drafts").get_data(as_text=True)


def test_enter_posts_and_does_nothing_else(cast: Cast, signed_in: Browsers, asked: Question) -> None:
    for person, path in ((cast.carla, "/questions/new"), (cast.colin, asked.url)):
        page = signed_in(person).get(path).get_data(as_text=True)
        for form in page.split("<form")[1:]:
            buttons = [part.split(">", 1)[0] for part in form.split("</form>")[0].split("<button")[1:]]
            submits = [button for button in buttons if 'type="submit"' in button]
            assert "formaction" not in (submits or [""])[0]


def test_a_draft_of_a_page_one_may_see_no_more_stays_ones_own(
    cast: Cast, api: Browsers, signed_in: Browsers, asked: Question
) -> None:
    save(api(cast.colin), f"comment:question:{asked.id}", body="I have it too")
    with transaction.unit():
        board.set_question_hold(asked, "hidden", by=cast.max)
    page = signed_in(cast.colin).get("/drafts").get_data(as_text=True)
    assert "I have it too" in page
    assert "The light blinks" not in page
    assert save(api(cast.colin), f"comment:question:{asked.id}", 1, body="More").status_code == 404


@pytest.mark.parametrize("place", ["answer:999999", "question:old", "nothing:1", "answer:x", "answer:1:2", "comment:1"])
def test_only_real_places_take_drafts(cast: Cast, api: Browsers, place: str) -> None:
    assert save(api(cast.carla), place, body="Here").status_code == 404


def test_visitors_keep_theirs_at_home(client: FlaskClient) -> None:
    assert client.get("/api/v1/drafts/question:new").status_code == 401
    assert client.get("/drafts").status_code == 303
    assert 'data-draft-key-value="question:new"' in client.get("/questions/new").get_data(as_text=True)


def test_drafts_are_bounded(cast: Cast, api: Browsers, monkeypatch: pytest.MonkeyPatch) -> None:
    client = api(cast.carla)
    assert save(client, "question:new", body="x" * 30_000).status_code == 422
    assert save(client, "question:new", body="ж" * 20_000).status_code == 200
    monkeypatch.setattr("app.discussion.commands.drafts.MOST_DRAFTS", 1)
    with pytest.raises(Invalid, match="Discard"), transaction.unit():
        commands.save_draft("answer:1", {"body": "one too many"}, version=0, by=cast.carla)


def test_old_drafts_are_forgotten(cast: Cast) -> None:
    with transaction.unit():
        commands.save_draft("question:new", {"body": "old"}, version=0, by=cast.carla)
        commands.end_draft("answer:1", by=cast.carla)
    for days, left in ((1, 2), (3, 1), (29, 1), (31, 0)):
        with clock.at(clock.now() + timedelta(days=days)), transaction.unit():
            commands.forget_old_drafts()
        assert db.session.query(Draft).count() == left


def test_the_list_takes_as_many_queries_for_many_drafts(cast: Cast, signed_in: Browsers) -> None:
    from sqlalchemy import event

    space, client, counted = cast.space("help"), signed_in(cast.carla), []

    def draft(number: int) -> None:
        asked = board.ask(space=space, title=f"Number {number}", by=cast.colin)
        commands.save_draft(f"comment:question:{asked.id}", {"body": "Me too"}, version=0, by=cast.carla)

    with transaction.unit():
        draft(0)
    event.listen(db.engine, "before_cursor_execute", lambda *given: counted.append(given[2]))
    client.get("/drafts")
    few = len(counted)
    with transaction.unit():
        for number in range(1, 9):
            draft(number)
    counted.clear()
    assert client.get("/drafts").get_data(as_text=True).count("Me too") == 9
    assert len(counted) <= few


DEVICES, DEEDS = st.sampled_from(["phone", "desk"]), st.sampled_from(["type", "read", "post"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(deeds=st.lists(st.tuples(DEVICES, DEEDS, st.text("ab", min_size=1, max_size=3)), max_size=12))
def test_no_device_ever_loses_what_another_saved_unseen(cast: Cast, deeds: list[tuple[str, str, str]]) -> None:
    carla = cast.carla
    known = {"phone": 0, "desk": 0}
    with transaction.unit():
        db.session.query(Draft).delete()
    for device, deed, text in deeds:
        before = queries.draft_at(carla, "question:new")
        version = before.version if before else 0
        with transaction.unit():
            if deed == "read":
                known[device] = version
            elif deed == "post":
                commands.end_draft("question:new", by=carla)
            else:
                known[device] = typed(text, before, known[device], carla)


def typed(text: str, before: Draft | None, known: int, by: Person) -> int:
    """The version that a device knows after it tried to save."""
    live = before is not None and before.ended_at is None
    if before is not None and before.version != known and not (live and before.fields == {"body": text}):
        with pytest.raises(commands.Overtaken):
            commands.save_draft("question:new", {"body": text}, version=known, by=by)
        return known
    return commands.save_draft("question:new", {"body": text}, version=known, by=by).version
