"""A rule tried on what was written already: what it would have found of what a steward may see, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from app.board import commands as board
from app.board import queries as board_queries
from app.core import clock, transaction
from app.extensions import db
from app.ideas import commands as ideas
from app.screening import queries
from app.screening.rules import Rule
from tests.cast import Cast
from tests.screening.conftest import Browse, Send

WORD = "zebra"


def rule(kind: str = "words", **more: Any) -> Rule:
    return Rule(0, "r", kind, (WORD,) if kind == "words" else (), "hold", **more)


@pytest.fixture
def written(cast: Cast) -> dict[str, str]:
    """A text of each kind with the word in it, each with its address; one in a space for employees."""
    space, staff, carla, colin, emma = cast.space("help"), cast.space("staff"), cast.carla, cast.colin, cast.emma
    sam, ines = cast.sam, cast.ines
    cast.season(sam)
    with transaction.unit():
        question = board.ask(space=space, title="A zebra on my line", body="It stands there.", topics=[], by=carla)
        inside = board.ask(space=staff, title="Inside", body="Our zebra.", topics=[], by=emma)
        answer = board.answer(question, "Feed the zebra.", by=sam)
        said = board.comment_on_answer(answer, "Which zebra?", by=carla)
        below = board.comment_on_question(question, "No striped horse here.", by=colin)
        challenge = ideas.open_challenge(
            space, slug="shop", title="Better shops", brief="How?", opens_at=clock.now() - timedelta(days=1),
            closes_at=clock.now() + timedelta(days=9), by=ines,
        )  # fmt: skip
        idea = ideas.submit(challenge, title="Benches in stripes", body="Like a zebra.", by=colin)
        talk = ideas.comment(idea, "A zebra crossing!", by=carla)
    return {
        "question": question.url, "inside": inside.url, "answer": answer.url, "idea": idea.url,
        "said": f"{question.url}#comment-{said.id}", "talk": f"{idea.url}#comment-{talk.id}",
        "innocent": f"{question.url}#comment-{below.id}",
    }  # fmt: skip


def test_every_kind_of_text_is_looked_at(cast: Cast, written: dict[str, str]) -> None:
    trial = queries.dry_run(rule(), cast.stella, last=200)
    assert {example.past.url for example in trial.examples} == set(written.values()) - {written["innocent"]}
    assert (trial.looked, trial.found) == (7, 6)
    assert trial.by_scope == {"question": 2, "answer": 1, "comment": 2, "idea": 1}


def test_only_what_the_person_may_see(cast: Cast, written: dict[str, str]) -> None:
    seen = {example.past.url for example in queries.dry_run(rule(), cast.carla, last=200).examples}
    assert written["inside"] not in seen
    assert written["question"] in seen
    with transaction.unit():
        found = board_queries.visible_question(cast.max, int(written["question"].split("/")[2]))
        assert found is not None
        board.set_question_hold(found, "hidden", by=cast.max, reason="gone")
    left = {example.past.url for example in queries.dry_run(rule(), cast.stella, last=200).examples}
    assert left == {written["inside"], written["idea"], written["talk"]}


def test_only_in_its_space_and_kind_of_text(cast: Cast, written: dict[str, str]) -> None:
    there = queries.dry_run(rule(space_id=cast.space("staff").id), cast.stella, last=200)
    assert [example.past.url for example in there.examples] == [written["inside"]]
    answers = queries.dry_run(rule(scope="answer idea"), cast.stella, last=200)
    assert {example.past.url for example in answers.examples} == {written["answer"], written["idea"]}


def test_rules_about_writers_see_them_as_they_were_then(cast: Cast, written: dict[str, str]) -> None:
    new = queries.dry_run(rule("newcomers", newer_than=1), cast.stella, last=200)
    assert new.found == 7
    by_employees = queries.dry_run(rule(writers="employees"), cast.stella, last=200)
    assert {example.past.url for example in by_employees.examples} == {written["inside"], written["answer"]}
    fast = queries.dry_run(rule("velocity", most=1, minutes=60), cast.stella, last=200)
    assert fast.found == 3, "Carla's second and third text, and Colin's second"


def test_the_pages_show_it_and_keep_nothing(cast: Cast, written: dict[str, str], signed_in: Browse, send: Send) -> None:
    steward = signed_in(cast.stella)
    fields = {"name": "Stripes", "kind": "words", "action": "hold", "writers": "everybody", "last": "200"}
    tried = send(steward, "/moderation/rules/new", **fields, terms=WORD, scopes=["answer"], deed="past")
    assert tried.status_code == 200
    assert f'href="{written["answer"]}"' in tried.text
    assert "Feed the <mark>zebra</mark>." in tried.text
    assert written["talk"] not in tried.text
    assert queries.rule_named("Stripes") is None
    assert send(steward, "/moderation/rules/new", **fields, terms=WORD, scopes=["answer"]).status_code == 303
    kept = queries.rule_named("Stripes")
    assert kept is not None
    assert f'href="{written["answer"]}"' in steward.get(f"{kept.url}?last=200").text
    assert f'href="{written["answer"]}"' not in steward.get(kept.url).text


def test_a_trial_costs_the_same_however_much_was_written(cast: Cast, written: dict[str, str]) -> None:
    def counted() -> int:
        db.session.expire_all()
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", note := lambda *told: statements.append(told[2]))
        queries.dry_run(rule(), cast.stella, last=200)
        event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    few, space = counted(), cast.space("help")
    with transaction.unit():
        for number in range(8):
            board.ask(space=space, title=f"Zebra number {number}", body="", topics=[], by=cast.carla)
    db.session.expunge_all()
    assert counted() <= few + 2
