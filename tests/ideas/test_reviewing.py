"""Reviewing: blind until filed, held until all are in, by rubrics that change; the list, the form, the figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock, transaction
from app.extensions import db
from app.ideas import commands, queries, reviewers
from app.ideas.models import Idea
from app.ideas.plans import Stretch
from app.notifications.models import Notification
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, MakeIdea, Send
from tests.ideas.test_assignments import WEEK, ask, file, listed

Browser = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]
Settle = Callable[[], None]
SECRET = "Because of fit."


def everything(browser: FlaskClient, idea: Idea) -> str:
    """All pages and answers on which a review could show."""
    addresses = (
        idea.url, "/ideas", idea.challenge.url, "/reviews", "/notifications", f"/ideas/{idea.id}/alike", "/ideas.atom",
        f"/people/{idea.author.handle}", "/", "/api/v1/ideas", f"/api/v1/ideas/{idea.id}",
        f"{idea.challenge.url}/assignments", f"{idea.challenge.url}/reviewers", "/shortlist", "/search?q=hub",
    )  # fmt: skip
    return "\n".join(browser.get(address).text for address in addresses)


def test_a_reviewer_is_blind_until_theirs_is_filed(
    signed_in: Browser, api: Api, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Settle
) -> None:
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    file(idea, cast.sue)
    settle()
    sam = signed_in(cast.sam)
    seen = everything(sam, idea)
    assert SECRET not in seen
    assert "1 review" not in seen
    assert "Sue Specialist" not in seen
    answer = api(cast.sam).get(f"/api/v1/ideas/{idea.id}").json
    assert (answer["reviews"], answer["review_count"], answer["aggregate"]["mean"]) == ([], None, None)
    assert SECRET in signed_in(cast.carla).get(idea.url).text
    file(idea, cast.sam)
    assert SECRET in sam.get(idea.url).text
    assert api(cast.sam).get(f"/api/v1/ideas/{idea.id}").json["aggregate"]["review_count"] == 2
    with transaction.unit():
        commands.move(idea, "declined", "Too dear.", by=cast.ines)
    assert SECRET in signed_in(cast.sam).get(idea.url).text


def test_who_was_asked_is_blind_also_on_the_team(
    signed_in: Browser, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    from app.accounts import commands as accounts

    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    with transaction.unit():
        accounts.grant_roles(cast.ines, ("innovation", "sme"), by=cast.ada)
    file(idea, cast.sue)
    with transaction.unit():
        commands.set_gate(idea.challenge, "approved", [{"type": "mean", "least": 3}], by=cast.ada)
    browser = signed_in(cast.ines)
    gate = f"/ideas/{idea.id}/moves/new?stage=approved"
    assert "4.0" not in browser.get(gate).text
    assert "you read this once your review is filed" in browser.get(gate).text
    assert "4.0" not in browser.get("/shortlist").text
    assert "no reviews yet" in browser.get("/shortlist").text
    with transaction.unit():
        commands.file_review(idea, scores={}, reasons={}, conflict="I run the challenge.", by=cast.ines)
    assert "4.0" in browser.get("/shortlist").text
    assert "4.0" in browser.get(gate).text


def test_held_reviews_are_nobodys_until_all_are_in(
    signed_in: Browser, client: FlaskClient, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Settle
) -> None:
    challenge = challenge_of()
    with transaction.unit():
        commands.hold_reviews(challenge, True, by=cast.ines)
    idea, other = listed(cast, challenge, idea_of, 2)
    ask(cast, [idea, other], cast.sam, cast.sue)
    file(idea, cast.sam)
    settle()
    ines, carla = signed_in(cast.ines), signed_in(cast.carla)
    for browser in (client, carla, ines, signed_in(cast.sue), signed_in(cast.ada)):
        assert SECRET not in everything(browser, idea)
    assert SECRET in signed_in(cast.sam).get(f"/ideas/{idea.id}/review").text  # their own
    assert "reviewed" not in [each.kind for each in db.session.query(Notification).filter_by(person_id=cast.carla.id)]
    file(idea, cast.sue)
    settle()
    assert SECRET in client.get(idea.url).text
    kinds = [each.kind for each in db.session.query(Notification).filter_by(person_id=cast.carla.id)]
    assert "reviews_released" in kinds
    # The other one is released by its date, with what is there by then.
    file(other, cast.sam)
    assert SECRET not in client.get(other.url).text
    with clock.at(clock.now() + WEEK + timedelta(days=1)):
        with transaction.unit():
            commands.keep_assignments()
        assert SECRET in client.get(other.url).text


def test_what_people_read_already_is_not_taken_back(
    client: FlaskClient, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    file(idea, cast.sam)
    with transaction.unit():
        commands.hold_reviews(idea.challenge, True, by=cast.ines)
    assert SECRET in client.get(idea.url).text


def test_ties_and_statements_are_public(
    signed_in: Browser, send: Send, client: FlaskClient, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    idea = idea_of(challenge_of(), "Let @sam run the workshop")
    with transaction.unit():
        commands.vote(idea, 1, by=cast.sam)
    sam, page = signed_in(cast.sam), f"/ideas/{idea.id}/review"
    assert "The idea names you." in sam.get(page).text
    typed = {f"scores.{key}": "5" for key in SCORES} | {f"reasons.{key}": reason for key, reason in REASONS.items()}
    version = {"version": str(idea.challenge.rubric_version)}
    refused = send(sam, f"{page}?_method=PUT", page, **typed, **version)
    assert (refused.status_code, "Say why you can judge all the same" in refused.text) == (422, True)
    said = {"statement": "I would not run it myself."}
    assert send(sam, f"{page}?_method=PUT", page, **typed, **version, **said).status_code == 303
    told = client.get(idea.url).text
    for words in ("Named in the idea", "Voted for it", "I would not run it myself."):
        assert words in told


def test_filing_leads_to_the_next_idea(
    signed_in: Browser, send: Send, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    one, two = listed(cast, challenge_of(), idea_of, 2)
    ask(cast, [one, two], cast.sam)
    sam, page = signed_in(cast.sam), f"/ideas/{one.id}/review"
    assert "0 of 2 done" in sam.get("/reviews").text
    typed = {f"scores.{key}": "5" for key in SCORES} | {f"reasons.{key}": reason for key, reason in REASONS.items()}
    filed = send(sam, f"{page}?_method=PUT", page, **typed, version="1")
    assert filed.location == f"/ideas/{two.id}/review"
    assert "1 of 2 done" in sam.get("/reviews").text
    with transaction.unit(), clock.at(clock.now() + timedelta(hours=1)):
        commands.comment(one, "I thought it over.", by=cast.carla)
    assert "the author wrote since" in sam.get("/reviews").text
    with clock.at(clock.now() + WEEK + timedelta(days=2)):
        assert "Overdue" in signed_in(cast.sam).get("/reviews").text


def test_what_takes_no_reviews_yet_is_read_and_not_judged(
    signed_in: Browser, send: Send, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    """Neither the list nor the way on after filing leads where one is refused."""
    begin, day = clock.now() - timedelta(days=1), timedelta(days=1)
    plan = [Stretch("Share", begin, begin + 3 * day, ("submit", "discuss")),
            Stretch("Review", begin + 3 * day, begin + 9 * day, ("review", "decide"))]  # fmt: skip
    (later,) = listed(cast, challenge_of("phased", phases=plan), idea_of, 1)
    (volunteered,) = listed(cast, later.challenge, idea_of, 1)
    (now,) = listed(cast, challenge_of(), idea_of, 1)
    ask(cast, [later], cast.sam, due=4 * day)
    ask(cast, [now], cast.sam, due=5 * day)
    sam, page = signed_in(cast.sam), f"/ideas/{now.id}/review"
    shown = sam.get("/reviews").text
    assert re.findall(r'class="row-title" href="([^"]+)"', shown) == [
        f"/ideas/{later.id}", page, f"/ideas/{volunteered.id}"
    ]  # fmt: skip
    assert shown.count("reviews open") == 2
    typed = {f"scores.{key}": "5" for key in SCORES} | {f"reasons.{key}": reason for key, reason in REASONS.items()}
    assert f"/ideas/{later.id}" not in sam.get(page).text
    assert send(sam, f"{page}?_method=PUT", page, **typed, version="1").location == "/reviews"
    with clock.at(begin + 4 * day):
        assert f'href="/ideas/{later.id}/review"' in signed_in(cast.sam).get("/reviews").text


def test_a_draft_of_a_review_is_kept_and_ends_with_it(signed_in: Browser, send: Send, cast: Cast, idea: Idea) -> None:
    sam, page = signed_in(cast.sam), f"/ideas/{idea.id}/review"
    fields = {"scores.fit": "2", "reasons.fit": "Hardly.", "version": "1"}
    assert send(sam, f"/drafts/review:{idea.id}", page, **fields, draft_version="0").status_code == 303
    shown = sam.get(page).text
    assert re.search(r'value="2"[^>]*checked|checked[^>]*value="2"', shown)
    assert "Hardly." in shown
    typed = {f"scores.{key}": "5" for key in SCORES} | {f"reasons.{key}": reason for key, reason in REASONS.items()}
    assert send(sam, f"{page}?_method=PUT", page, **typed, version="1").status_code == 303
    assert "Hardly." not in sam.get(page).text
    assert signed_in(cast.colin).put(
        f"/api/v1/drafts/review:{idea.id}", json={"fields": {}, "version": 0}
    ).status_code in {400, 404}


def test_reviewers_beside_each_other(
    signed_in: Browser, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    challenge, ines = challenge_of(), signed_in(cast.ines)
    assert "Nobody has been asked yet" in ines.get(f"{challenge.url}/reviewers").text
    ideas = listed(cast, challenge, idea_of, 4)
    ask(cast, ideas, cast.sam, cast.sue)
    for place, idea in enumerate(ideas[:3]):
        with transaction.unit():
            commands.file_review(idea, scores=dict.fromkeys(SCORES, 5 - place), reasons=REASONS, by=cast.sam)
            commands.file_review(idea, scores=dict.fromkeys(SCORES, 3 - place), reasons=REASONS, by=cast.sue)
    board = reviewers.compare(challenge, queries.assignments_in(challenge), queries.counted_in(challenge, cast.ines))
    sam, sue = board.reviewers
    assert (sam.done, sam.on_time, sam.waiting, sam.apart) == (3, 3, 1, 2)
    assert sam.severity
    assert sue.severity
    assert sam.severity.points == pytest.approx(-sue.severity.points)
    assert sam.severity.points < 0 < sue.severity.points
    assert [round(each.mean, 1) for each in board.ideas] == [4, 3, 2]
    page = ines.get(f"{challenge.url}/reviewers").text
    assert "100 %" in page
    # What Ines may not see does not go into her figures either.
    with transaction.unit():
        commands.hold_reviews(challenge, True, by=cast.ines)
    file(ideas[3], cast.sue)
    assert len(queries.counted_in(challenge, cast.ines)) == 6
