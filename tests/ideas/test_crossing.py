"""What is written at the same time as something else: similar ideas, and changes that cross."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import clock
from app.ideas.models import Idea
from tests.cast import Cast
from tests.ideas.conftest import SECRET, MakeChallenge, Send
from tests.ideas.test_phases import stretches

Browser = Callable[[Person], FlaskClient]
Settle = Callable[[], None]


def test_one_votes_for_a_similar_idea_instead(
    signed_in: Browser, send: Send, cast: Cast, idea: Idea, settle: Settle
) -> None:
    settle()
    browser, page = signed_in(cast.colin), "/search/similar?q=lend+a+spare+hub&kind=idea"
    assert "Vote for this one" in browser.get(page).text
    assert "Vote for this one" not in signed_in(cast.carla).get(page).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(page).text)
    assert token
    voted = browser.post(
        f"/ideas/{idea.id}/vote?_method=PUT",
        data={"csrf_token": token[1]},
        headers={"Referer": "http://localhost/ideas/new"},
    )
    assert (voted.status_code, voted.location) == (303, idea.url)
    assert "What you wrote is kept" in browser.get(idea.url).text
    assert idea.vote_count == 1


def test_answers_that_cross_are_shown_beside_each_other(
    signed_in: Browser, send: Send, cast: Cast, answered: Idea
) -> None:
    browser, page = signed_in(cast.carla), f"/ideas/{answered.id}/edit"
    words = {
        "title": answered.title, "body": answered.body, "version": answered.version, "form_version": "1",
        "fields.area": "Shop", "fields.cost": "1200", "fields.sponsor-in-house": SECRET,
        "fields.who-could-help": "@sam",
    }  # fmt: skip
    assert send(browser, page, page, **words, **{"fields.who-gains": "People nearby"}).status_code == 303
    late = send(browser, page, page, **{**words, "fields.cost": "900"}, **{"fields.who-gains": "People in town"})
    assert late.status_code == 409
    assert "<del>nearby</del><ins>in town</ins>" in late.text.replace("<span> </span>", " ")
    assert "<del>1200.00</del><ins>900</ins>" in late.text
    assert "Both say the same" not in late.text


def test_two_changes_of_a_challenge_that_cross_are_shown_and_none_is_undone(
    signed_in: Browser, send: Send, cast: Cast, challenge_of: MakeChallenge
) -> None:
    plan = stretches(clock.now().replace(second=0, microsecond=0), (2, ("submit",)), (2, ("vote",)))
    challenge = challenge_of(phases=plan)
    browser, page, put = signed_in(cast.ines), f"{challenge.url}/edit", f"{challenge.url}?_method=PUT"
    words: dict[str, object] = {"title": "Fewer calls", "brief": "What would help you?", "audience": "public"}
    for number, phase in enumerate(challenge.phases):
        row = {"number": phase.id, "name": phase.name, "deeds": phase.deeds}
        row |= {name: f"{getattr(phase, name):%Y-%m-%dT%H:%M}" for name in ("starts_at", "ends_at")}
        words |= {f"phases-{number}-{name}": said for name, said in row.items()}
    words["version"] = _version(browser.get(page).text)
    assert send(browser, put, page, **words).location == challenge.url
    assert send(browser, put, page, **words).location == challenge.url, "the same twice"
    late = {**words, "title": "Fewer letters", "blind": "y", "phases-1-name": "Choose"}
    crossed = send(browser, put, page, **late)
    assert (crossed.status_code, challenge.title) == (409, "Fewer calls")
    for said in ("<del>calls</del><ins>letters</ins>", "<del>no</del><ins>yes</ins>", "<ins>Choose"):
        assert said in crossed.text
    assert send(browser, put, page, **{**late, "version": _version(crossed.text)}).location == challenge.url
    assert (challenge.title, challenge.phases[1].name) == ("Fewer letters", "Choose")


def _version(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]
