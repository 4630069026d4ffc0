"""Stages: a space's own words, fixed kinds; what was closed keeps its name in stories."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.core import transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.extensions import db
from app.ideas import commands, queries
from app.ideas.models import STAGES, Idea
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, Send

V1 = "/api/v1"
Browser = Callable[[Person], FlaskClient]


def test_the_usual_stages_until_a_space_sets_its_own(cast: Cast) -> None:
    space, ines = cast.space("help"), cast.ines
    assert [stage.key for stage in queries.stages_of(space.id)] == list(STAGES)
    with transaction.unit():
        made = commands.add_stage(space, "Technical check", "review", by=ines)
        commands.rename_stage(space, "in_review", "With the experts", by=ines)
    assert (made.key, made.kind, made.look) == ("technical-check", "review", "in_review")
    labels = [stage.label for stage in queries.stages_of(space.id)]
    assert labels[:5] == ["Submitted", "Shortlisted", "With the experts", "Technical check", "Approved"]
    assert [stage.label for stage in queries.stages_of(cast.space("lounge").id)][2] == "In review"


@pytest.mark.parametrize(("name", "kind"), [("", "open"), ("x" * 41, "open"), ("Approved", "open"), ("New", "dream")])
def test_stages_that_cannot_be(cast: Cast, name: str, kind: str) -> None:
    with pytest.raises(Invalid):
        commands.add_stage(cast.space("help"), name, kind, by=cast.ines)


def test_the_order_names_each_stage_once_and_begins_open(cast: Cast) -> None:
    space, ines = cast.space("help"), cast.ines
    order = ["submitted", "in_review", "shortlisted", "approved", "in_pilot", "launched", "declined"]
    with transaction.unit():
        commands.order_stages(space, order, by=ines)
    assert [stage.key for stage in queries.stages_of(space.id)] == order
    with pytest.raises(Invalid):
        commands.order_stages(space, order[1:], by=ines)
    with pytest.raises(Invalid, match="open stage must stay"):
        commands.retire_stage(space, "submitted", "declined", by=ines)


def test_closing_a_stage_takes_its_ideas_along_and_keeps_its_name(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    challenge, ines = challenge_of(), cast.ines
    ideas = [idea_of(challenge, f"Idea number {n}") for n in range(2)]
    with transaction.unit():
        for idea in ideas:
            commands.move(idea, "in_pilot", "Try it.", by=ines)
        commands.rename_stage(idea.space, "in_pilot", "Trial", by=ines)
        assert commands.retire_stage(idea.space, "in_pilot", "launched", by=ines) == 2
    assert [(idea.stage, idea.kind) for idea in ideas] == [("launched", "done")] * 2
    told = [entry.payload["stage"] for entry in db.session.scalars(select(Entry)) if entry.name == "ideas.idea_moved"]
    assert told == ["in_pilot", "in_pilot", "launched", "launched"]
    assert queries.stage_named(idea.space_id, "in_pilot") is None
    assert queries.kind_of(idea.space_id, "in_pilot") == "doing"
    with pytest.raises(Invalid, match="submitted"):
        commands.move(ideas[0], "in_pilot", "Again.", by=ines)
    made = queries.last_move(ideas[0])
    assert made is not None
    with pytest.raises(Conflict, match="is closed"):
        commands.undo_move(ideas[0], made, by=ines)


def test_closing_a_stage_waits_for_the_gate_of_the_next(cast: Cast, idea: Idea) -> None:
    ines = cast.ines
    with transaction.unit():
        commands.move(idea, "in_review", "Ask.", by=ines)
        commands.set_gate(idea.space, "approved", [{"type": "votes", "least": 3}], by=ines)
    with pytest.raises(Conflict, match=idea.title), transaction.unit():
        commands.retire_stage(idea.space, "in_review", "approved", by=ines)
    assert queries.stage_named(idea.space_id, "in_review") is not None


def test_own_words_reach_pages_lists_and_the_api(
    signed_in: Browser, api: Callable[..., FlaskClient], send: Send, client: FlaskClient, cast: Cast, idea: Idea
) -> None:
    ines, machine = signed_in(cast.ines), api(cast.ines)
    made = machine.post(f"{V1}/spaces/help/stages", json={"name": "At the council", "kind": "decided"})
    assert (made.status_code, made.json["key"]) == (201, "at-the-council")
    assert (
        send(ines, f"/ideas/{idea.id}/moves", idea.url, stage="at-the-council", reason="They sit.").status_code == 303
    )
    assert "At the council" in client.get(idea.url).text
    assert idea.title in client.get("/ideas?stage=at-the-council").text
    assert idea.title in client.get("/ideas?kind=decided").text
    assert idea.title not in client.get("/ideas?kind=done").text
    told = machine.get(f"{V1}/ideas/{idea.id}").json
    assert (told["stage"], told["stage_name"], told["kind"]) == ("at-the-council", "At the council", "decided")
    assert len(machine.get(f"{V1}/ideas?stage=at-the-council").json["items"]) == 1
    refused = machine.get(f"{V1}/ideas?stage=nowhere")
    assert (refused.status_code, "at-the-council" in refused.json["errors"]["stage"]) == (422, True)
    assert [s["key"] for s in client.get(f"{V1}/spaces/help/stages").json["items"]][4] == "at-the-council"
    renamed = machine.patch(f"{V1}/spaces/help/stages/at-the-council", json={"name": "Council"})
    assert renamed.json["label"] == "Council"


def test_taking_a_move_back(signed_in: Browser, send: Send, cast: Cast, idea: Idea) -> None:
    ines = signed_in(cast.ines)
    assert send(ines, f"/ideas/{idea.id}/moves", idea.url, stage="declined", reason="A slip.").status_code == 303
    move = queries.last_move(idea)
    assert move is not None
    assert "Take this move back" in ines.get(idea.url).text
    assert "Take this move back" not in signed_in(cast.carla).get(idea.url).text
    undo = f"/ideas/{idea.id}/moves/{move.id}?_method=DELETE"
    assert send(signed_in(cast.carla), undo, idea.url).status_code == 403
    assert send(ines, undo, idea.url).status_code == 303
    assert "Taken back" in signed_in(cast.carla).get(idea.url).text
    assert (idea.stage, idea.answered_at) == ("submitted", None)
    assert send(ines, undo, idea.url).status_code == 409
