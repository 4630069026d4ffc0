"""What reviewers judge by: old reviews keep the rubric they were filed under, new ones go by the new."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.ideas import commands, panel, queries
from app.ideas.models import DEFAULT_RUBRIC, Challenge, Idea
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, Send

RUBRIC = [{"name": "Joy", "weight": 3, "anchor_5": "They tell others"}, {"key": "cost", "name": "Cost", "weight": 1}]

Browser = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]


def test_old_reviews_keep_their_rubric(cast: Cast, idea: Idea) -> None:
    challenge = idea.challenge
    with transaction.unit():
        assert not commands.change_rubric(challenge, DEFAULT_RUBRIC, version=1, by=cast.ines)
        commands.file_review(idea, scores={**SCORES, "cost": 1}, reasons=REASONS, by=cast.sam)
    before = panel.convene(idea, queries.reviews(idea, None)).summary.mean
    with transaction.unit():
        assert commands.change_rubric(challenge, RUBRIC, version=1, by=cast.ines)
    with pytest.raises(Conflict), transaction.unit():
        commands.change_rubric(challenge, DEFAULT_RUBRIC, version=1, by=cast.ines)
    judged = panel.convene(idea, queries.reviews(idea, None))
    assert (judged.summary.mean, judged.older_count) == (before, 1)
    assert [(each.key, each.mean) for each in judged.criteria] == [("joy", None), ("cost", 1)]
    with transaction.unit():
        commands.file_review(idea, scores={"joy": 5, "cost": 1}, reasons={"joy": "Yes.", "cost": "Dear."}, by=cast.sue)
    judged = panel.convene(idea, queries.reviews(idea, None))
    assert judged.summary.mean == pytest.approx(((before or 0) + 4.0) / 2)
    with transaction.unit():
        made = commands.file_review(
            idea, scores={"joy": 1, "cost": 1}, reasons={"joy": "No.", "cost": "So."}, by=cast.sam
        )
    assert made.rubric is None
    assert made.history[-1]["rubric"] == DEFAULT_RUBRIC


@pytest.mark.parametrize(
    "criteria",
    [
        [], [{"name": ""}], [{"name": "A"}, {"name": "a"}], [{"name": "A", "weight": 0}],
        [{"name": "A", "weight": "x"}],
        [{"name": "A", "weight": float("nan")}], [{"name": "A", "weight": 1e9}], [{"name": "A" * 81}],
        [{"name": "A", "anchor_3": "x" * 201}], [{"name": str(n)} for n in range(13)],
    ],
)  # fmt: skip
def test_rubrics_that_cannot_be_taken(
    cast: Cast, challenge_of: MakeChallenge, criteria: list[dict[str, object]]
) -> None:
    challenge = challenge_of()
    with pytest.raises(Invalid), transaction.unit():
        commands.change_rubric(challenge, criteria, version=1, by=cast.ines)


def test_the_rubric_by_page_and_api(signed_in: Browser, send: Send, api: Api, cast: Cast, idea: Idea) -> None:
    ines, page = signed_in(cast.ines), f"{idea.challenge.url}/rubric"
    assert "Strategic fit" in ines.get(page).text
    typed = {"version": "1", "criteria-0-name": "Joy", "criteria-0-weight": "2", "criteria-0-anchor_1": "Nobody cares"}
    typed |= {"criteria-1-name": "", "criteria-1-weight": "1", "held": "y"}
    assert send(ines, f"{page}?_method=PUT", page, **{**typed, "criteria-0-weight": "-1"}).status_code == 422
    assert send(ines, f"{page}?_method=PUT", page, **typed).status_code == 303
    assert send(ines, f"{page}?_method=PUT", page, **typed).status_code == 422  # somebody changed it meanwhile
    challenge = db.session.get_one(Challenge, idea.challenge_id, populate_existing=True)
    assert (challenge.rubric_version, challenge.reviews_held, [each["name"] for each in challenge.rubric]) == (
        2,
        True,
        ["Joy"],
    )
    assert "Nobody cares" in signed_in(cast.sam).get(f"/ideas/{idea.id}/review").text
    at = f"/api/v1/challenges/{challenge.slug}/rubric"
    body = {"rubric": [{"name": "Joy", "weight": 2}, {"name": "Risk"}], "version": 2, "held": False}
    assert api(cast.sam).put(at, json=body).status_code == 403
    assert api(cast.ines).put(at, json=body).json["version"] == 3
    assert api(cast.ines).put(at, json=body).status_code == 409
    assert signed_in(cast.sam).get(page).status_code == 403


def test_an_old_page_lets_nobody_read_what_was_held_back_meanwhile(
    signed_in: Browser, send: Send, cast: Cast, idea: Idea
) -> None:
    ines, page = signed_in(cast.ines), f"{idea.challenge.url}/rubric"
    assert 'name="was_held" type="hidden" value="0"' in ines.get(page).text
    with transaction.unit():
        commands.hold_reviews(idea.challenge, True, by=cast.ada)
    typed = {"version": "1", "criteria-0-name": "Joy", "criteria-0-weight": "2", "was_held": "0"}
    again = send(ines, f"{page}?_method=PUT", page, **typed)
    assert (again.status_code, "Somebody changed the rubric meanwhile" in again.text) == (422, True)
    challenge = db.session.get_one(Challenge, idea.challenge_id, populate_existing=True)
    assert (challenge.reviews_held, challenge.rubric_version) == (True, 1)
    assert send(ines, f"{page}?_method=PUT", page, **{**typed, "was_held": "1"}).status_code == 303


def test_a_form_by_an_old_rubric_is_shown_again(signed_in: Browser, send: Send, cast: Cast, idea: Idea) -> None:
    sam, page = signed_in(cast.sam), f"/ideas/{idea.id}/review"
    typed = {f"scores.{key}": "5" for key in SCORES} | {f"reasons.{key}": reason for key, reason in REASONS.items()}
    with transaction.unit():
        reweighed = [{**each, "weight": 1} for each in DEFAULT_RUBRIC]
        commands.change_rubric(idea.challenge, reweighed, version=1, by=cast.ines)
    again = send(sam, f"{page}?_method=PUT", page, **typed, version="1")
    assert (again.status_code, "The rubric changed while you wrote" in again.text) == (422, True)
    assert 'value="2"' in again.text
    assert send(sam, f"{page}?_method=PUT", page, **typed, version="2").status_code == 303
