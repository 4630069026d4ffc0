"""Nobody judges their own idea, nor chooses who does."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from app.core import clock, transaction
from app.core.access import Conflict
from app.extensions import db
from app.ideas import commands, policy, queries
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, MakeIdea, Send
from tests.ideas.test_assignments import WEEK, Api, Browser, Settle, ask, file, listed, states, told


def test_who_becomes_an_author_reviews_it_no_more(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Settle
) -> None:
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    assert cast.sue
    ask(cast, [idea], cast.sam)
    with transaction.unit():
        commands.invite(idea, "sam", by=cast.carla)
        commands.agree(idea, by=cast.sam)
    settle()
    assert states(idea) == {"sam": "withdrawn", "sue": "waiting"}
    assert told(cast.sam)[-1] == "review_withdrawn"
    assert told(cast.sue) == ["stood_in"]


def test_nobody_chooses_who_reviews_their_own_idea(
    signed_in: Browser, send: Send, api: Api, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    with transaction.unit():
        own = commands.submit(idea.challenge, title="One shelf for all", body="Please.", by=cast.ines)
        commands.move(own, "shortlisted", "So.", by=cast.ada)
        commands.assign_reviews(own.challenge, {own.id: [cast.sam.id]}, due_at=clock.now() + WEEK, by=cast.ada)
    task = queries.assignment_of(cast.sam, own)
    assert task
    ines, at, day = signed_in(cast.ines), f"{idea.challenge.url}/assignments", "2030-01-01"
    page = ines.get(at).text
    assert f'id="pick-{idea.id}"' in page
    assert f'id="pick-{own.id}"' not in page
    assert f"/review-assignments/{task.id}" not in page
    assert f'name="pair" value="{own.id}:' not in ines.get(f"{at}?all=1&each=1&due={day}").text
    assert send(ines, at, at, pair=[f"{own.id}:{cast.sue.id}"], due=day).status_code == 403
    assert send(ines, f"/review-assignments/{task.id}?_method=DELETE", at).status_code == 403
    body = {"assignments": [{"idea": own.id, "reviewers": ["sue"]}], "due_at": (clock.now() + WEEK).isoformat()}
    assert api(cast.ines).post(f"/api/v1{at}", json=body).status_code == 403
    assert api(cast.ines).delete(f"/api/v1/review-assignments/{task.id}").status_code == 403
    assert states(own) == {"sam": "waiting"}
    assert f'id="pick-{own.id}"' in signed_in(cast.ada).get(at).text


def test_nobody_sets_how_their_own_idea_is_judged(
    signed_in: Browser, send: Send, api: Api, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    with transaction.unit():
        own = commands.submit(idea.challenge, title="One shelf for all", body="Please.", by=cast.emma)
        commands.invite(own, "ines", by=cast.emma)
        commands.agree(own, by=cast.ines)
    at, ines, ada = f"{idea.challenge.url}/rubric", signed_in(cast.ines), signed_in(cast.ada)
    typed = {"version": "1", "criteria-0-name": "Joy", "criteria-0-weight": "1", "held": "y"}
    page = ines.get(at).text
    assert "Let another member of the team change it." in page
    assert 'name="criteria-0-name"' not in page
    assert "Strategic fit" in page
    assert send(ines, f"{at}?_method=PUT", at, **typed).status_code == 403
    body = {"rubric": [{"name": "Joy"}], "version": 1, "held": True}
    assert api(cast.ines).put(f"/api/v1{at}", json=body).status_code == 403
    assert send(ada, f"{at}?_method=PUT", at, **typed).status_code == 303
    with transaction.unit():
        commands.merge(own, idea, by=cast.ada)
    assert policy.may_set_rubric(cast.ines, idea.challenge)


def test_what_is_decided_or_merged_is_judged_no_more(
    signed_in: Browser, send: Send, api: Api, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    decided, merged, into = listed(cast, challenge_of(), idea_of, 3)
    for idea in (decided, merged):
        file(idea, cast.sam)
    with transaction.unit():
        commands.move(decided, "declined", "Too dear.", by=cast.ines)
        commands.merge(merged, into, by=cast.ines)
    sam, body = signed_in(cast.sam), {"scores": dict.fromkeys(SCORES, 1), "reasons": REASONS}
    for idea, why in ((decided, "This idea is decided"), (merged, "Review the one it went into.")):
        page = f"/ideas/{idea.id}/review"
        assert why in sam.get(page).text
        assert send(sam, f"{page}?_method=PUT", into.url, version="1").status_code == 403
        assert send(sam, f"/ideas/{idea.id}/conflict?_method=PUT", into.url, conflict="Mine.").status_code == 403
        assert api(cast.sam).put(f"/api/v1{page}", json=body).status_code == 403
        assert page not in sam.get(idea.url, follow_redirects=True).text
        with pytest.raises(Conflict):
            file(idea, cast.sam)
    assert queries.review_of(cast.sam, decided).scores == SCORES  # type: ignore[union-attr]


def test_what_was_decided_while_the_form_was_on_its_way_keeps_what_was_typed(
    signed_in: Browser, send: Send, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    """The door lets it through; before its turn comes the idea is decided."""
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    sam, page, looked = signed_in(cast.sam), f"/ideas/{idea.id}/review", list[str]()

    def decide_meanwhile(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not looked and statement.startswith("SELECT challenge.id"):
            looked.append(statement)
            connection.exec_driver_sql("UPDATE idea SET kind = 'closed', stage = 'declined'")

    typed = {f"scores.{key}": "5" for key in SCORES} | {f"reasons.{key}": reason for key, reason in REASONS.items()}
    shown = sam.get(page)
    event.listen(db.engine, "after_cursor_execute", decide_meanwhile)
    try:
        refused = send(sam, f"{page}?_method=PUT", "/reviews", **typed, version="1")
    finally:
        event.remove(db.engine, "after_cursor_execute", decide_meanwhile)
    assert (shown.status_code, refused.status_code) == (200, 409)
    assert "It is not judged any more." in refused.text
    assert REASONS["risk"] in refused.text
    db.session.expire_all()
    assert queries.review_of(cast.sam, idea) is None


def test_who_became_an_author_since_the_door_files_nothing(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    (idea,), sam = listed(cast, challenge_of(), idea_of, 1), cast.sam
    with transaction.unit():
        commands.invite(idea, "sam", by=cast.carla)
        commands.agree(idea, by=sam)
    with pytest.raises(Conflict, match="one of its authors"):
        file(idea, sam)
