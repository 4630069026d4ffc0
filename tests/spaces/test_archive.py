"""An archived space: read by link, in no list, nothing done there, and back as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands as board
from app.board import policy as board_policy
from app.board import queries as board_queries
from app.board.models import Answer, Question
from app.core import audit, clock, transaction
from app.core.access import Invalid
from app.ideas import commands as ideas
from app.ideas import policy as idea_policy
from app.ideas import queries as idea_queries
from app.ideas.models import Idea
from app.ideas.models.stages import LOOKS
from app.ideas.queries import shortlist
from app.search import queries as search
from app.spaces import commands, policy, queries
from app.spaces.models import Space
from tests.accounts.test_settings import deed
from tests.cast import Cast

Browsers = Callable[[Person], FlaskClient]
Clients = Callable[..., FlaskClient]
Settle = Callable[[], None]
NEW_CHALLENGE = {
    "space": "help", "title": "Something new", "brief": "How?", "opens_at": "2098-01-01T00:00:00Z",
    "closes_at": "2099-01-01T00:00:00Z",
}  # fmt: skip


@pytest.fixture
def answer(cast: Cast, space: Space) -> Answer:
    """Emma's answer to Carla."""
    for person in (cast.carla, cast.emma):
        cast.certify(person)
    cast.season(cast.emma)
    carla, emma = cast.carla, cast.emma
    with transaction.unit():
        question = board.ask(space=space, title="Pelicans eat fish", topics=["Birds"], by=carla)
        return board.answer(question, "They do.", by=emma)


@pytest.fixture
def question(answer: Answer) -> Question:
    """Carla's question."""
    return answer.question


@pytest.fixture
def idea(cast: Cast, space: Space) -> Idea:
    """Carla's idea in an open challenge."""
    now, ines, carla = clock.now(), cast.ines, cast.carla
    with transaction.unit():
        challenge = ideas.open_challenge(
            space, slug="trips", title="Fewer trips", brief="How?", by=ines, opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=10),
        )  # fmt: skip
        return ideas.submit(challenge, title="Pelicans carry parcels", body="Please.", by=carla)


@pytest.fixture
def archived(cast: Cast, space: Space, question: Question, idea: Idea, settle: Settle) -> Space:
    """The space after its programme ended."""
    assert question.space is idea.space
    settle()
    with transaction.unit():
        commands.archive(space, "The programme ended.", by=cast.erik)
    settle()
    return space


@pytest.mark.parametrize("handle", ["", "carla", "emma", "erik", "max", "stella"])
def test_everything_is_read_by_link_and_stands_in_no_list(
    cast: Cast, archived: Space, question: Question, idea: Idea, client: FlaskClient, signed_in: Browsers, handle: str
) -> None:
    person = getattr(cast, handle) if handle else None
    browser = signed_in(person) if person else client
    for url in (archived.url, question.url, idea.url, idea.challenge.url):
        assert browser.get(url).status_code == 200, url
    page = browser.get(archived.url).text
    assert "Pelicans eat fish" in page, "what is in it is found from its own page"
    assert "The programme ended." in page
    assert archived not in queries.visible(person)
    assert archived not in queries.visible_page(person).items
    assert board_queries.visible_questions(person).items == []
    assert question not in board_queries.visible_questions(person, sort="needs-answer").items
    assert idea_queries.listed(person).items == []
    assert idea_queries.visible_challenges(person).items == []
    assert idea_queries.open_challenges(person) == []
    assert search.search(person, "pelicans").items == []
    board = shortlist.lanes(person or cast.ines, shortlist.Choice(), LOOKS, LOOKS)
    assert [lane.count for lane in board] == [0] * len(LOOKS)
    for url in ("/", "/questions", "/ideas", "/challenges", "/spaces", "/search?q=pelicans", "/sitemap.xml"):
        assert "Pelicans" not in browser.get(url).text.replace("pelicans", ""), url


def test_its_people_have_it_in_their_rail_no_more(cast: Cast, archived: Space) -> None:
    assert archived not in queries.joined_by(cast.erik)
    assert archived in queries.run_by(cast.erik), "its owner finds it where it is brought back"


def test_policies_refuse_so_that_pages_offer_nothing(
    cast: Cast, archived: Space, question: Question, answer: Answer, idea: Idea
) -> None:
    carla, emma, erik, ines, max_, colin = cast.carla, cast.emma, cast.erik, cast.ines, cast.max, cast.colin
    refused = [
        policy.may_post(carla, archived), policy.may_run(erik, archived), policy.may_run(cast.stella, archived),
        policy.may_grant(erik, archived, "member", emma), board_policy.may_ask(carla, archived),
        board_policy.may_answer(emma, question), board_policy.may_claim(emma, question),
        board_policy.may_comment(colin, question), board_policy.may_vote_question(colin, question),
        board_policy.may_vote_answer(colin, answer), board_policy.may_accept(carla, answer),
        board_policy.may_edit_question(carla, question), board_policy.may_edit_answer(emma, answer),
        board_policy.may_close(max_, question), board_policy.may_merge(max_, question),
        board_policy.may_doubt(colin, answer), board_policy.may_approve(cast.mona, answer),
        board_policy.may_unverify(max_, answer), board_policy.may_write_note(emma, question),
        idea_policy.may_submit(colin, idea.challenge), idea_policy.may_vote(colin, idea),
        idea_policy.may_comment(colin, idea), idea_policy.may_edit(carla, idea), idea_policy.may_edit(ines, idea),
        idea_policy.may_decide(ines, idea),
    ]  # fmt: skip
    assert {(bool(decision), decision.gate) for decision in refused} == {(False, "archive")}
    assert board_policy.may_read_notes(emma, question), "reading goes on"


