"""Anonymous until decided, private to the team, written together: who knows, who counts, who may."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.crm.models import Interaction
from app.extensions import db
from app.ideas import commands, policy, queries
from app.ideas.models import Challenge, Idea
from app.notifications.models import Notification
from app.recognition.models import Tally
from app.spaces.models import Space
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, Send

Browser = Callable[[Person], FlaskClient]
Api = Callable[..., FlaskClient]
Settle = Callable[[], None]
NAME, HANDLE, WORD = "Zerlina Quixworth", "zerlina", "Plumbiferous"
OTHERS = ("colin", "emma", "ines", "sam", "cara", "ada")
V1 = "/api/v1"


@pytest.fixture
def zerlina(cast: Cast) -> Person:
    """A customer whose name stands nowhere else."""
    with transaction.unit():
        return accounts.add_person(
            handle=HANDLE, name=NAME, kind="customer", email="zerlina@example.com", confirmed=True
        )


@pytest.fixture
def challenge(challenge_of: MakeChallenge) -> Challenge:
    """One that allows both."""
    return challenge_of(allows_anonymous=True, allows_private=True)


def _idea(challenge: Challenge, by: Person, **how: bool) -> Idea:
    with transaction.unit():
        return commands.submit(challenge, title=f"{WORD} hubs to lend", body="Lend me one, please.", by=by, **how)


@pytest.fixture
def hidden(challenge: Challenge, cast: Cast, zerlina: Person, settle: Settle) -> Idea:
    """Zerlina's anonymous idea, with talk beneath it."""
    idea = _idea(challenge, zerlina, anonymous=True)
    colin = cast.colin
    with transaction.unit():
        asked = commands.comment(idea, "For how long?", by=colin)
        commands.comment(idea, "A week would do.", by=zerlina, reply_to_id=asked.id)
        commands.vote(idea, 1, by=colin)
    settle()
    return idea


def _pages(idea: Idea) -> Iterator[str]:
    """Whatever may tell of an idea."""
    yield from ("/", "/ideas", "/ideas?sort=new", "/ideas.atom", "/challenges", idea.challenge.url, idea.url)
    yield from ("/spaces/help", "/sitemap.xml", "/search?q=plumbiferous&kind=idea", "/notifications", "/shortlist")
    yield from ("/search/similar?q=plumbiferous+hubs+to+lend&at=idea", "/reviews", f"/follows/idea:{idea.id}")
    yield from (f"{V1}/ideas", f"{V1}/ideas/{idea.id}", f"{V1}/challenges", f"{V1}/search?q=plumbiferous")
    yield from (f"/ideas/{idea.id}/review", f"{V1}/notifications", "/insights/return", "/recognition/leaders")


def test_nobody_reads_the_name_of_an_anonymous_author(
    signed_in: Browser, client: FlaskClient, cast: Cast, hidden: Idea
) -> None:
    browsers = {name: signed_in(getattr(cast, name)) for name in OTHERS} | {"visitor": client}
    for who, browser in browsers.items():
        for page in _pages(hidden):
            text = browser.get(page, follow_redirects=True).text.lower()
            assert "quixworth" not in text, (who, page)
            assert HANDLE not in text, (who, page)
        assert WORD not in browser.get(f"/people/{HANDLE}").text
        assert WORD not in browser.get(f"/recognition/of/{HANDLE}").text
        assert "Anonymous until decided" in browser.get(hidden.url).text
        assert "the author" in browser.get(hidden.url).text
    mine = signed_in(queries.authors(hidden)[0])
    assert NAME in mine.get(hidden.url).text
    assert WORD in mine.get(f"/people/{HANDLE}").text


def test_neither_the_book_nor_the_log_nor_the_points_name_them(cast: Cast, hidden: Idea, zerlina: Person) -> None:
    about = [entry for entry in db.session.scalars(select(Entry)) if entry.payload.get("idea_id") == hidden.id]
    said = [entry for entry in db.session.scalars(select(Entry)) if entry.payload.get("page") == f"idea:{hidden.id}"]
    assert about
    assert all(entry.actor_id != zerlina.id for entry in about + said)
    numbers = {"idea_id", "challenge_id", "comment_id", "reply_to_id", "mention_id", "value"}  # of other things
    told_of = [value for entry in about + said for name, value in entry.payload.items() if name not in numbers]
    assert zerlina.id not in told_of
    assert db.session.scalar(select(Interaction).where(Interaction.kind.in_(("submitted_idea",)))) is None
    tally = db.session.get(Tally, zerlina.id)
    assert tally is None or tally.ideas == 0
    told = db.session.scalars(select(Notification)).all()
    assert [(row.person_id, row.kind) for row in told] == [
        (zerlina.id, "commented"),
        (cast.colin.id, "author_commented"),
    ]
    assert all(NAME not in str(row.params) for row in told if row.person_id != zerlina.id)


