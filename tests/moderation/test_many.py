"""Many cases at once: the same comes of it as one by one, in statements that do not grow with the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from app.board import commands as board
from app.board.models import Claim, Question
from app.core import audit, clock, transaction
from app.core.audit import AuditEntry
from app.core.events import Entry
from app.discussion.models import Comment
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas.models import Challenge, Idea
from app.moderation import commands, queries
from app.moderation.commands import Verdict
from app.moderation.models import Case
from app.moderation.queries import Choice
from app.spaces.models import Space
from tests.cast import Cast
from tests.moderation.conftest import subject_of

Make = Callable[[int], list[Case]]


@pytest.fixture
def make(cast: Cast) -> Make:
    """So many of each kind, reported: questions, answers to them, comments on both, ideas and comments on them."""
    space, carla, sam, colin, erik = cast.space("help"), cast.carla, cast.sam, cast.colin, cast.erik
    cast.season(sam)
    ends = clock.now() + timedelta(days=9)
    with transaction.unit():
        challenge = ideas.open_challenge(
            space, slug="shop", title="Better shops", brief="How?", opens_at=clock.now(), closes_at=ends, by=cast.ines
        )

    def report(count: int) -> list[Case]:
        made: list[Any] = []
        with transaction.unit():
            for n in range(count):
                question = board.ask(space=space, title=f"Buy disc {n}", body="Cheap.", by=carla)
                given = board.answer(question, "Very cheap.", by=sam)
                idea = ideas.submit(challenge, title=f"Benches of kind {n}", body="To sit on.", by=colin)
                made += [question, given, board.comment_on_question(question, "Cheap!", by=colin), idea]
                made += [board.comment_on_answer(given, "Cheap?", by=carla), ideas.comment(idea, "Cheap?", by=carla)]
            names = [f"{type(each).__name__.lower()}:{each.id}" for each in made]
            return [commands.flag(subject_of(name), "spam", by=erik) for name in names]

    return report


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """The statements sent meanwhile, by their verb; a row that is new is one of its own on SQLite."""
    sent: Counter[str] = Counter()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent[statement.split(None, 1)[0]] += 1

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("action", ["hide", "remove", "approve"])
def test_statements_do_not_grow_with_the_cases(cast: Cast, make: Make, action: str) -> None:
    max_, sent = cast.max, []
    for count in (2, 7):
        ids = [case.id for case in make(count)]
        db.session.remove()
        max_ = cast.max
        with counted() as deciding, transaction.unit():
            came = commands.give_all(queries.chosen_cases(max_, Choice(), ids, 500), Verdict(action), by=max_)
        with counted() as undoing, transaction.unit():
            commands.undo_all(queries.standing_in_batch(max_, came.batch), came.batch, by=max_)
        assert came.done == 6 * count
        sent.append([{verb: n for verb, n in each.items() if verb != "INSERT"} for each in (deciding, undoing)])
    assert sent[0] == sent[1]
    assert sum(sent[0][0].values()) < 60


def facts() -> dict[str, Any]:
    """What the counters, the events and the audit log say."""
    db.session.expire_all()
    space = db.session.scalars(select(Space).where(Space.slug == "help")).one()
    return {
        "space": (space.question_count, space.idea_count),
        "challenge": [each.idea_count for each in db.session.scalars(select(Challenge))],
        "questions": sorted((q.hold, q.answer_count, q.comment_count, q.state) for q in
                            db.session.scalars(select(Question)).unique()),
        "ideas": sorted((i.hold, i.comment_count) for i in db.session.scalars(select(Idea)).unique()),
        "comments": sorted(each.state for each in db.session.scalars(select(Comment))),
        "claims": len(db.session.scalars(select(Claim)).unique().all()),
        "events": Counter(db.session.scalars(select(Entry.name))),
        "audit": Counter(db.session.scalars(select(AuditEntry.action))),
    }  # fmt: skip


@pytest.mark.parametrize("action", ["hide", "remove", "approve", "suspend"])
def test_the_same_comes_of_it_as_one_by_one(cast: Cast, make: Make, action: str) -> None:
    max_, sam = cast.max, cast.sam
    made, outcomes = make(2), []
    question = db.session.get_one(Question, int(made[0].subject.partition(":")[2]))
    with transaction.unit():
        board.claim(question, by=sam)
    for together in (True, False):
        nested = db.session.begin_nested()
        if together:
            assert commands.give_all(made, Verdict(action), by=max_).left == {}
        else:
            for case in made:
                commands.give(case, Verdict(action), by=max_)
        db.session.flush()
        outcomes.append(facts())
        nested.rollback()
    assert outcomes[0] == outcomes[1]


def test_taking_it_back_leaves_nothing(cast: Cast, make: Make) -> None:
    made, max_ = make(2), cast.max
    before = facts()
    with transaction.unit():
        came = commands.give_all(made, Verdict("remove"), by=max_)
    gone = facts()
    assert gone["space"] == (0, 0)
    assert gone["challenge"] == [0]
    with transaction.unit():
        commands.undo_all(queries.standing_in_batch(max_, came.batch), came.batch, by=max_)
    after = facts()
    assert {name: after[name] for name in before if name not in {"events", "audit"}} == {
        name: before[name] for name in before if name not in {"events", "audit"}
    }
    assert after["events"]["moderation.case_decided"] == after["events"]["moderation.decision_undone"] == len(made)
    assert audit.verify().broken_at is None


def test_each_of_one_authors_suspensions_can_be_taken_back_alone(cast: Cast, make: Make) -> None:
    made, max_ = make(2), cast.max
    mine = [case for case in made if case.author_id == cast.sam.id]
    with transaction.unit():
        commands.give_all(mine, Verdict("suspend"), by=max_)
    for case, state in zip(mine, ("suspended", "active"), strict=True):
        with transaction.unit():
            commands.undo(case, by=max_)
        assert cast.sam.state == state
