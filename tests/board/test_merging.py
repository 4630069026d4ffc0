"""Duplicates: everybody counted once, nothing moved, everything undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.board import commands, policy, queries
from app.board.models import Answer, Question
from app.core import transaction
from app.core.access import Conflict
from app.extensions import db
from app.notifications import commands as notifications
from app.notifications import queries as told
from app.spaces.queries import by_id as space_by_id
from app.voting.queries import recount, votes_of
from tests.board.test_views import send
from tests.cast import Cast

Answered = Callable[..., Answer]
Browse = Callable[[Person], FlaskClient]


@pytest.fixture
def duplicate(cast: Cast, asked: Question) -> Question:
    """Colin asked the same in other words; Emma answered him, and he accepted it."""
    space, colin, emma = cast.space("help"), cast.colin, cast.emma
    cast.season(emma)
    with transaction.unit():
        made = commands.ask(space=space, title="Internet gone at eight", topics=["Wi-Fi"], by=colin)
        commands.accept(commands.answer(made, "Move the hub off the floor.", by=emma), by=colin)
    return made


def merge(question: Question, into: Question, by: Person) -> None:
    with transaction.unit():
        commands.merge(question, into, by=by)


def unmerge(question: Question, by: Person) -> None:
    with transaction.unit():
        commands.unmerge(question, by=by)


def vote(question: Question, value: int, by: Person) -> None:
    with transaction.unit():
        commands.vote_question(question, value, by=by)


def test_everybody_counts_once_and_undoing_gives_back_what_was_carried(
    cast: Cast, asked: Question, duplicate: Question
) -> None:
    """Nell voted for both, Erik for the duplicate; Colin asked it; Carla asked the one that stays."""
    for question, person in (
        (asked, cast.nell),
        (duplicate, cast.nell),
        (duplicate, cast.erik),
        (duplicate, cast.carla),
    ):
        vote(question, 1, person)
    merge(duplicate, asked, cast.max)
    assert asked.vote_count == recount("question", asked.id) == 3
    assert votes_of(cast.colin, "question", [asked.id]) == {asked.id: 1}
    assert votes_of(cast.carla, "question", [asked.id]) == {}
    unmerge(duplicate, cast.max)
    assert asked.vote_count == recount("question", asked.id) == 1
    assert duplicate.vote_count == recount("question", duplicate.id) == 3


def test_what_people_did_since_a_merge_stays_theirs(cast: Cast, asked: Question, duplicate: Question) -> None:
    vote(duplicate, 1, cast.erik)
    merge(duplicate, asked, cast.max)
    vote(asked, 0, cast.erik)
    vote(asked, 1, cast.erik)
    vote(asked, 1, cast.nell)
    unmerge(duplicate, cast.max)
    assert asked.vote_count == recount("question", asked.id) == 2


def test_answers_are_read_where_the_question_is_answered(
    cast: Cast, asked: Question, duplicate: Question, answered: Answered
) -> None:
    mine = answered(cast.sam)
    merge(duplicate, asked, cast.max)
    db.session.expire_all()
    shown = queries.answers_for(None, asked)
    assert {answer.author.handle for answer in shown} == {"sam", "emma"}
    assert (asked.answer_count, asked.state) == (2, "answered")
    assert asked.first_answered_at == mine.published_at
    unmerge(duplicate, cast.max)
    db.session.expire_all()
    assert [answer.id for answer in queries.answers_for(None, asked)] == [mine.id]
    assert (asked.answer_count, duplicate.answer_count, duplicate.state) == (1, 1, "solved")


def test_a_duplicate_is_in_no_list_and_no_count(cast: Cast, asked: Question, duplicate: Question) -> None:
    merge(duplicate, asked, cast.max)
    db.session.expire_all()
    assert [question.id for question in queries.visible_questions(None).items] == [asked.id]
    assert queries.visible_ids(cast.max, [asked.id, duplicate.id]) == {asked.id}
    assert queries.document(duplicate.id) is None
    assert "Internet gone" in (queries.document(asked.id) or pytest.fail("not indexed")).body
    assert space_by_id(asked.space_id).question_count == 1
    unmerge(duplicate, cast.max)
    db.session.expire_all()
    assert space_by_id(asked.space_id).question_count == 2


def test_a_duplicate_that_is_hidden_takes_its_answers_with_it(cast: Cast, asked: Question, duplicate: Question) -> None:
    merge(duplicate, asked, cast.max)
    with transaction.unit():
        commands.set_question_hold(duplicate, "removed", by=cast.max)
    db.session.expire_all()
    assert queries.answers_for(None, asked) == []
    assert queries.merged_into(None, asked) == []
    assert asked.answer_count == 0
    assert space_by_id(asked.space_id).question_count == 1
    unmerge(duplicate, cast.max)
    db.session.expire_all()
    assert space_by_id(asked.space_id).question_count == 1


def test_what_cannot_be_merged(cast: Cast, asked: Question, duplicate: Question) -> None:
    with transaction.unit():
        elsewhere = commands.ask(space=cast.space("staff"), title="Wi-Fi at the office", by=cast.emma)
        third = commands.ask(space=cast.space("help"), title="Evenings without internet", by=cast.carla)
    for question, into in ((asked, asked), (asked, elsewhere)):
        with pytest.raises(Conflict), transaction.unit():
            commands.merge(question, into, by=cast.max)
    merge(duplicate, asked, cast.max)
    for question, into in ((duplicate, third), (third, duplicate), (asked, third)):
        with pytest.raises(Conflict), transaction.unit():
            commands.merge(question, into, by=cast.max)
    with pytest.raises(Conflict), transaction.unit():
        commands.unmerge(third, by=cast.max)


@pytest.mark.parametrize(
    ("handle", "allowed"),
    [("carla", False), ("emma", False), ("nell", False), ("sue", False), ("sam", True), ("max", True), ("ada", True)],
)
def test_moderators_and_experts_of_the_topic_merge(
    cast: Cast, asked: Question, expert: Person, handle: str, allowed: bool
) -> None:
    assert bool(policy.may_merge(getattr(cast, handle), asked)) is allowed
    assert not policy.may_merge(None, asked)


def test_a_duplicate_is_not_worked_on(cast: Cast, asked: Question, duplicate: Question) -> None:
    cast.certify(cast.emma)
    with transaction.unit():
        commands.claim(duplicate, by=cast.emma)
    merge(duplicate, asked, cast.max)
    db.session.expire_all()
    assert duplicate.live_claim is None
    for rule in (policy.may_answer, policy.may_claim, policy.may_vote_question, policy.may_comment):
        decision = rule(cast.emma, duplicate)
        assert (decision.gate, decision.remedy) == ("merged", f"/questions/{asked.id}")
    assert policy.may_answer(cast.emma, asked)


def test_followers_come_along_and_go_back(
    cast: Cast, asked: Question, duplicate: Question, settle: Callable[[], None]
) -> None:
    with transaction.unit():
        notifications.follow(cast.nell.id, f"question:{duplicate.id}")
        notifications.unfollow(cast.erik.id, f"question:{asked.id}")
        notifications.follow(cast.erik.id, f"question:{duplicate.id}")
    settle()
    merge(duplicate, asked, cast.max)
    settle()
    there = told.followers(f"question:{asked.id}")
    assert {cast.nell.id, cast.colin.id} <= set(there)
    assert len(there) == len(set(there))
    assert cast.erik.id not in there
    assert "question_merged" in {each.kind for each in told.of(cast.nell).items}
    unmerge(duplicate, cast.max)
    settle()
    assert not {cast.nell.id, cast.colin.id} & set(told.followers(f"question:{asked.id}"))
    assert cast.nell.id in told.followers(f"question:{duplicate.id}")


def test_links_to_a_duplicate_lead_to_the_question_that_stays(
    cast: Cast, asked: Question, duplicate: Question, client: FlaskClient
) -> None:
    merge(duplicate, asked, cast.max)
    answer = client.get(duplicate.url)
    assert answer.status_code == 302
    assert answer.location == f"{asked.url}?from={duplicate.id}"
    page = client.get(answer.location).text
    assert "Also asked as" in page
    assert "Move the hub off the floor." in page
    assert "Undo the merge" not in page
    assert duplicate.url not in client.get("/sitemap.xml").text
    assert f"/questions/{duplicate.id}<" not in client.get("/questions.atom").text


def test_merging_on_the_page(cast: Cast, asked: Question, duplicate: Question, signed_in: Browse) -> None:
    moderator = signed_in(cast.max)
    assert "Merge into another question" in moderator.get(duplicate.url).text
    compared = moderator.get(f"/questions/{duplicate.id}/merge?into=https://hive.example{asked.url}")
    assert "1 person more" in compared.text
    assert moderator.get(f"/questions/{duplicate.id}/merge?into=none").status_code == 422
    assert moderator.get(f"/questions/{duplicate.id}/merge?into={duplicate.id}").status_code == 422
    refused = send(moderator, f"/questions/{duplicate.id}/merge?_method=PUT", into="99999")
    assert refused.status_code == 422
    assert "99999" in refused.text
    done = send(moderator, f"/questions/{duplicate.id}/merge?_method=PUT", into=str(asked.id))
    assert (done.status_code, done.location) == (303, asked.url)
    assert "Undo the merge" in moderator.get(asked.url).text
    undone = send(moderator, f"/questions/{duplicate.id}/merge?_method=DELETE")
    assert (undone.status_code, undone.location) == (303, duplicate.url)
    assert signed_in(cast.carla).get(f"/questions/{duplicate.id}/merge").status_code == 403


def test_merging_by_the_api(cast: Cast, asked: Question, duplicate: Question, api: Callable[..., FlaskClient]) -> None:
    moderator = api(cast.max)
    where = f"/api/v1/questions/{duplicate.id}/merge"
    assert api(cast.carla).put(where, json={"into": asked.id}).status_code == 403
    merged = moderator.put(where, json={"into": asked.id})
    assert (merged.status_code, merged.json["id"], merged.json["answer_count"]) == (200, asked.id, 1)
    assert moderator.get(f"/api/v1/questions/{duplicate.id}").json["merged_into_id"] == asked.id
    assert moderator.put(where, json={"into": asked.id}).status_code == 409
    refused = api(cast.erik).put(f"/api/v1/questions/{duplicate.id}/vote", json={"value": 1})
    assert (refused.status_code, refused.json["gate"]) == (403, "merged")
    assert moderator.delete(where).status_code == 204
    assert moderator.get(f"/api/v1/questions/{duplicate.id}").json["merged_into_id"] is None


def test_candidates_are_offered_to_whoever_may_merge(
    cast: Cast, asked: Question, duplicate: Question, signed_in: Browse, settle: Callable[[], None]
) -> None:
    with transaction.unit():
        commands.edit(duplicate, title="Wi-Fi drops in the evening", body="", topics=["Wi-Fi"], by=cast.colin)
    settle()
    where = f"/search/duplicates/{asked.id}"
    assert f"/questions/{asked.id}/merge?into={duplicate.id}" in signed_in(cast.max).get(where).text
    assert signed_in(cast.carla).get(where).status_code == 403
