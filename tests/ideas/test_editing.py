"""Changing an idea: who may, what is kept of it, who reads that, and what hangs on it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Invalid
from app.core.audit import AuditEntry
from app.core.events import Entry
from app.core.versions import Stale
from app.extensions import db
from app.ideas import commands, policy, queries
from app.ideas.models import Challenge, Idea, IdeaVersion
from app.notifications.models import Notification
from app.screening import commands as screening
from tests.cast import Cast
from tests.files.pictures import png
from tests.ideas.conftest import SECRET, MakeChallenge, MakeIdea, Send

Api = Callable[..., FlaskClient]
Browser = Callable[[Person], FlaskClient]
Settle = Callable[[], None]
V1 = "/api/v1"


def _edit(idea: Idea, by: Person, body: str = "A drawer of hubs in each shop.", **how: Any) -> None:
    with transaction.unit(), clock.at(clock.now() + timedelta(minutes=20)):
        commands.edit(idea, title=how.pop("title", idea.title), body=body, by=by, **how)


def _said(idea: Idea, reader: Person | None) -> str:
    """All that a reader is told of the changes."""
    page = queries.changes(reader, idea, is_team=policy.sees_team_answers(reader, idea))
    told = [run.text for change in page.items for run in [*(change.title or ()), *(change.body or ())]]
    told += [run.text for change in page.items for _label, runs in change.answers for run in runs]
    return " ".join([*told, *(change.by.name for change in page.items if change.by)])


@pytest.mark.parametrize(
    ("who", "at", "gate"),
    [
        ("carla", "submitted", None), ("carla", "in_review", None), ("carla", "approved", "state"),
        ("carla", "declined", "state"), ("colin", "submitted", "own"), ("emma", "submitted", "own"),
        ("sam", "in_review", "own"), ("ines", "submitted", None), ("ines", "approved", None),
        ("visitor", "submitted", "sign-in"),
    ],
)  # fmt: skip
def test_who_may_change_it_when(cast: Cast, idea: Idea, who: str, at: str, gate: str | None) -> None:
    ines = cast.ines
    if at != "submitted":
        with transaction.unit():
            commands.move(idea, at, "So it goes.", by=ines)
    decision = policy.may_edit(getattr(cast, who, None), idea)
    assert bool(decision) is (gate is None)
    assert gate is None or decision.gate == gate


def test_an_author_s_time_ends_with_the_challenge_s_and_a_co_author_may(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    idea = idea_of(challenge_of(opens=-20, closes=1))
    carla, colin = cast.carla, cast.colin
    with transaction.unit():
        commands.invite(idea, "@colin", by=carla)
    assert not policy.may_edit(colin, idea)
    with transaction.unit():
        commands.agree(idea, by=colin)
    assert policy.may_edit(colin, idea)
    with clock.at(clock.now() + timedelta(days=2)):
        assert policy.may_edit(carla, idea).gate == "dates"


def test_what_it_said_is_kept_once_somebody_built_on_it(cast: Cast, idea: Idea) -> None:
    carla, colin = cast.carla, cast.colin
    with transaction.unit():
        commands.edit(idea, title=idea.title, body="A slip mended.", by=carla)
    assert queries.change_count(idea) == 0
    with transaction.unit():
        commands.vote(idea, 1, by=colin)
    _edit(idea, carla, "Lend *one* of them.")
    _edit(idea, carla, "Lend *two* of them.", title="Lend a spare hub for a week")
    kept = db.session.scalars(select(IdeaVersion).order_by(IdeaVersion.id)).all()
    assert [(row.title, row.body) for row in kept] == [
        ("Lend a spare hub", "A slip mended."), ("Lend a spare hub", "Lend *one* of them."),
    ]  # fmt: skip
    newest = queries.changes(None, idea, is_team=False).items[0]
    assert newest.body
    assert [run for run in newest.body if run.kind != "keep"] == [("drop", "one"), ("add", "two")]
    assert idea.body_html == "<p>Lend <em>two</em> of them.</p>\n"


def test_two_tabs_do_not_overwrite_each_other(signed_in: Browser, send: Send, api: Api, cast: Cast, idea: Idea) -> None:
    browser, page, version = signed_in(cast.carla), f"/ideas/{idea.id}/edit", idea.version
    words = {"title": idea.title, "form_version": "0"}
    for _click in range(2):
        assert send(browser, page, page, body="The first tab.", version=version, **words).status_code == 303
    late = send(browser, page, page, body="The second tab.", version=version, **words)
    assert late.status_code == 409
    assert "The first tab." in late.text
    assert "The second tab." in late.text
    assert "<del>first</del><ins>second</ins>" in late.text
    answer = api(cast.carla).put(
        f"{V1}/ideas/{idea.id}", json={"title": idea.title, "body": "Late.", "version": version}
    )
    assert (answer.status_code, answer.json["body"]) == (409, "The first tab.")
    with pytest.raises(Stale):
        _edit(idea, cast.carla, version=version)


def test_the_team_says_why_and_what_it_replaced_is_not_for_all(cast: Cast, idea: Idea) -> None:
    ines = cast.ines
    with pytest.raises(Invalid) as refused:
        _edit(idea, ines)
    assert "reason" in refused.value.errors
    _edit(idea, ines, reason="It named a customer.")
    assert [change.reason for change in queries.changes(None, idea, is_team=False).items] == ["It named a customer."]
    assert "Please" not in _said(idea, cast.colin)
    for reader in (cast.carla, ines):
        assert "Please" in _said(idea, reader)


def test_team_answers_stay_with_the_team_in_versions(
    signed_in: Browser, api: Api, client: FlaskClient, cast: Cast, answered: Idea
) -> None:
    fields = {"area": "Network", "sponsor-in-house": "Nobody"}
    _edit(answered, cast.carla, fields=fields)
    for reader in (cast.colin, cast.emma, cast.sam, None):
        said = _said(answered, reader)
        assert SECRET not in said
        assert "Nobody" not in said
        assert "Shop" in said
        browser = signed_in(reader) if reader else client
        assert SECRET not in browser.get(f"/ideas/{answered.id}/versions").text
        assert SECRET not in browser.get(f"{V1}/ideas/{answered.id}/history").text
    assert SECRET in _said(answered, cast.ines)
    told = api(cast.ines).get(f"{V1}/ideas/{answered.id}/history").json["items"][0]
    assert {each["label"] for each in told["fields"]} >= {"Area", "Sponsor in house"}
    plain = api(cast.carla).put(f"{V1}/ideas/{answered.id}", json={"title": answered.title, "body": "Only that."})
    assert plain.status_code == 200
    assert answered.answers["area"] == "Network"


def test_nobody_learns_who_changed_an_anonymous_idea(
    signed_in: Browser, cast: Cast, challenge_of: MakeChallenge, settle: Settle
) -> None:
    carla, colin = cast.carla, cast.colin
    with transaction.unit():
        idea = commands.submit(
            challenge_of(allows_anonymous=True), title="Lend a spare hub", body="Mine.", by=carla, anonymous=True
        )
        commands.vote(idea, 1, by=colin)
    _edit(idea, carla, "Ours.")
    settle()
    edited = [entry for entry in db.session.scalars(select(Entry)) if entry.name == "ideas.idea_edited"]
    assert [entry.actor_id for entry in edited] == [None]
    logged = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "ideas.idea_edited")).all()
    assert [entry.actor_id for entry in logged] == [None]
    for reader in (colin, cast.ines, cast.sam):
        page = signed_in(reader).get(f"/ideas/{idea.id}/versions").text
        assert "Anonymous until decided" in page
        assert carla.name not in page
    told = db.session.scalars(select(Notification).where(Notification.kind == "idea_edited")).all()
    assert [(row.person_id, carla.name in str(row.params)) for row in told] == [(colin.id, False)]


def test_words_that_a_rule_holds_wait_and_are_told_of_once(
    signed_in: Browser, client: FlaskClient, cast: Cast, idea: Idea, settle: Settle
) -> None:
    with transaction.unit():
        screening.add_rule(
            name="Insults", kind="words", action="hold", terms=["moron"], message="Kindly.", by=cast.stella
        )
    challenge, before = idea.challenge, idea.challenge.idea_count
    _edit(idea, cast.carla, "Only a moron would not.")
    assert (idea.hold, challenge.idea_count) == ("held", before - 1)
    assert client.get(idea.url).status_code == 404
    _edit(idea, cast.carla, "Everybody would.")
    with transaction.unit():
        commands.set_idea_hold(idea, "shown", by=cast.max)
    settle()
    assert challenge.idea_count == before
    assert "moron" not in client.get(f"/ideas/{idea.id}/versions").text
    assert "moron" in _said(idea, cast.carla)
    submitted = [entry for entry in db.session.scalars(select(Entry)) if entry.name == "ideas.idea_submitted"]
    assert len(submitted) == 1
    assert idea.url in signed_in(cast.colin).get("/search?q=everybody&kind=idea").text


@pytest.mark.parametrize("who", ["carla", "ines"])
def test_why_it_changed_passes_the_rules_as_everybody_reads_it(cast: Cast, idea: Idea, who: str) -> None:
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", action="hold", terms=["scoundrel"], by=cast.max)
    for said in ("My card is 4111 1111 1111 1111", "You scoundrel"):
        with pytest.raises(Invalid) as refused:
            _edit(idea, getattr(cast, who), reason=said)
        assert list(refused.value.errors) == ["reason"]


def test_a_voter_and_a_reviewer_see_that_it_changed_since(
    signed_in: Browser, cast: Cast, idea: Idea, settle: Settle
) -> None:
    carla, colin = cast.carla, cast.colin
    with transaction.unit():
        commands.vote(idea, 1, by=colin)
    assert "changed after" not in signed_in(colin).get(idea.url).text
    _edit(idea, carla)
    settle()
    assert "It was changed after you voted for it." in signed_in(colin).get(idea.url).text
    assert "changed after" not in signed_in(cast.emma).get(idea.url).text
    _edit(idea, carla, "And again.")
    settle()
    told = db.session.scalars(select(Notification).where(Notification.kind == "idea_edited")).all()
    assert [row.person_id for row in told] == [colin.id]


def test_files_come_with_it_are_seen_by_its_readers_and_go_again(
    signed_in: Browser, send: Send, client: FlaskClient, cast: Cast, challenge_of: MakeChallenge
) -> None:
    challenge: Challenge = challenge_of(allows_private=True)
    browser, page = signed_in(cast.carla), f"/ideas/new?challenge={challenge.slug}"
    sent = {"files": (io.BytesIO(png()), "sketch.png"), "title": "Lend a spare hub", "challenge": challenge.slug}
    made = send(browser, "/ideas/new", page, form_version="0", private="y", **sent)
    assert made.status_code == 303
    idea = db.session.scalars(select(Idea)).one()
    (file,) = queries.attachments(idea)
    assert file.url in browser.get(idea.url).text
    for reader in (signed_in(cast.colin), signed_in(cast.emma), client):
        assert reader.get(file.url).status_code == 404
    assert signed_in(cast.ines).get(file.url, buffered=True).status_code == 200
    with transaction.unit():
        commands.open_up(idea)
    assert client.get(file.url, buffered=True).status_code == 200
    address = f"/ideas/{idea.id}/edit"
    words = {"title": idea.title, "form_version": "0", "version": idea.version, "without": file.token}
    assert send(browser, address, address, **words).status_code == 303
    assert queries.attachments(idea) == []
    assert client.get(file.url).status_code == 404


def test_drafts_of_both_come_back_and_end_with_the_deed(signed_in: Browser, send: Send, cast: Cast, idea: Idea) -> None:
    browser, other = signed_in(cast.carla), signed_in(cast.colin)
    new, change = "/ideas/new", f"/ideas/{idea.id}/edit"
    said = {"challenge": idea.challenge.slug, "title": "A second hub", "body": "Half a thought."}
    assert send(browser, "/drafts/idea:new", new, **said).status_code == 303
    assert "Half a thought." in browser.get(new).text
    kept = {"title": idea.title, "body": "Half a change.", "version": idea.version}
    assert send(browser, f"/drafts/idea:{idea.id}", change, **kept).status_code == 303
    assert "Half a change." in browser.get(change).text
    listed = browser.get("/drafts").text
    assert "A new idea" in listed
    assert change in listed
    assert send(other, f"/drafts/idea:{idea.id}", new, **kept).status_code == 404
    assert send(browser, new, new, form_version="0", **said).status_code == 303
    assert send(browser, change, change, form_version="0", **kept).status_code == 303
    assert "Half a" not in browser.get("/drafts").text


def test_what_cannot_be_taken_stays_in_the_form(
    signed_in: Browser, send: Send, cost: Callable[[FlaskClient, str], int], cast: Cast, idea: Idea
) -> None:
    browser, page = signed_in(cast.carla), f"/ideas/{idea.id}/edit"
    words = {"form_version": "0", "version": idea.version}
    refused = send(browser, page, page, title="Hub", body="My careful text.", **words)
    assert refused.status_code == 422
    assert "My careful text." in refused.text
    assert signed_in(cast.colin).get(page).status_code == 403
    for number in range(4):
        _edit(idea, cast.carla, f"Text {number}.")
    few = cost(browser, f"/ideas/{idea.id}/versions")
    for number in range(12):
        _edit(idea, cast.carla, f"Words {number}.")
    assert cost(browser, f"/ideas/{idea.id}/versions") == few
