"""The audience of a challenge: the switch to customers, segments that leak nowhere, and the forms of the team."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import CustomerFacts, Person
from app.core import audit, clock, transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.core.realtime import rules
from app.discussion.models import Comment
from app.extensions import db
from app.ideas import commands, policy, queries
from app.ideas.models import Challenge, Idea
from app.notifications import queries as notifications
from tests.cast import Cast
from tests.ideas.conftest import REASONS, SCORES, MakeChallenge, MakeIdea, Send
from tests.ideas.test_phases import stretches

Browser = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]
DAY = timedelta(days=1)


def put_in(person: Person, segment: str) -> None:
    """Let the CRM have somebody in a segment."""
    with transaction.unit():
        facts = CustomerFacts(person_id=person.id, customer=f"C-{person.id}", segment=segment, value=Decimal(10))
        db.session.add(facts)


def told(person: Person) -> list[str]:
    """Of what somebody was told, newest first, badges aside."""
    return [one.kind for one in notifications.of(person).items if not one.kind.startswith("badge_")]


@pytest.fixture
def inside(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> Challenge:
    """An internal challenge in the employees' space, with an idea of Emma's, a comment, a vote and a review."""
    challenge = challenge_of("ours", space="staff", audience="internal")
    idea = idea_of(challenge, by=cast.emma)
    with transaction.unit():
        commands.comment(idea, "Tell me more.", by=cast.sam)
        commands.vote(idea, 1, by=cast.sue)
        commands.file_review(idea, scores=SCORES, reasons=REASONS, by=cast.sam)
    return challenge


def test_a_segment_challenge_is_nowhere_for_others(
    signed_in: Browser, api: Api, cast: Cast, client: FlaskClient, challenge_of: MakeChallenge, idea_of: MakeIdea,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    put_in(cast.carla, "fibre")
    put_in(cast.colin, "mobile")
    other = idea_of(challenge_of("for-all"), "Something for everybody", by=cast.emma)
    chosen = challenge_of("fibre-only", audience="segments", segments=["fibre"])
    idea = idea_of(chosen, "A quieter zebra router")
    with transaction.unit():
        commands.comment(idea, "Zebra indeed.", by=cast.emma)
    settle()
    pages = ["/", "/ideas", "/ideas?sort=new", "/challenges", "/ideas.atom", "/spaces/help"]
    pages += ["/search?q=zebra&kind=idea"]
    pages += ["/search/similar?kind=idea&q=quiet+zebra+router", "/ideas/new", "/sitemap.xml", "/notifications"]
    calls = ["/ideas", "/challenges", "/search?q=zebra"]
    for browser, token in ((client, client), (signed_in(cast.colin), api(cast.colin))):
        said = "".join(browser.get(page, follow_redirects=True).text for page in pages)
        said += "".join(token.get(f"/api/v1{call}").text for call in calls)
        assert not [word for word in ("A quieter", "Zebra indeed", "fibre-only", "Fibre Only") if word in said]
        gone = [chosen.url, idea.url, f"/ideas?challenge={chosen.slug}", f"/follows/challenge:{chosen.id}"]
        gone += [f"/api/v1/challenges/{chosen.slug}", f"/api/v1/ideas/{idea.id}", f"{chosen.url}/opening"]
        assert {browser.get(page).status_code for page in gone} <= {404, 302, 303, 401}
    assert not rules.may_watch("challenge:" + str(chosen.id), cast.colin)
    assert not rules.may_watch("idea:" + str(idea.id), cast.colin)
    assert queries.visible_ids(cast.colin, [idea.id, other.id]) == {other.id}
    carla = signed_in(cast.carla)
    assert "A quieter zebra router" in carla.get(chosen.url).text
    assert chosen.slug in carla.get("/challenges").text
    assert idea.url in carla.get("/search?q=zebra&kind=idea").text
    assert "fibre" not in carla.get(f"/api/v1/challenges/{chosen.slug}").json["segments"]
    assert api(cast.emma).get(f"/api/v1/challenges/{chosen.slug}").json["segments"] == ["fibre"]


def test_who_left_the_segment_is_told_no_more(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Callable[[], None]
) -> None:
    put_in(cast.colin, "fibre")
    idea = idea_of(challenge_of("fibre-only", audience="segments", segments=["fibre"]), by=cast.emma)
    with transaction.unit():
        commands.vote(idea, 1, by=cast.colin)
    settle()
    with transaction.unit():
        facts = db.session.get_one(CustomerFacts, cast.colin.id)
        facts.segment = "mobile"
        commands.move(idea, "launched", "It works.", by=cast.ines)
    settle()
    assert notifications.of(cast.colin).items == []
    assert told(cast.emma)[0] == "moved"


def test_the_switch_tells_waits_and_opens(
    signed_in: Browser, api: Api, cast: Cast, client: FlaskClient, inside: Challenge, send: Send,
    settle: Callable[[], None],
) -> None:  # fmt: skip
    help_space, ines = cast.space("help"), signed_in(cast.ines)
    idea = db.session.scalars(select(Idea)).one()
    page = f"{inside.url}/opening"
    shown = ines.get(page).text
    for words in ("<b>1</b>idea", "<b>1</b>comment", "<b>1</b>review", "Emma Employee", "Sam Specialist"):
        assert words in shown
    typed = {"audience": "public", "space": "help", "notice": "24", "known": "y"}
    put = f"{page}?_method=PUT"
    assert "Confirm that you know" in send(ines, put, page, **{**typed, "known": ""}).text
    assert "give them at least 24 hours" in send(ines, put, page, **{**typed, "notice": "0"}).text
    assert send(ines, put, page, **typed).location == page
    settle()
    for person in (cast.emma, cast.sam, cast.sue):
        assert told(person)[:1] == ["opening_planned"]
        assert "This opens to customers" in signed_in(person).get(inside.url).text
    assert client.get(inside.url).status_code == 404
    with clock.at(clock.now() + DAY + timedelta(minutes=1)):
        for _twice in range(2):
            with transaction.unit():
                commands.open_due()
        settle()
    assert (inside.audience, inside.space_id, idea.space_id) == ("public", help_space.id, help_space.id)
    assert "Tell me more." in client.get(idea.url).text
    assert db.session.scalars(select(Comment.space_id)).all() == [help_space.id]
    assert idea.url in client.get("/search?q=spare&kind=idea").text
    assert (cast.space("staff").idea_count, help_space.idea_count) == (0, 1)
    actions = [entry.action for entry in audit.entries(subject=f"challenge:{inside.id}").items]
    assert actions == ["ideas.audience_widened", "ideas.opening_planned", "ideas.challenge_opened"]
    names = db.session.scalars(select(Entry.name).where(Entry.name.like("ideas.audience%"))).all()
    assert names == ["ideas.audience_widened"]


def test_who_took_part_takes_back_what_is_theirs(signed_in: Browser, cast: Cast, inside: Challenge, send: Send) -> None:
    idea, comment = db.session.scalars(select(Idea)).one(), db.session.scalars(select(Comment)).one()
    page, emma, sam = f"{inside.url}/opening", signed_in(cast.emma), signed_in(cast.sam)
    assert policy.may_withdraw(cast.emma, inside, cast.emma.id).gate == "state"
    with transaction.unit():
        commands.plan_opening(inside, audience="public", space=cast.space("help"), by=cast.ines)
    assert "Tell me more." in sam.get(page).text
    theirs = f"{page}/ideas/{idea.id}?_method=DELETE"
    assert send(sam, theirs, page).status_code == 403
    assert send(sam, f"{page}/comments/{comment.id}?_method=DELETE", page).status_code == 303
    assert idea.comment_count == 0
    assert send(emma, theirs, page).status_code == 303
    assert queries.visible_idea(cast.sue, idea.id) is None
    assert queries.exposure(inside).idea_count == 0


def test_it_can_be_called_off_in_time(
    signed_in: Browser, cast: Cast, inside: Challenge, send: Send, settle: Callable[[], None]
) -> None:
    ines, page = signed_in(cast.ines), f"{inside.url}/opening"
    with transaction.unit():
        commands.plan_opening(inside, audience="public", space=cast.space("help"), by=cast.ines)
    with pytest.raises(Conflict):
        commands.plan_opening(inside, audience="public", space=cast.space("help"), by=cast.ines)
    db.session.rollback()
    assert send(signed_in(cast.emma), f"{page}?_method=DELETE", page).status_code == 403
    assert send(ines, f"{page}?_method=DELETE", page).status_code == 303
    with clock.at(clock.now() + 2 * DAY), transaction.unit():
        commands.open_due()
    settle()
    assert inside.audience == "internal"
    assert told(cast.emma)[0] == "opening_called_off"


def test_it_opens_at_once_where_only_the_team_took_part(
    cast: Cast, client: FlaskClient, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    challenge = challenge_of("ours", audience="internal")
    idea_of(challenge, by=cast.ines)
    with transaction.unit():
        space = cast.space("help")
        commands.plan_opening(challenge, audience="public", space=space, notice=timedelta(0), by=cast.ines)
    assert client.get(challenge.url).status_code == 200


def test_an_edit_shows_it_to_fewer_never_to_more(cast: Cast, inside: Challenge, challenge_of: MakeChallenge) -> None:
    for wider in ({"audience": "public"}, {"audience": "segments", "segments": ["fibre"]}):
        with pytest.raises(Invalid) as refusal:
            commands.edit_challenge(inside, by=cast.ines, **wider)  # type: ignore[arg-type]
        assert list(refusal.value.errors) == ["audience"]
        db.session.rollback()
    with transaction.unit():
        assert commands.edit_challenge(challenge_of(), audience="internal", by=cast.ines).audience == "internal"


def test_phases_are_typed_as_rows_and_nothing_typed_is_lost(signed_in: Browser, cast: Cast, send: Send) -> None:
    cast.space("help")
    ines, new = signed_in(cast.ines), "/challenges/new"
    assert "Expert review" in ines.get("/challenges/new?template=gates").text
    typed: dict[str, object] = {
        "title": "Fewer letters", "brief": "Which **letter**?", "space": "help", "audience": "internal",
        "phases-0-name": "Collect", "phases-0-starts_at": "2030-01-01T08:00", "phases-0-ends_at": "2030-01-08T08:00",
        "phases-0-deeds": ["submit", "discuss"],
    }  # fmt: skip
    added = send(ines, new, new, **typed, row="add")
    assert added.status_code == 422
    for words in ("phases-1-name", 'value="Collect"', "Which **letter**?", 'value="2030-01-08T08:00"'):
        assert words in added.text
    second = {"phases-1-name": "Choose", "phases-1-starts_at": "2030-01-07T08:00", "phases-1-deeds": ["vote"]}
    both = {**typed, **second}
    assert "Phase 2: Give the date and the time." in send(ines, new, new, **both).text
    overlaps = send(ines, new, new, **both, **{"phases-1-ends_at": "2030-01-20T08:00"})
    assert "Phase 2: It must not begin before “Collect” ends." in overlaps.text
    assert "phases-1-name" not in send(ines, new, new, **both, row="remove-1").text
    fitting = {"phases-1-starts_at": "2030-01-08T08:00", "phases-1-ends_at": "2030-01-20T08:00"}
    made = send(ines, new, new, **{**both, **fitting})
    assert made.location == "/challenges/fewer-letters"
    challenge = db.session.scalars(select(Challenge)).one()
    assert [(phase.name, phase.deeds) for phase in challenge.phases] == [
        ("Collect", ["submit", "discuss"]), ("Choose", ["vote"])
    ]  # fmt: skip


def test_a_challenge_is_changed_by_page_and_its_phases_stay_the_same_rows(
    signed_in: Browser, cast: Cast, send: Send, challenge_of: MakeChallenge
) -> None:
    start = clock.now().replace(second=0, microsecond=0)
    challenge = challenge_of(phases=stretches(start, (2, ("submit",)), (2, ("vote",))))
    ids = [phase.id for phase in challenge.phases]
    ines, page = signed_in(cast.ines), f"{challenge.url}/edit"
    assert signed_in(cast.emma).get(page).status_code == 403
    shown = ines.get(page).text
    assert 'name="phases-0-number"' in shown
    stamps = [f"{moment:%Y-%m-%dT%H:%M}" for moment in (start, challenge.phases[0].ends_at, challenge.closes_at)]
    typed: dict[str, object] = {
        "title": "", "brief": "Anew.", "space": "help", "audience": "public", "idea_cap": "2",
        "phases-0-number": str(ids[0]), "phases-0-name": "Collect", "phases-0-starts_at": stamps[0],
        "phases-0-ends_at": stamps[1], "phases-0-deeds": ["submit"],
        "phases-1-number": str(ids[1]), "phases-1-name": "Choose", "phases-1-starts_at": stamps[1],
        "phases-1-ends_at": stamps[2], "phases-1-deeds": ["vote"],
    }  # fmt: skip
    put = f"{challenge.url}?_method=PUT"
    refused = send(ines, put, page, **typed)
    assert (refused.status_code, "Anew." in refused.text) == (422, True)
    assert send(ines, put, page, **{**typed, "title": "Fewer calls"}).location == challenge.url
    assert ([phase.id for phase in challenge.phases], challenge.idea_cap) == (ids, 2)
    assert [phase.name for phase in challenge.phases] == ["Collect", "Choose"]


def test_the_team_keeps_its_own_templates(
    signed_in: Browser, cast: Cast, send: Send, challenge_of: MakeChallenge
) -> None:
    rubric = [{"key": "joy", "name": "Joy", "weight": 1, "help": ""}]
    challenge = challenge_of(phases=stretches(clock.now(), (48, ("submit",))), vote_cap=4, rubric=rubric)
    ines, page = signed_in(cast.ines), "/challenges/templates"
    assert signed_in(cast.emma).get(page).status_code == 403
    assert send(ines, f"{challenge.url}/template", challenge.url, name="Quick").location == page
    assert send(ines, f"{challenge.url}/template", challenge.url, name="Quick").status_code == 422
    template = queries.templates()[0]
    began = ines.get(f"/challenges/new?template={template.id}").text
    assert ('value="Phase 0"' in began, 'name="vote_cap"' in began, 'value="4"' in began) == (True, True, True)
    typed = {"title": "Next one", "brief": "?", "space": "help", "audience": "public", "template": str(template.id)}
    dates = {"opens_at": "2030-01-01T08:00", "closes_at": "2030-02-01T08:00"}
    assert send(ines, "/challenges/new", "/challenges/new", **typed, **dates).status_code == 303
    assert queries.visible_challenge(cast.ines, "next-one").rubric == rubric  # type: ignore[union-attr]
    own = f"{page}/{template.id}"
    assert send(ines, f"{own}?_method=PUT", page, name="Quick round").status_code == 303
    assert "Quick round" in ines.get(page).text
    assert send(ines, f"{own}?_method=DELETE", page).status_code == 303
    assert queries.templates() == []


def test_by_api_it_is_edited_opened_and_called_off(api: Api, cast: Cast, inside: Challenge) -> None:
    ines, emma, at = api(cast.ines), api(cast.emma), f"/api/v1/challenges/{inside.slug}"
    cast.space("help")
    phase = {"name": "Collect", "starts_at": "2030-01-01T08:00:00Z", "ends_at": "2030-02-01T08:00:00Z"}
    body = {
        "title": "Ours alone", "audience": "internal", "opens_at": "2030-01-01T08:00:00Z", "closes_at": None,
        "phases": [{**phase, "deeds": ["submit"]}], "vote_cap": 3,
    }  # fmt: skip
    assert emma.put(at, json=body).status_code == 403
    edited = ines.put(at, json=body).json
    assert (edited["phases"][0]["deeds"], edited["vote_cap"], edited["closes_at"][:10]) == (["submit"], 3, "2030-02-01")
    bad = ines.put(at, json={**body, "phases": [{**phase, "deeds": ["submit"], "ends_at": phase["starts_at"]}]})
    assert list(bad.json["errors"]) == ["phases.0.ends_at"]
    assert ines.put(f"{at}/opening", json={"space": "help", "notice_hours": 1}).status_code == 422
    planned = ines.put(f"{at}/opening", json={"space": "help"})
    assert (planned.status_code, planned.json["audience"]) == (200, "public")
    assert emma.put(f"{at}/opening", json={"space": "help"}).status_code == 403
    assert ines.delete(f"{at}/opening").status_code == 204
    assert ines.delete(f"{at}/opening").status_code == 409