def test_once_it_is_decided_everybody_reads_it(
    signed_in: Browser, client: FlaskClient, cast: Cast, hidden: Idea, zerlina: Person, settle: Settle
) -> None:
    ines = cast.ines
    with transaction.unit():
        commands.move(hidden, "in_review", "Ask the experts.", by=ines)
    assert NAME not in client.get(hidden.url).text
    with transaction.unit():
        commands.move(hidden, "declined", "We lend phones already.", by=ines)
    settle()
    assert NAME in client.get(hidden.url).text
    assert WORD in client.get(f"/people/{HANDLE}").text
    lines = db.session.scalars(select(Interaction).where(Interaction.subject == f"idea:{hidden.id}")).all()
    theirs = sorted((line.kind, line.at) for line in lines if line.kind != "voted" and line.summary != "For how long?")
    assert [kind for kind, _at in theirs if kind != "was_answered"] == ["commented", "submitted_idea"]
    assert theirs[1][1] == hidden.submitted_at
    tally = db.session.get(Tally, zerlina.id)
    assert tally is not None
    assert tally.ideas == 1


def test_an_author_may_be_named_earlier_and_nobody_else_decides_that(
    signed_in: Browser, send: Send, client: FlaskClient, cast: Cast, hidden: Idea, zerlina: Person
) -> None:
    address = f"/ideas/{hidden.id}/name?_method=PUT"
    assert send(signed_in(cast.ines), address, hidden.url).status_code == 403
    assert send(signed_in(zerlina), address, hidden.url).status_code == 303
    assert NAME in client.get(hidden.url).text


def test_only_where_the_challenge_allows_it(challenge_of: MakeChallenge, zerlina: Person, api: Api) -> None:
    challenge = challenge_of()
    for how in ({"anonymous": True}, {"private": True}):
        with pytest.raises(Invalid), transaction.unit():
            commands.submit(challenge, title="Lend a spare hub", body="", by=zerlina, **how)
        sent = {"challenge": challenge.slug, "title": "Lend a spare hub", **how}
        assert api(zerlina).post(f"{V1}/ideas", json=sent).status_code == 422


def test_what_is_for_the_team_is_nowhere_else(
    signed_in: Browser, client: FlaskClient, cast: Cast, challenge: Challenge, zerlina: Person, settle: Settle
) -> None:
    idea = _idea(challenge, zerlina, private=True)
    settle()
    for who in ("colin", "emma", "sam", "max", "cara"):
        browser = signed_in(getattr(cast, who))
        for page in _pages(idea):
            answer = browser.get(page, follow_redirects=True)
            # A page of results says back what was sought.
            assert WORD not in answer.text, (who, page)
        assert browser.get(idea.url).status_code == 404
        assert browser.put(f"/ideas/{idea.id}/vote").status_code in {400, 404}
    assert client.get(f"{V1}/ideas/{idea.id}").status_code == 404
    assert WORD not in client.get(f"/people/{HANDLE}").text
    db.session.expire_all()
    assert (challenge.idea_count, db.session.get_one(Space, challenge.space_id).idea_count) == (0, 0)
    assert WORD in signed_in(cast.ines).get(idea.url).text
    assert WORD in signed_in(zerlina).get("/ideas").text
    assert not policy.may_vote(cast.ines, idea)
    assert db.session.scalar(select(Interaction).where(Interaction.kind == "submitted_idea")) is None