@pytest.mark.parametrize(
    ("handle", "method", "path", "body"),
    [
        ("carla", "POST", "questions", {"space": "help", "title": "Once more?"}),
        ("emma", "POST", "questions/{q}/answers", {"body": "Again."}),
        ("emma", "PUT", "questions/{q}/claim", None),
        ("colin", "POST", "questions/{q}/comments", {"body": "Same here."}),
        ("colin", "PUT", "questions/{q}/vote", {"value": 1}),
        ("colin", "PUT", "answers/{a}/vote", {"value": 1}),
        ("carla", "PUT", "answers/{a}/acceptance", None),
        ("colin", "PUT", "ideas/{i}/vote", {"value": 1}),
        ("colin", "POST", "ideas/{i}/comments", {"body": "Same here."}),
        ("colin", "POST", "ideas", {"challenge": "trips", "title": "More pelicans", "body": "x"}),
        ("ines", "POST", "ideas/{i}/moves", {"stage": "shortlisted", "reason": "Good."}),
        ("ines", "POST", "challenges", NEW_CHALLENGE),
        ("erik", "PATCH", "spaces/help/running", {"answered_by": "roles"}),
        ("erik", "PUT", "spaces/help/members/emma", {"role": "member"}),
    ],
)  # fmt: skip
def test_no_program_does_anything_there(
    cast: Cast, archived: Space, question: Question, answer: Answer, idea: Idea, api: Clients, handle: str,
    method: str, path: str, body: dict[str, object] | None,
) -> None:  # fmt: skip
    url = "/api/v1/" + path.format(q=question.id, a=answer.id, i=idea.id)
    refused = api(getattr(cast, handle)).open(url, method=method, json=body)
    assert refused.status_code in {403, 404}, refused.text
    assert archived.archived_at is not None


def test_the_book_takes_no_deed_that_a_policy_let_through(
    cast: Cast, archived: Space, question: Question, api: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a policy forgets, the deed is refused where it is written down, and nothing of it stays."""
    monkeypatch.setattr("app.board.api.questions.policy.may_vote_question", lambda *_: True)
    refused = api(cast.colin).put(f"/api/v1/questions/{question.id}/vote", json={"value": 1})
    assert refused.status_code == 403
    assert "archived" in refused.text
    assert question.vote_count == 0


def test_moderators_still_take_down_what_nobody_should_read(
    cast: Cast, archived: Space, question: Question, answer: Answer, api: Clients
) -> None:
    flagged = api(cast.colin).post("/api/v1/flags", json={"subject": f"answer:{answer.id}", "reason": "abuse"})
    assert flagged.status_code in {200, 201}, flagged.text
    case = api(cast.max).get("/api/v1/moderation/cases").json["items"][0]["id"]
    url = f"/api/v1/moderation/cases/{case}/decision"
    decided = api(cast.max).post(url, json={"action": "hide", "reason": "Point 3."})
    assert decided.status_code in {200, 201}, decided.text
    assert answer.state == "hidden"


def test_it_comes_back_as_it_was(
    cast: Cast, archived: Space, question: Question, idea: Idea, signed_in: Browsers, settle: Settle
) -> None:
    owner, before = signed_in(cast.erik), archived.question_count
    assert "Bring it back" in owner.get(f"{archived.url}").text
    assert deed(signed_in(cast.emma), "/admin/spaces/help/archive", "DELETE").status_code == 403
    assert deed(owner, "/admin/spaces/help/archive", "DELETE").status_code == 303
    settle()
    assert (archived.archived_at, archived.question_count) == (None, before)
    assert [one.id for one in board_queries.visible_questions(None).items] == [question.id]
    assert [one.id for one in idea_queries.listed(None).items] == [idea.id]
    assert len(search.search(None, "pelicans").items) == 2
    assert policy.may_post(cast.carla, archived)


def test_who_archives_and_that_it_stands_on_the_log(
    cast: Cast, space: Space, signed_in: Browsers, api: Clients
) -> None:
    for person in (cast.carla, cast.emma, cast.max):
        assert deed(signed_in(person), "/admin/spaces/help/archive", "PUT", reason="x").status_code == 403
    owner = signed_in(cast.erik)
    assert deed(owner, "/admin/spaces/help/archive", "PUT", reason=" ").status_code == 422
    assert deed(owner, "/admin/spaces/help/archive", "PUT", reason="Over.").status_code == 303
    entry = audit.entries(subject=f"space:{space.id}", limit=1).items[0]
    assert (entry.action, entry.reason, entry.actor_id) == ("spaces.space_archived", "Over.", cast.erik.id)
    assert owner.get("/admin/spaces/help").status_code == 403
    assert owner.get("/admin/spaces/help/running").status_code == 200
    assert api(cast.stella).delete("/api/v1/spaces/help/archive").status_code == 204
    told = api(cast.stella).put("/api/v1/spaces/help/archive", json={"reason": "Over again."})
    assert told.json["archived_at"]
    with pytest.raises(Invalid), transaction.unit():
        commands.archive(space, "", by=cast.stella)
