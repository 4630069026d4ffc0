"""Writing answers together: once for each form, never past a colleague's, never over one's text; blanks; reuse."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.board import commands, queries
from app.board.commands import Composed, Overtaken
from app.board.models import Answer, Question, SavedReply
from app.core import clock, transaction
from app.core.access import Invalid
from app.extensions import db
from tests.board.test_views import send
from tests.cast import Cast

Browse = Callable[[Person], FlaskClient]
Answered = Callable[..., Answer]


@pytest.fixture
def pair(cast: Cast, asked: Question) -> tuple[Person, Person]:
    """Emma and Erik, both cleared to answer, past their probation."""
    for person in (cast.emma, cast.erik):
        cast.certify(person)
        cast.season(person)
    return cast.emma, cast.erik


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found, name
    return found[1]


def bodies(question: Question) -> list[str]:
    return list(db.session.scalars(select(Answer.body).where(Answer.question_id == question.id).order_by(Answer.id)))


def test_a_form_posts_once(asked: Question, pair: tuple[Person, Person]) -> None:
    emma, erik = pair
    with transaction.unit():
        first = commands.post_answer(asked, "Channel 36.", by=emma, composed=Composed(once="abc"))
        again = commands.post_answer(asked, "Channel 36.", by=emma, composed=Composed(once="abc"))
        other = commands.post_answer(asked, "Channel 40.", by=erik, composed=Composed(once="abc"))
    assert first.id == again.id != other.id


def test_a_double_click_posts_once(asked: Question, pair: tuple[Person, Person], signed_in: Browse) -> None:
    browser = signed_in(pair[0])
    page = browser.get(f"/desk?question={asked.id}").text
    form = {"body": "Channel 36.", "once": hidden(page, "once"), "seen": hidden(page, "seen")}
    answers = [send(browser, f"/questions/{asked.id}/answers?at=desk", **form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert bodies(asked) == ["Channel 36."]


@pytest.mark.parametrize("at", ["", "?at=desk"])
def test_a_colleagues_answer_is_seen_before_posting(
    asked: Question, pair: tuple[Person, Person], answered: Answered, signed_in: Browse, at: str
) -> None:
    emma, erik = pair
    browser = signed_in(emma)
    page = browser.get(f"/desk?question={asked.id}" if at else asked.url).text
    form = {"body": "Mine, long and careful.", "once": hidden(page, "once"), "seen": hidden(page, "seen")}
    answered(erik, "His, meanwhile.")
    stopped = send(browser, f"/questions/{asked.id}/answers{at}", **form)
    assert stopped.status_code == 409
    for said in ("Erik Employee answered while you wrote", "His, meanwhile.", "Mine, long and careful.", "Post anyway"):
        assert said in stopped.text
    assert bodies(asked) == ["His, meanwhile."]
    form["seen"] = hidden(stopped.text, "seen")
    assert hidden(stopped.text, "once") == form["once"]
    assert send(browser, f"/questions/{asked.id}/answers{at}", **form).status_code == 303
    assert bodies(asked) == ["His, meanwhile.", "Mine, long and careful."]


def test_ones_own_answer_overtakes_nobody(asked: Question, pair: tuple[Person, Person], answered: Answered) -> None:
    emma, erik = pair
    seen = clock.mark(clock.now())
    answered(emma)
    with transaction.unit():
        commands.post_answer(asked, "And then restart.", by=emma, composed=Composed(seen=seen))
    with pytest.raises(Overtaken), transaction.unit():
        commands.post_answer(asked, "Mine.", by=erik, composed=Composed(seen=seen))


@pytest.mark.parametrize("seen", ["x", "-1", "²", "9" * 19, "0"])
def test_odd_marks_do_no_harm(asked: Question, pair: tuple[Person, Person], seen: str) -> None:
    with transaction.unit():
        assert commands.post_answer(asked, "Channel 36.", by=pair[0], composed=Composed(seen=seen)).is_published


def test_a_stale_save_loses_neither_text(
    cast: Cast, pair: tuple[Person, Person], answered: Answered, signed_in: Browse
) -> None:
    emma, _erik = pair
    given, max_ = answered(emma, "First."), cast.max
    browser = signed_in(emma)
    version = hidden(browser.get(f"/answers/{given.id}/edit").text, "version")
    with transaction.unit():
        commands.edit_answer(given, "The moderator's.", by=max_)
    stopped = send(browser, f"/answers/{given.id}/edit", body="The author's.", version=version)
    assert stopped.status_code == 409
    assert "The moderator&#39;s." in stopped.text
    assert "The author&#39;s." in stopped.text
    assert "<del>moderator</del><ins>author</ins>" in stopped.text
    db.session.expire_all()
    assert given.body == "The moderator's."
    merged = {"body": "Both.", "version": hidden(stopped.text, "version")}
    assert send(browser, f"/answers/{given.id}/edit", **merged).status_code == 303
    db.session.expire_all()
    assert given.body == "Both."


def test_a_stale_save_of_a_question_loses_neither_text(cast: Cast, asked: Question, signed_in: Browse) -> None:
    browser, max_ = signed_in(cast.carla), cast.max
    version = hidden(browser.get(f"/questions/{asked.id}/edit").text, "version")
    with transaction.unit():
        commands.edit(asked, title="By the moderator", body="B", topics=["Wi-Fi"], by=max_)
    typed = {"title": "By the asker", "body": "C", "topics": "Wi-Fi", "version": version}
    stopped = send(browser, f"/questions/{asked.id}/edit", **typed)
    assert stopped.status_code == 409
    assert "By the moderator" in stopped.text
    assert "By the asker" in stopped.text
    assert "<del>moderator</del><ins>asker</ins>" in stopped.text
    assert "<del>B</del><ins>C</ins>" in stopped.text


def test_the_api_refuses_stale_words_with_the_newer_ones(
    cast: Cast, asked: Question, pair: tuple[Person, Person], answered: Answered, api: Callable[..., FlaskClient]
) -> None:
    emma, erik = pair
    given, caller = answered(emma, "First."), api(emma)
    read = caller.get(f"/api/v1/questions/{asked.id}").json
    version = read["answers"][0]["version"]
    assert caller.put(f"/api/v1/answers/{given.id}", json={"body": "Second.", "version": version}).status_code == 200
    late = caller.put(f"/api/v1/answers/{given.id}", json={"body": "Third.", "version": version})
    assert (late.status_code, late.json["body"]) == (409, "Second.")
    answered(erik, "His.")
    seen = {"body": "Mine.", "seen": read["answers_mark"]}
    assert caller.post(f"/api/v1/questions/{asked.id}/answers", json=seen).status_code == 409
    assert api(cast.carla).put(
        f"/api/v1/questions/{asked.id}",
        json={"title": "Another title", "version": "1", "topics": []},
    ).status_code == 409  # fmt: skip


def test_an_open_blank_cannot_be_posted(asked: Question, pair: tuple[Person, Person], signed_in: Browse) -> None:
    refused = send(signed_in(pair[0]), f"/questions/{asked.id}/answers?at=desk", body="On {{date}}, {{ name }}.")
    assert refused.status_code == 422
    assert "{{date}}, {{name}}" in refused.text
    assert "On {{date}}, {{ name }}." in refused.text
    with pytest.raises(Invalid):
        commands.post_answer(asked, "On {{date}}.", by=pair[0])


def test_a_saved_reply_fills_what_is_known_without_script(
    asked: Question, pair: tuple[Person, Person], signed_in: Browse
) -> None:
    emma, erik = pair
    with transaction.unit():
        reply = commands.save_reply("Hello", "Hello {{customer}}, on {{question}}: {{what}}. {{me}}", by=emma)
    browser = signed_in(emma)
    filled = "Hello Carla, on Wi-Fi drops every evening: {{what}}. Emma Employee"
    page = browser.get(f"/desk?question={asked.id}&reply={reply.id}").text
    assert filled in page
    assert hidden(page, "replies") == str(reply.id)
    assert browser.get(f"/desk/replies/{reply.id}?question={asked.id}").text == filled
    assert signed_in(erik).get(f"/desk/replies/{reply.id}?question={asked.id}").status_code == 404
    posted = {"body": filled.replace("{{what}}", "restart"), "replies": f"{reply.id} x 77"}
    assert send(browser, f"/questions/{asked.id}/answers?at=desk", **posted).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(SavedReply, reply.id).use_count == 1


def test_a_space_shares_replies_that_its_owner_keeps(
    cast: Cast, asked: Question, pair: tuple[Person, Person], signed_in: Browse
) -> None:
    emma, stella = pair[0], cast.stella
    words = {"title": "From the space", "body": "Hello {{customer}}", "shared": "y"}
    url = f"/desk/replies?question={asked.id}"
    assert send(signed_in(emma), url, **words).status_code == 403
    assert send(signed_in(stella), url, **words).status_code == 303
    reply = db.session.scalars(select(SavedReply)).one()
    browser = signed_in(emma)
    assert "From the space" in browser.get(f"/desk?question={asked.id}").text
    assert send(browser, f"/desk/replies/{reply.id}/edit", title="Mine", body="x").status_code == 403
    assert send(browser, f"/desk/replies/{reply.id}?_method=DELETE").status_code == 403
    assert send(signed_in(cast.carla), f"/desk/replies/{reply.id}/edit", title="Mine", body="x").status_code == 404
    changed = send(signed_in(stella), f"/desk/replies/{reply.id}/edit", title="Changed", body="Hi {{customer}}")
    assert changed.status_code == 303
    db.session.expire_all()
    assert (reply.title, reply.body) == ("Changed", "Hi {{customer}}")


def test_a_cited_answer_is_counted_once_and_named_where_it_may_be_read(
    cast: Cast, asked: Question, pair: tuple[Person, Person], signed_in: Browse, client: FlaskClient
) -> None:
    emma, staff = pair[0], cast.space("staff")
    with transaction.unit():
        inner = commands.ask(space=staff, title="An inner secret", by=emma)
        closed = commands.answer(inner, "Inside.", by=emma)
        known = commands.ask(space=cast.space("help"), title="A known matter", by=cast.colin)
        open_ = commands.answer(known, "Do this.", by=emma)
    body = f"As [said]({open_.url}) and again {open_.url}."
    with transaction.unit():
        commands.post_answer(asked, body, by=emma, composed=Composed(cited=[closed.id, open_.id, 9999]))
    db.session.expire_all()
    assert (open_.reuse_count, closed.reuse_count) == (1, 1)
    for_all, inside = client.get(asked.url).text, signed_in(emma).get(asked.url).text
    assert "Based on" in for_all
    assert "A known matter" in for_all
    assert "An inner secret" not in for_all
    assert "An inner secret" in inside


def test_nobody_cites_what_they_cannot_read(cast: Cast, asked: Question, pair: tuple[Person, Person]) -> None:
    emma, staff = pair[0], cast.space("staff")
    with transaction.unit():
        inner = commands.ask(space=staff, title="An inner secret", by=emma)
        closed = commands.answer(inner, "Inside.", by=emma)
        made = commands.post_answer(asked, f"See {closed.url}", by=cast.carla, composed=Composed(cited=[closed.id]))
    db.session.expire_all()
    assert closed.reuse_count == 0
    assert queries.based_on(emma, [made.id]) == {}