def test_the_team_asks_and_the_author_opens(
    signed_in: Browser,
    send: Send,
    client: FlaskClient,
    cast: Cast,
    challenge: Challenge,
    zerlina: Person,
    settle: Settle,
) -> None:
    idea = _idea(challenge, zerlina, private=True)
    ines, mine = signed_in(cast.ines), signed_in(zerlina)
    assert send(ines, f"/ideas/{idea.id}/openness?_method=PUT", idea.url).status_code == 403
    for _ in range(2):
        assert send(ines, f"/ideas/{idea.id}/opening-request?_method=PUT", idea.url).status_code == 303
    settle()
    asked = db.session.scalars(select(Notification).where(Notification.kind == "opening_asked")).all()
    assert [row.person_id for row in asked] == [zerlina.id]
    assert client.get(idea.url).status_code == 404
    for _ in range(2):
        assert send(mine, f"/ideas/{idea.id}/openness?_method=PUT", "/ideas/new").status_code == 303
    settle()
    db.session.expire_all()
    assert (client.get(idea.url).status_code, challenge.idea_count) == (200, 1)
    assert WORD in client.get("/search?q=plumbiferous&kind=idea").text.replace("<mark>", "").replace("</mark>", "")


def test_a_co_author_agrees_and_their_vote_is_taken_back(
    signed_in: Browser, send: Send, cast: Cast, hidden: Idea, zerlina: Person, settle: Settle
) -> None:
    mine, colin = signed_in(zerlina), signed_in(cast.colin)
    assert hidden.vote_count == 1
    assert send(mine, f"/ideas/{hidden.id}/coauthors", hidden.url, handle="nobody").status_code == 422
    assert send(mine, f"/ideas/{hidden.id}/coauthors", hidden.url, handle="@colin").status_code == 303
    settle()
    assert f"{NAME} asks you" in colin.get("/notifications").text
    assert f"{NAME} asks you" in colin.get(hidden.url).text
    assert send(signed_in(cast.cleo), f"/ideas/{hidden.id}/coauthorship?_method=PUT", "/ideas/new").status_code == 403
    for _ in range(2):
        assert send(colin, f"/ideas/{hidden.id}/coauthorship?_method=PUT", hidden.url).status_code == 303
    db.session.expire_all()
    assert (hidden.vote_count, hidden.challenge.vote_count) == (0, 0)
    assert policy.is_author(cast.colin, hidden)
    assert not policy.may_vote(cast.colin, hidden)
    # What Colin said before stays Colin's; the idea itself is still nobody's to others.
    text = signed_in(cast.cleo).get(hidden.url).text
    assert "Colin Customer" in text
    assert "Colin Customer" not in text.split("comment")[0]
    assert send(colin, f"/ideas/{hidden.id}/coauthorship?_method=DELETE", hidden.url).status_code == 303
    db.session.expire_all()
    assert not policy.is_author(cast.colin, hidden)


def test_who_cannot_be_a_co_author(cast: Cast, challenge_of: MakeChallenge, zerlina: Person) -> None:
    staff = challenge_of("staff-room", space="staff")
    emma, sam, ines = cast.emma, cast.sam, cast.ines
    idea = _idea(staff, emma)
    for handle in (HANDLE, "emma", "@nobody"):
        with pytest.raises(Invalid), transaction.unit():
            commands.invite(idea, handle, by=emma)
    cast.certify(sam, "review")
    scores = {each["key"]: 3 for each in staff.rubric}
    with transaction.unit():
        commands.file_review(idea, scores=scores, reasons=dict.fromkeys(scores, "So."), by=sam)
        commands.invite(idea, "sam", by=emma)
    with pytest.raises(Conflict), transaction.unit():
        commands.agree(idea, by=sam)
    with transaction.unit():
        commands.remove(idea, sam.id, by=emma)
        commands.move(idea, "declined", "No.", by=ines)
    assert not policy.may_invite(emma, idea)


def test_the_byline_names_all_and_the_api_too(
    client: FlaskClient, cast: Cast, challenge: Challenge, zerlina: Person
) -> None:
    idea, colin = _idea(challenge, zerlina), cast.colin
    with transaction.unit():
        commands.invite(idea, "colin", by=zerlina)
    assert client.get(f"{V1}/ideas/{idea.id}").json["coauthors"] == []
    with transaction.unit():
        commands.agree(idea, by=colin)
    told = client.get(f"{V1}/ideas/{idea.id}").json
    assert (told["author"]["name"], [other["handle"] for other in told["coauthors"]]) == (NAME, ["colin"])
    assert "Colin Customer" in client.get(idea.url).text
    assert WORD in client.get("/people/colin").text
