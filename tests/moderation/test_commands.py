"""Flagging, holding, deciding and taking back, on the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts import commands as accounts
from app.board import commands as board
from app.board.models import Answer, Question
from app.core import audit, clock, transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.moderation import commands, queries, subjects
from app.moderation.models import Case, Flag
from app.notifications.models import Notification
from app.screening import commands as screening
from app.spaces.queries import by_id as space_by_id
from tests.cast import Cast
from tests.moderation.conftest import RUDE, subject_of

Flagged = Callable[..., Case]
Writes = Callable[..., Answer]
Settle = Callable[[], None]


def decide(cast: Cast, case: Case, action: str, body: str | None = None) -> None:
    """Max decides."""
    max_ = cast.max
    with transaction.unit():
        commands.decide(case, action, "Point 3 of the guidelines.", body=body, by=max_)


def undo(cast: Cast, case: Case) -> None:
    """A colleague takes it back."""
    stella = cast.stella
    with transaction.unit():
        commands.undo(case, by=stella)


def test_one_person_flags_once(cast: Cast, asked: Question, flagged: Flagged) -> None:
    case = flagged(f"question:{asked.id}")
    assert flagged(f"question:{asked.id}", "abuse").id == case.id
    assert (case.flag_count, case.severity) == (1, 1)
    sue = cast.sue
    with transaction.unit():
        commands.flag(subject_of(case.subject), "abuse", by=sue)
    assert (case.flag_count, case.severity) == (2, 3)
    assert db.session.scalar(select(func.count()).select_from(Flag)) == 2


def test_a_flag_needs_a_known_reason(cast: Cast, asked: Question) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.flag(subject_of(f"question:{asked.id}"), "dislike", by=cast.erik)
    assert list(refusal.value.errors) == ["reason"]


def test_what_a_rule_holds_opens_a_case(
    cast: Cast, answer: Writes, asked: Question, idea: Idea, settle: Settle
) -> None:
    held = answer(RUDE)
    space, challenge, carla = cast.space("help"), idea.challenge, cast.carla
    with transaction.unit():
        question = board.ask(space=space, title="Why is he an idiot?", topics=[], by=carla)
        proposal = ideas.submit(challenge, title="Not one idiot more", body="None.", by=carla)
        said = board.comment_on_question(asked, RUDE, by=carla)
        spoken = ideas.comment(idea, RUDE, by=carla)
    settle()
    opened = {case.subject: case for case in queries.queue(cast.max).items}
    assert set(opened) == {
        f"answer:{held.id}", f"question:{question.id}", f"idea:{proposal.id}", f"comment:{said.id}",
        f"comment:{spoken.id}",
    }  # fmt: skip
    assert all((case.rules, case.source) == (["rude"], "rule") for case in opened.values())
    for case in opened.values():
        decide(cast, case, "approve")
    assert {subject_of(name).state for name in opened} == {"published", "shown"}


def test_what_was_decided_before_the_subscriber_came_opens_nothing(cast: Cast, answer: Writes, settle: Settle) -> None:
    held, max_ = answer(RUDE), cast.max
    with transaction.unit():
        board.set_answer_state(held, "published", by=max_)
    settle()
    assert queries.waiting_count(max_) == 0


def facts(question: Question, given: Answer) -> dict[str, Any]:
    """Everything a decision may change."""
    space = space_by_id(question.space_id)
    db.session.refresh(space)
    sam = given.author
    return {
        "answer": (given.state, given.body, given.body_html, given.edited_at, given.verified_at, given.verified_by_id),
        "question": (question.hold, question.state, question.answer_count, question.verified_count),
        "marks": (question.accepted_answer_id, question.solved_at, question.first_answered_at),
        "space": space.question_count,
        "standing": (sam.state, sam.suspended_until),
    }


@pytest.mark.parametrize(
    ("action", "state"),
    [("approve", "published"), ("edit", "published"), ("hide", "hidden"), ("remove", "removed"), ("warn", "published"),
     ("suspend", "hidden"), ("ban", "hidden")],
)  # fmt: skip
def test_every_action_and_its_undo(
    cast: Cast, asked: Question, answer: Writes, flagged: Flagged, action: str, state: str
) -> None:
    given = answer()
    carla, sue = cast.carla, cast.sue
    with transaction.unit():
        board.accept(given, by=carla)
        board.verify(given, by=sue)
    case, before = flagged(f"answer:{given.id}"), facts(asked, given)
    decide(cast, case, action, body="Choose another channel.")
    assert (case.state, given.state) == ("decided", state)
    assert asked.answer_count == (1 if state == "published" else 0)
    assert bool(given.author.is_in_good_standing) is (action not in {"suspend", "ban"})
    if action == "edit":
        assert (given.body, given.verified_at) == ("Choose another channel.", None)
    undo(cast, case)
    db.session.expire_all()
    assert facts(asked, given) == before
    assert (case.state, case.decided_at) == ("open", None)


@pytest.mark.parametrize("action", ["approve", "edit", "hide", "remove", "warn", "suspend"])
def test_a_question_and_its_counter_come_back(cast: Cast, asked: Question, flagged: Flagged, action: str) -> None:
    case = flagged(f"question:{asked.id}")
    decide(cast, case, action, body="Since Tuesday evening.")
    hidden = action in {"hide", "remove", "suspend"}
    assert space_by_id(asked.space_id).question_count == (0 if hidden else 1)
    undo(cast, case)
    db.session.expire_all()
    assert (asked.hold, asked.body, asked.edited_at, asked.author.state) == ("shown", "Since Tuesday.", None, "active")
    assert space_by_id(asked.space_id).question_count == 1


def test_ideas_and_comments_come_back_with_their_counters(cast: Cast, idea: Idea, flagged: Flagged) -> None:
    sue = cast.sue
    with transaction.unit():
        said = ideas.comment(idea, "Not here.", by=sue)
    for name in (f"comment:{said.id}", f"idea:{idea.id}"):
        case = flagged(name)
        decide(cast, case, "hide")
        assert subject_of(name).state == "hidden"
        undo(cast, case)
    db.session.expire_all()
    assert (said.state, idea.hold, idea.comment_count, idea.challenge.idea_count) == ("published", "shown", 1, 1)


def test_taking_back_an_approval_holds_it_again(cast: Cast, answer: Writes, asked: Question, settle: Settle) -> None:
    held = answer(RUDE)
    settle()
    (case,) = queries.queue(cast.max).items
    decide(cast, case, "approve")
    assert (held.state, asked.answer_count) == ("published", 1)
    undo(cast, case)
    assert (held.state, asked.answer_count) == ("held", 0)


def test_a_warning_lets_what_was_held_through(cast: Cast, answer: Writes, settle: Settle) -> None:
    held = answer(RUDE)
    settle()
    decide(cast, queries.queue(cast.max).items[0], "warn")
    assert held.state == "published"


def test_a_text_that_newer_rules_refuse_can_be_put_back(cast: Cast, answer: Writes, flagged: Flagged) -> None:
    given, max_ = answer(), cast.max
    case = flagged(f"answer:{given.id}")
    decide(cast, case, "edit", body="Another.")
    with transaction.unit():
        screening.add_rule(name="no", kind="words", action="refuse", terms=["channel"], by=max_)
    undo(cast, case)
    assert given.body == "Choose channel 36."


def test_suspensions_are_taken_back_in_any_order(cast: Cast, answer: Writes, flagged: Flagged) -> None:
    cases = [flagged(f"answer:{answer(text).id}") for text in ("One.", "Two.")]
    for case in cases:
        decide(cast, case, "suspend")
    undo(cast, cases[0])
    assert cast.sam.state == "suspended"
    undo(cast, cases[1])
    assert (cast.sam.state, cast.sam.suspended_until) == ("active", None)


def test_a_longer_suspension_is_not_cut_short(cast: Cast, answer: Writes, flagged: Flagged) -> None:
    case, sam, ada = flagged(f"answer:{answer().id}"), cast.sam, cast.ada
    with transaction.unit():
        accounts.suspend(sam, None, by=ada, reason="For good.")
    decide(cast, case, "suspend")
    assert (sam.state, sam.suspended_until) == ("suspended", None)
    undo(cast, case)
    assert (sam.state, sam.suspended_until) == ("suspended", None)


def test_the_suspension_lasts_a_week(cast: Cast, answer: Writes, flagged: Flagged) -> None:
    case = flagged(f"answer:{answer().id}")
    decide(cast, case, "suspend")
    assert not cast.sam.is_in_good_standing
    with clock.at(clock.now() + timedelta(days=8)):
        assert cast.sam.is_in_good_standing


def test_nobody_decides_twice(cast: Cast, asked: Question, flagged: Flagged) -> None:
    case = flagged(f"question:{asked.id}")
    decide(cast, case, "hide")
    with pytest.raises(Conflict):
        decide(cast, case, "approve")
    assert asked.hold == "hidden"
    undo(cast, case)
    with pytest.raises(Conflict):
        undo(cast, case)


def test_an_older_decision_gives_way_to_a_newer_case(cast: Cast, asked: Question, flagged: Flagged) -> None:
    first = flagged(f"question:{asked.id}")
    decide(cast, first, "warn")
    second = flagged(f"question:{asked.id}")
    assert second.id != first.id
    with pytest.raises(Conflict):
        undo(cast, first)
    decide(cast, second, "hide")
    with pytest.raises(Conflict):
        undo(cast, first)
    assert asked.hold == "hidden"


@pytest.mark.parametrize(
    ("action", "reason", "body", "field"),
    [("shun", "Why", None, "action"), ("hide", " ", None, "reason"), ("edit", "Why", " ", "body")],
)
def test_a_decision_must_be_whole(
    cast: Cast, asked: Question, flagged: Flagged, action: str, reason: str, body: str | None, field: str
) -> None:
    case = flagged(f"question:{asked.id}")
    with pytest.raises(Invalid) as refusal:
        commands.decide(case, action, reason, body=body, by=cast.max)
    assert list(refusal.value.errors) == [field]


def test_the_author_hears_the_decision_and_its_end(
    cast: Cast, answer: Writes, flagged: Flagged, settle: Settle
) -> None:
    case = flagged(f"answer:{answer().id}")
    decide(cast, case, "hide")
    undo(cast, case)
    settle()
    told = db.session.scalars(
        select(Notification).where(Notification.person_id == cast.sam.id, Notification.kind.in_(("decided", "undone")))
    ).all()
    assert [note.kind for note in told] == ["decided", "undone"]
    assert told[0].params["note"] == "Point 3 of the guidelines."


def test_decisions_are_on_the_audit_log(cast: Cast, asked: Question, flagged: Flagged) -> None:
    case = flagged(f"question:{asked.id}")
    decide(cast, case, "hide")
    undo(cast, case)
    actions = [line.action for line in audit.entries(subject=f"case:{case.id}").items]
    assert actions == ["moderation.decision_undone", "moderation.case_decided"]


def test_subjects_are_found_in_one_go(cast: Cast, asked: Question, answer: Writes, idea: Idea) -> None:
    names = {f"question:{asked.id}", f"answer:{answer().id}", f"idea:{idea.id}"}
    assert set(subjects.find_all([*names, "comment:99", "nonsense"])) == names
