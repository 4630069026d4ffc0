"""The pages of the idea exchange: with forms alone, and without telling what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Person
from app.core import clock, transaction
from app.ideas import commands, queries
from app.ideas.models import Idea
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, MakeIdea, Send

Browser = Callable[[Person], FlaskClient]
Cost = Callable[[FlaskClient, str], int]


def test_submitting_from_the_form(signed_in: Browser, send: Send, cast: Cast, challenge_of: MakeChallenge) -> None:
    challenge, carla = challenge_of(), signed_in(cast.carla)
    page = f"/ideas/new?challenge={challenge.slug}"
    short = send(carla, "/ideas/new", page, challenge=challenge.slug, title="Hub", body="Kept *text*")
    assert short.status_code == 422
    assert "Kept *text*" in short.text
    made = send(carla, "/ideas/new", page, challenge=challenge.slug, title="Lend a spare hub", body="Please *do*.")
    assert made.status_code == 303
    assert "<em>do</em>" in carla.get(made.location).text
    assert "/search/similar?kind=idea" in carla.get(page).text


def test_an_old_name_leads_to_the_current_one(client: FlaskClient, idea: Idea) -> None:
    here = '<a href="/ideas" aria-current="page">'
    assert [here in client.get(url).text for url in (idea.url, idea.challenge.url, "/spaces")] == [True, True, False]
    for address in (f"/ideas/{idea.id}", f"/ideas/{idea.id}/old-name"):
        moved = client.get(address)
        assert (moved.status_code, moved.location) == (301, idea.url)
    assert client.get("/ideas/99/nothing").status_code == 404


def test_voting_without_script_and_with(signed_in: Browser, send: Send, cast: Cast, idea: Idea) -> None:
    colin = signed_in(cast.colin)
    voted = send(colin, f"/ideas/{idea.id}/vote?_method=PUT", "/ideas")
    assert (voted.status_code, voted.location) == (303, idea.url)
    assert 'aria-pressed="true"' in colin.get("/ideas").text
    token = colin.get("/ideas").text.split('name="csrf_token" value="')[1].split('"')[0]
    scripted = {"headers": {"Accept": "application/json", "X-CSRFToken": token}}
    assert colin.delete(f"/ideas/{idea.id}/vote", **scripted).json == {"voted": False, "count": 0}  # type: ignore[arg-type]
    own = send(signed_in(cast.carla), f"/ideas/{idea.id}/vote?_method=PUT", idea.url)
    assert own.status_code == 403


def test_comments_and_replies(signed_in: Browser, send: Send, cast: Cast, idea: Idea) -> None:
    colin = signed_in(cast.colin)
    assert send(colin, f"/ideas/{idea.id}/comments", idea.url, body="").status_code == 422
    said = send(colin, f"/ideas/{idea.id}/comments", idea.url, body="Me **too**.")
    assert said.location.startswith(f"/ideas/{idea.id}/comments/")
    reply_to = said.location.rpartition("/")[2]
    assert send(colin, f"/ideas/{idea.id}/comments", idea.url, body="And you?", reply_to=reply_to).status_code == 303
    page = colin.get(idea.url).text
    assert "<strong>too</strong>" in page
    assert "ideas-replies" in page


def test_the_page_tells_the_whole_story(signed_in: Browser, send: Send, cast: Cast, idea: Idea) -> None:
    ines, sam, sue = signed_in(cast.ines), signed_in(cast.sam), signed_in(cast.sue)
    moved = send(
        ines, f"/ideas/{idea.id}/moves?at=shortlist", "/shortlist", stage="in_review", reason="Ask the experts."
    )
    assert moved.status_code == 303
    assert idea.title in sam.get("/reviews").text
    page = f"/ideas/{idea.id}/review"
    typed = {f"scores.{key}": "5" for key in SCORES} | {f"reasons.{key}": reason for key, reason in REASONS.items()}
    assert send(sam, f"{page}?_method=PUT", page, **{**typed, "scores.fit": ""}).status_code == 422
    assert send(sam, f"{page}?_method=PUT", page, **typed).location == "/reviews"
    assert "Filed by you" in sam.get("/reviews").text
    declared = send(sue, f"/ideas/{idea.id}/conflict?_method=PUT", page, conflict="My team would run it")
    assert declared.status_code == 303
    lines = {"kind": "cost", "basis": "realised", "amount": "1400", "currency": "EUR", "date": "2026-03-01"}
    assert send(ines, f"/ideas/{idea.id}/ledger", idea.url, **lines, evidence="").status_code == 422
    assert send(ines, f"/ideas/{idea.id}/ledger", idea.url, **lines, evidence="Invoice 7").status_code == 303
    told = signed_in(cast.carla).get(idea.url).text
    for words in (
        "Ask the experts.",
        "Because of fit.",
        "My team would run it. Left out of the mean",
        "€1,400",
        "Invoice 7",
    ):
        assert words in told
    assert "1 review counts." in told
    assert "/moves" not in told


def test_merging_and_undoing_by_page(
    signed_in: Browser, send: Send, cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    challenge, ines = challenge_of(), signed_in(cast.ines)
    one, two = idea_of(challenge), idea_of(challenge, "Lend routers")
    merge = f"/ideas/{two.id}/merge"
    assert send(ines, f"{merge}?_method=PUT", two.url, into=999).status_code == 422
    assert send(ines, f"{merge}?_method=PUT", two.url, into=one.id).location == one.url
    assert "Lend routers" in ines.get(one.url).text
    assert "This idea was merged" in ines.get(two.url).text
    assert send(ines, f"{merge}?_method=DELETE", one.url).status_code == 303
    assert "This idea was merged" not in ines.get(two.url).text


@pytest.mark.parametrize("page", ["/shortlist", "/challenges/new", "/reviews"])
def test_benches_are_for_those_who_work_there(signed_in: Browser, cast: Cast, client: FlaskClient, page: str) -> None:
    assert signed_in(cast.carla).get(page).status_code == 403
    assert client.get(page).status_code in {302, 303}


def test_a_challenge_is_opened_by_page(signed_in: Browser, send: Send, cast: Cast, client: FlaskClient) -> None:
    cast.space("help")
    ines = signed_in(cast.ines)
    words = {
        "title": "Fewer trips", "brief": "Why do you come?", "space": "help", "audience": "public",
        "opens_at": "2026-01-01T08:00", "closes_at": "2025-01-01T08:00",
    }  # fmt: skip
    assert "It must close after it opens." in send(ines, "/challenges/new", "/challenges/new", **words).text
    made = send(ines, "/challenges/new", "/challenges/new", **{**words, "closes_at": "2999-01-01T08:00"})
    assert made.location == "/challenges/fewer-trips"
    assert "Why do you come?" in client.get(made.location).text
    assert "Fewer trips" in client.get("/challenges").text


def test_a_blind_challenge_leaks_no_count(
    signed_in: Browser, api: Callable[..., FlaskClient], cast: Cast, client: FlaskClient,
    challenge_of: MakeChallenge, idea_of: MakeIdea,
) -> None:  # fmt: skip
    challenge = challenge_of(blind=True)
    quiet, loud = idea_of(challenge, "A quiet idea"), idea_of(challenge, "A loud idea")
    pages = ["/ideas", "/ideas?sort=hot", challenge.url, quiet.url, loud.url, "/ideas.atom"]
    calls = [f"/api/v1/ideas?sort={sort}&limit=1" for sort in ("top", "hot", "discover")]
    calls += [f"/api/v1/ideas/{loud.id}", f"/api/v1/challenges/{challenge.slug}", "/api/v1/challenges"]
    carla, machine = signed_in(cast.carla), api(cast.carla)
    before = [_shown(who.get(page)) for page in pages for who in (client, carla)]
    told = [machine.get(call).json for call in calls]
    with transaction.unit():
        for name in ("colin", "emma", "erik", "nell"):
            commands.vote(loud, 1, by=getattr(cast, name))
    assert [_shown(who.get(page)) for page in pages for who in (client, carla)] == before
    assert [machine.get(call).json for call in calls] == told
    vote = api(cast.sam).put(f"/api/v1/ideas/{loud.id}/vote", json={"value": 1}).json
    assert vote == {"value": 1, "count": 5}
    assert api(cast.sam).put(f"/api/v1/ideas/{loud.id}/vote", json={"value": 0}).json == {"value": 0, "count": None}
    with clock.at(challenge.closes_at + timedelta(seconds=1)):
        assert queries.visible_idea(None, loud.id) is not None
        assert machine.get(f"/api/v1/ideas/{loud.id}").json["vote_count"] == 4


def test_the_price_of_a_page_does_not_grow(
    signed_in: Browser, cast: Cast, cost: Cost, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    challenge, sam, ines = challenge_of(), signed_in(cast.sam), signed_in(cast.ines)
    addresses = [(sam, "/ideas"), (sam, challenge.url), (sam, "/reviews"), (ines, "/shortlist"), (sam, "/challenges")]
    addresses.append((sam, "/api/v1/ideas"))
    first = _fill(cast, challenge_of, idea_of, 1, 3)
    addresses.append((ines, first.url))
    with transaction.unit():
        commands.file_review(first, scores=SCORES, reasons=REASONS, by=cast.sam)
        commands.comment(first, "The first of them", by=cast.colin)
    few = [cost(browser, address) for browser, address in addresses]
    _fill(cast, challenge_of, idea_of, 3, 8)
    with transaction.unit():
        for person in (cast.sue, cast.sam):
            commands.file_review(first, scores=SCORES, reasons=REASONS, by=person)
        for n in range(4):
            commands.comment(first, f"Comment {n}", by=cast.colin)
    assert [cost(browser, address) for browser, address in addresses] == few


def _fill(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, start: int, end: int) -> Idea:
    """Challenges with an idea each, shortlisted, voted for and reviewed; returns the first idea."""
    made = [idea_of(challenge_of(f"challenge-{n}"), f"Idea number {n}") for n in range(start, end)]
    with transaction.unit():
        for idea in made:
            commands.vote(idea, 1, by=cast.colin)
            commands.move(idea, "shortlisted", "Many want it.", by=cast.ines)
            commands.file_review(idea, scores=SCORES, reasons=REASONS, by=cast.sue)
    return made[0]


def _shown(response: TestResponse) -> str:
    """A page without what differs from one request to the next."""
    lines = response.text.splitlines()
    return "\n".join(line for line in lines if "nonce" not in line and "csrf" not in line and "datetime" not in line)


def test_a_challenge_may_be_named_in_any_letters(
    cast: Cast, signed_in: Callable[[Person], FlaskClient], send: Send
) -> None:
    cast.space("help")
    said = {"title": "Λιγότερες διαδρομές", "space": "help", "brief": "Πώς;", "audience": "public", "standing": "y"}
    browser = signed_in(cast.ines)
    dates = {"opens_at": f"{clock.now():%Y-%m-%dT%H:%M}", "blind_rule": "voted"}
    made = send(browser, "/challenges/new", "/challenges/new", **said, **dates)
    assert made.status_code == 303
    assert said["title"] in browser.get(made.location).text
