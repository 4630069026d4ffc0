"""Gates: no path leads into a stage past a criterion that was neither met nor waived by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Conflict, Invalid, Refused
from app.extensions import db
from app.ideas import commands, gates, queries
from app.ideas.agreement import Verdict
from app.ideas.gates import Facts
from app.ideas.models import Idea, Move, Waiver
from app.ideas.queries import gates as gated
from app.voting import queries as voting
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, MakeIdea, Send

V1 = "/api/v1"
Browser = Callable[[Person], FlaskClient]
TWO_VOTES = {"key": "v2", "type": "votes", "least": 2}
REVIEWED = {"key": "r1", "type": "reviews", "least": 1}
LEGAL = {"key": "legal", "type": "free", "text": "Legal has no objection"}


@pytest.fixture
def gate(cast: Cast) -> Callable[..., None]:
    """Sets a gate before a stage of the space help."""

    def put(stage: str, *criteria: dict[str, Any]) -> None:
        ines, space = cast.ines, cast.space("help")
        with transaction.unit():
            commands.set_gate(space, stage, criteria, by=ines)

    return put


@pytest.mark.parametrize(
    ("criterion", "facts", "is_met"),
    [
        ({"type": "votes", "least": 2}, Facts(votes=1), False),
        ({"type": "votes", "least": 2}, Facts(votes=2), True),
        ({"type": "reviews", "least": 1}, Facts(reviews=0), False),
        ({"type": "days", "least": 7}, Facts(days=7), True),
        ({"type": "mean", "least": 3.5}, Facts(mean=None), False),
        ({"type": "mean", "least": 3.5}, Facts(mean=3.5), True),
        ({"type": "criterion", "rubric": "fit", "least": 4}, Facts(means={"fit": 3.9}), False),
        ({"type": "criterion", "rubric": "fit", "least": 4}, Facts(means={"fit": 4.0}), True),
        ({"type": "agreement"}, Facts(verdict=Verdict.TOO_FEW), False),
        ({"type": "agreement"}, Facts(verdict=Verdict.DISAGREES), False),
        ({"type": "agreement"}, Facts(verdict=Verdict.CLOSE), True),
        ({"type": "owner"}, Facts(), False),
        ({"type": "forecast"}, Facts(has_forecast=True), True),
        ({"type": "free", "text": "So"}, Facts(ticked_by={"k": 3}), True),
        ({"type": "sign_off", "person_id": 7}, Facts(ticked_by={"k": 3}), False),
        ({"type": "sign_off", "person_id": 7}, Facts(ticked_by={"k": 7}), True),
    ],
)
def test_each_criterion(app: object, criterion: dict[str, Any], facts: Facts, is_met: bool) -> None:
    found = gates.judge([{"key": "k", **criterion}], facts)
    assert [each.is_met for each in found] == [is_met]
    assert bool(gates.unmet(found)) is not is_met
    assert gates.unmet(gates.judge([{"key": "k", **criterion}], facts, waivers={"k": object()})) == []


def test_a_shut_gate_says_what_is_missing_and_opens_by_name(cast: Cast, idea: Idea, gate: Callable[..., None]) -> None:
    gate("approved", TWO_VOTES, REVIEWED, {"key": "own", "type": "owner"}, {"key": "money", "type": "forecast"}, LEGAL)
    with pytest.raises(commands.GateShut) as shut, transaction.unit():
        commands.move(idea, "approved", "Yes.", by=cast.ines)
    assert shut.value.decision.gate == "stage-gate"
    assert [each.key for each in shut.value.missing] == ["v2", "r1", "own", "money", "legal"]
    today, ines = clock.now().date(), cast.ines
    line: dict[str, Any] = {"basis": "forecast", "currency": "EUR", "date": today, "evidence": "Counted.", "by": ines}
    with transaction.unit():
        for voter in (cast.colin, cast.emma):
            commands.vote(idea, 1, by=voter)
        commands.file_review(idea, scores=SCORES, reasons=REASONS, by=cast.sam)
        commands.name_owner(idea, cast.erik, by=ines)
        for kind in ("cost", "benefit"):
            commands.record_outcome(idea, kind=kind, amount=Decimal(10), **line)
    with pytest.raises(Refused, match="Legal has no objection"), transaction.unit():
        commands.move(idea, "approved", "Yes.", by=ines)
    with transaction.unit():
        commands.move(idea, "approved", "Yes.", waivers={"legal": "They are on holiday."}, by=ines)
    assert (idea.stage, idea.kind, idea.at_stage.label) == ("approved", "decided", "Approved")
    assert [(w.what, w.waived_by_id) for w in queries.waivers_of(idea)] == [("Legal has no objection", ines.id)]
    with pytest.raises(Conflict, match="stays on the record"):
        commands.unwaive(idea, "approved", "legal", by=ines)


def test_a_challenge_asks_more_than_its_space(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, gate: Callable[..., None]
) -> None:
    challenge = challenge_of()
    idea, other = idea_of(challenge), idea_of(challenge_of("other"), "An idea elsewhere")
    gate("approved", LEGAL)
    with transaction.unit():
        commands.set_gate(challenge, "approved", [REVIEWED], by=cast.ines)
    assert [each.key for each in queries.findings(idea, "approved")] == ["legal", "r1"]
    assert [each.key for each in queries.findings(other, "approved")] == ["legal"]


@pytest.mark.parametrize(
    "criteria",
    [
        [{"type": "dream"}], [{"type": "votes"}], [{"type": "votes", "least": 1.5}], [{"type": "mean", "least": 9}],
        [{"type": "free", "text": " "}], [{"type": "criterion", "least": 3}], [{"type": "sign_off", "person_id": 0}],
        [LEGAL] * 21,
    ],
)  # fmt: skip
def test_gates_that_cannot_be(cast: Cast, criteria: list[dict[str, Any]]) -> None:
    with pytest.raises(Invalid):
        commands.set_gate(cast.space("help"), "approved", criteria, by=cast.ines)


def test_new_ideas_pass_no_gate(cast: Cast) -> None:
    with pytest.raises(Invalid, match="New ideas stand here"):
        commands.set_gate(cast.space("help"), "submitted", [LEGAL], by=cast.ines)


def test_two_who_move_at_once(cast: Cast, idea: Idea) -> None:
    with transaction.unit():
        commands.move(idea, "in_review", "Ask.", expects="submitted", by=cast.ines)
    with pytest.raises(Conflict, match="In review"):
        commands.move(idea, "declined", "No.", expects="submitted", by=cast.ines)


def test_a_gate_on_the_pages(signed_in: Browser, send: Send, cast: Cast, idea: Idea, gate: Callable[..., None]) -> None:
    gate("approved", TWO_VOTES, {**LEGAL, "firm": True})
    ines, page = signed_in(cast.ines), f"/ideas/{idea.id}/moves/new?stage=approved"
    assert "At least 2 people voted for it" in ines.get(page).text
    move = f"/ideas/{idea.id}/moves?from=dialog"
    asked = {"stage": "approved", "expects": "submitted", "reason": "Yes."}
    shut = send(ines, move, page, **asked)
    assert (shut.status_code, "The gate is shut" in shut.text) == (403, True)
    assert send(ines, move, page, **asked, **{"waive.legal": "I say so."}).status_code == 403
    tick = f"/ideas/{idea.id}/gates/approved/criteria/legal/tick?_method=PUT"
    assert send(ines, tick, page).location == page
    made = send(ines, move, page, **asked, **{"waive.v2": "The shops asked for it."})
    assert (made.status_code, made.location) == (303, idea.url)
    told = signed_in(cast.carla).get(idea.url).text
    assert "The shops asked for it." in told
    assert "Ines Innovation" in told


def test_gates_by_api(api: Callable[..., FlaskClient], cast: Cast, idea: Idea) -> None:
    ines, at = api(cast.ines), f"{V1}/ideas/{idea.id}"
    set_to = {"criteria": [TWO_VOTES, LEGAL]}
    assert ines.put(f"{V1}/spaces/help/stages/approved/gate", json=set_to).status_code == 204
    assert api(cast.carla).put(f"{V1}/spaces/help/stages/approved/gate", json=set_to).status_code == 403
    shut = ines.post(f"{at}/moves", json={"stage": "approved", "reason": "Yes."})
    assert (shut.status_code, shut.json["gate"]) == (403, "stage-gate")
    assert "Legal has no objection" in shut.json["detail"]
    status = ines.get(f"{at}/gates/approved").json
    assert [(each["key"], each["is_met"]) for each in status["criteria"]] == [("v2", False), ("legal", False)]
    assert ines.put(f"{at}/gates/approved/criteria/legal/tick", json={"note": "Mail of Monday"}).status_code == 204
    assert ines.put(f"{at}/gates/approved/criteria/v2/tick", json={}).status_code == 403
    moved = ines.post(f"{at}/moves", json={"stage": "approved", "reason": "Yes.", "waivers": {"v2": "A pilot."}})
    assert moved.status_code == 201
    unknown = ines.post(f"{at}/moves", json={"stage": "dreamt", "reason": "So."})
    assert (unknown.status_code, "in_pilot" in unknown.json["errors"]["stage"]) == (422, True)


def test_only_who_is_named_signs_off(cast: Cast, idea: Idea, api: Callable[..., FlaskClient]) -> None:
    with transaction.unit():
        signed = {"key": "so", "type": "sign_off", "person_id": cast.erik.id}
        commands.set_gate(idea.space, "approved", [signed], by=cast.ines)
    at = f"{V1}/ideas/{idea.id}/gates/approved/criteria/so/tick"
    assert api(cast.ines).put(at, json={}).status_code == 403
    assert api(cast.erik).put(at, json={}).status_code == 204
    assert queries.findings(idea, "approved")[0].is_met


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["vote", "unvote", "review", "tick", "untick", "waive", "move", "move_all", "undo", "merge", "unmerge",
             "retire", "regate"]
        ),
        st.integers(0, 2), st.integers(0, 5),
    ),
    min_size=4, max_size=14,
)  # fmt: skip


@settings(
    max_examples=40, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=STEPS)
def test_no_path_skips_a_gate(cast: Cast, steps: list[tuple[str, int, int]]) -> None:
    """Whatever is done in whatever order, an idea that came into a stage met or was waived each criterion then."""
    world = _World(cast)
    try:
        for deed, which, what in steps:
            before = world.stages()
            world.do(deed, which, what)
            world.check(before)
    finally:
        db.session.rollback()


NUMBERS = count()


class _World:
    """Three ideas, two gates, and a check of gates that does not ask the product's own."""

    def __init__(self, cast: Cast) -> None:
        self.ines, self.voters = cast.ines, [cast.emma, cast.erik, cast.nell]
        self.space, self.sam = cast.space("help"), cast.sam
        now, number, carla = clock.now(), next(NUMBERS), cast.carla
        self.challenge = commands.open_challenge(
            self.space, slug=f"path-{number}", title="Paths", brief="?", by=self.ines,
            opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=9),
        )  # fmt: skip
        self.ideas = [commands.submit(self.challenge, title=f"Path number {n}", body="", by=carla) for n in range(3)]
        self.gates = {"in_review": [TWO_VOTES], "approved": [TWO_VOTES, REVIEWED, LEGAL]}
        for stage, criteria in self.gates.items():
            commands.set_gate(self.challenge, stage, criteria, by=self.ines)

    def stages(self) -> list[tuple[str, Any]]:
        return [(idea.stage, idea.merged_into_id) for idea in self.ideas]

    def do(self, deed: str, which: int, what: int) -> None:
        idea, stages = self.ideas[which], [stage.key for stage in queries.stages_of(self.space.id)]
        stage, voter = stages[what % len(stages)], self.voters[what % 3]
        deeds: dict[str, Callable[[], object]] = {
            "vote": lambda: commands.vote(idea, 1, by=voter),
            "unvote": lambda: commands.vote(idea, 0, by=voter),
            "review": lambda: commands.file_review(idea, scores=SCORES, reasons=REASONS, by=self.sam),
            "tick": lambda: commands.tick(idea, "legal", "", by=self.ines),
            "untick": lambda: commands.untick(idea, "legal", by=self.ines),
            "waive": lambda: commands.waive(idea, stage, ("v2", "r1", "legal")[what % 3], "So.", by=self.ines),
            "move": lambda: commands.move(idea, stage, "So.", by=self.ines),
            "move_all": lambda: commands.move_all(self.ideas, stage, "So.", by=self.ines),
            "undo": lambda: self._undo(idea),
            "merge": lambda: commands.merge(idea, self.ideas[(which + 1) % 3], by=self.ines),
            "unmerge": lambda: commands.unmerge(idea, by=self.ines),
            "retire": lambda: commands.retire_stage(self.space, stage, stages[(what + 1) % len(stages)], by=self.ines),
            "regate": lambda: self._regate(("in_review", "in_pilot")[what % 2]),
        }
        try:
            with db.session.begin_nested():
                deeds[deed]()
        except (Conflict, Invalid, Refused):
            db.session.expire_all()

    def _undo(self, idea: Idea) -> None:
        last = queries.last_move(idea)
        if last is not None:
            commands.undo_move(idea, last, by=self.ines)

    def _regate(self, stage: str) -> None:
        commands.set_gate(self.challenge, stage, [REVIEWED], by=self.ines)
        self.gates[stage] = [REVIEWED]

    def check(self, before: list[tuple[str, Any]]) -> None:
        for idea, (stage, merged) in zip(self.ideas, before, strict=True):
            came_back = merged is not None and idea.merged_into_id is None
            if (idea.stage != stage or came_back) and idea.merged_into_id is None:
                assert self._passes(idea), (stage, idea.stage)

    def _passes(self, idea: Idea) -> bool:
        reviews = len([r for r in queries.all_reviews(idea) if r.conflict is None])
        met = {
            "v2": voting.recount("idea", idea.id) >= 2, "r1": reviews >= 1,
            "legal": gated.tick(idea, "legal") is not None,
        }  # fmt: skip
        waived = db.session.query(Waiver).filter_by(idea_id=idea.id, stage=idea.stage).all()
        asked = {each["key"] for each in self.gates.get(idea.stage, [])}
        return all(met[key] or key in {waiver.criterion for waiver in waived} for key in asked)


def test_moves_of_many_are_all_or_none(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, gate: Callable[..., None]
) -> None:
    challenge = challenge_of()
    ideas = [idea_of(challenge, f"Idea number {n}") for n in range(3)]
    gate("approved", REVIEWED)
    with transaction.unit():
        for idea in ideas[:2]:
            commands.file_review(idea, scores=SCORES, reasons=REASONS, by=cast.sam)
    with pytest.raises(Invalid) as refusal, transaction.unit():
        commands.move_all(ideas, "approved", "Yes.", by=cast.ines)
    assert list(refusal.value.errors) == [f"ideas.{ideas[2].id}"]
    assert db.session.query(Move).count() == 0
    with transaction.unit():
        commands.move_all(ideas[:2], "approved", "Yes.", by=cast.ines)
    assert [idea.stage for idea in ideas] == ["approved", "approved", "submitted"]
