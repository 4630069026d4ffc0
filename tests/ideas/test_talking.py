"""Talk beneath ideas: threads, edits, comments taken back, questions to the author, endorsements."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.core import transaction
from app.core.access import Invalid
from app.core.events import Entry
from app.discussion import queries as discussion
from app.discussion.models import Comment
from app.extensions import db
from app.ideas import commands, policy, queries
from app.ideas.models import Idea
from app.notifications.models import Notification
from app.screening import commands as screening
from app.spaces import commands as spaces
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, Send, counted


def say(idea: Idea, body: str, by: Person, to: Comment | None = None, *, asks: bool = False) -> Comment:
    with transaction.unit():
        return commands.comment(idea, body, by=by, reply_to_id=to.id if to else None, asks_author=asks)


def fresh(idea: Idea) -> Idea:
    db.session.expire_all()
    return idea


def test_replies_stand_in_the_thread_of_the_first_comment(cast: Cast, idea: Idea) -> None:
    first, other = say(idea, "First.", cast.colin), say(idea, "Other.", cast.emma)
    reply = say(idea, "Reply.", cast.emma, first)
    say(idea, "Deeper.", cast.colin, reply)
    threads = discussion.threads("idea", idea.id, None).items
    assert [thread.head.comment.id for thread in threads] == [first.id, other.id]
    assert [(said.comment.body, said.to and said.to.id) for said in threads[0].replies] == [
        ("Reply.", None),
        ("Deeper.", reply.id),
    ]
    assert [t.head.comment.id for t in discussion.threads("idea", idea.id, None, newest=True).items] == [
        other.id,
        first.id,
    ]


def test_what_is_taken_back_keeps_its_place_while_it_is_answered(cast: Cast, idea: Idea) -> None:
    first, lone = say(idea, "Secret words.", cast.colin), say(idea, "Alone.", cast.colin)
    reply = say(idea, "Reply.", cast.emma, first)
    with transaction.unit():
        for made in (first, lone):
            commands.remove_comment(made, by=cast.colin)
    (thread,) = discussion.threads("idea", idea.id, None).items
    assert (thread.head.is_shown, [said.comment.id for said in thread.replies]) == (False, [reply.id])
    assert fresh(idea).comment_count == 1


def test_a_link_to_one_comment_finds_it_on_a_later_page(
    cast: Cast, idea: Idea, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [say(idea, f"Comment {n}.", cast.colin) for n in range(discussion.A_PAGE + 2)]
    assert f'id="comment-{made[-1].id}"' not in client.get(idea.url).text
    led = client.get(f"/ideas/{idea.id}/comments/{made[-1].id}")
    assert led.status_code == 302
    assert f'id="comment-{made[-1].id}"' in client.get(led.location.partition("#")[0]).text
    assert client.get(f"/ideas/{idea.id}/comments/{made[-1].id + 1}").status_code == 404


def test_an_edit_keeps_what_was_said_before(
    cast: Cast, idea: Idea, signed_in: Callable[[Person], FlaskClient], send: Send
) -> None:
    made = say(idea, "I like hubs.", cast.colin)
    at = f"/ideas/{idea.id}/comments/{made.id}"
    mine, other = signed_in(cast.colin), signed_in(cast.emma)
    assert send(other, f"{at}?_method=PUT", idea.url, body="Mine now.").status_code == 403
    assert send(mine, f"{at}?_method=PUT", f"{at}/edit", body="").status_code == 422
    assert send(mine, f"{at}?_method=PUT", f"{at}/edit", body="I like routers.").status_code == 303
    history = mine.get(f"{at}/history").text
    assert "<del>hubs</del>" in history
    assert "edited" in mine.get(idea.url).text
    assert send(other, f"{at}?_method=DELETE", idea.url).status_code == 403
    assert send(mine, f"{at}?_method=DELETE", idea.url).status_code == 303
    assert fresh(idea).comment_count == 0


def test_what_waited_for_a_moderator_is_no_history(
    cast: Cast, idea: Idea, signed_in: Callable[[Person], FlaskClient]
) -> None:
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", action="hold", terms=["scoundrel"], by=cast.max)
    made = say(idea, "You scoundrel.", cast.colin)
    with transaction.unit():
        commands.edit_comment(made, "Dear author.", by=cast.colin)
        commands.set_comment_state(made, "published", by=cast.max)
    history = signed_in(cast.emma).get(f"/ideas/{idea.id}/comments/{made.id}/history")
    assert history.status_code == 200
    assert "Nothing was changed" in history.text
    assert "scoundrel" not in history.text


def test_the_authors_reply_answers_a_question(cast: Cast, idea: Idea) -> None:
    asked = say(idea, "Who pays for it?", cast.colin, asks=True)
    assert (fresh(idea).open_question_count, queries.waiting_question_count(cast.carla)) == (1, 1)
    assert [one.comment_id for one in queries.questions_waiting(cast.carla).items] == [asked.id]
    say(idea, "I wonder too.", cast.emma, asked)
    assert fresh(idea).open_question_count == 1
    answer = say(idea, "The shops do.", cast.carla, asked)
    assert fresh(idea).open_question_count == 0
    with transaction.unit():
        commands.remove_comment(answer, by=cast.carla)
    assert fresh(idea).open_question_count == 1
    with transaction.unit():
        commands.remove_comment(asked, by=cast.colin)
    assert fresh(idea).open_question_count == 0


def test_only_the_asker_settles_and_reopens(
    cast: Cast, idea: Idea, signed_in: Callable[[Person], FlaskClient], send: Send
) -> None:
    asked = say(idea, "Who pays for it?", cast.colin, asks=True)
    at = f"/ideas/{idea.id}/comments/{asked.id}/settled"
    assert send(signed_in(cast.emma), f"{at}?_method=PUT", idea.url).status_code == 403
    mine = signed_in(cast.colin)
    for method, waiting in (("PUT", 0), ("PUT", 0), ("DELETE", 1)):
        assert send(mine, f"{at}?_method={method}", idea.url).status_code == 303
        assert fresh(idea).open_question_count == waiting
    assert "Who pays for it?" in signed_in(cast.carla).get("/ideas/questions").text


def test_authors_do_not_ask_themselves(cast: Cast, idea: Idea) -> None:
    say(idea, "Who pays for it?", cast.carla, asks=True)
    assert fresh(idea).open_question_count == 0


@pytest.mark.parametrize(
    ("name", "function", "may"),
    [("carla", "", False), ("colin", "", False), ("emma", "", False), ("erik", "Logistics", True), ("sam", "", True)],
)
def test_who_may_endorse(cast: Cast, idea: Idea, name: str, function: str, may: bool) -> None:
    person = getattr(cast, name)
    person.function = function
    assert bool(policy.may_endorse(person, idea)) is may


def test_an_endorsement_is_one_sentence_and_no_vote(
    cast: Cast, idea: Idea, signed_in: Callable[[Person], FlaskClient], send: Send
) -> None:
    browser, deed = signed_in(cast.sam), f"/ideas/{idea.id}/endorsement"
    assert send(browser, f"{deed}?_method=PUT", idea.url, why=" ").status_code == 422
    for why in ("It saves a trip.", "It saves two trips."):
        assert send(browser, f"{deed}?_method=PUT", idea.url, why=why).status_code == 303
    assert (fresh(idea).endorsement_count, idea.vote_count) == (1, 0)
    assert "It saves two trips." in signed_in(cast.colin).get(idea.url).text
    assert send(signed_in(cast.colin), f"{deed}?_method=PUT", idea.url, why="Me too.").status_code == 403
    assert send(browser, f"{deed}?_method=DELETE", idea.url).status_code == 303
    assert fresh(idea).endorsement_count == 0
    with pytest.raises(Invalid):
        commands.endorse(idea, "x" * 301, standing="", by=cast.sam)


def test_the_talk_costs_the_same_however_much_is_said(cast: Cast, idea: Idea) -> None:
    costs = []
    for _round in range(2):
        for n in range(5):
            say(idea, f"Reply {n}.", cast.emma, say(idea, f"Comment {n}.", cast.colin))
        reader = cast.emma
        with counted() as statements:
            discussion.threads("idea", idea.id, reader)
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 4


def test_the_talk_does_not_tell_who_wrote_an_anonymous_idea(
    cast: Cast, idea: Idea, client: FlaskClient, settle: Callable[[], None]
) -> None:
    with transaction.unit():
        idea.anonymous = True
    asked = say(idea, "Who pays for it?", cast.colin, asks=True)
    answer = say(idea, "The shops.", cast.carla, asked)
    say(idea, "Good.", cast.colin, answer)
    with transaction.unit():
        commands.edit_comment(answer, "The shops do.", by=cast.carla)
    for page in (idea.url, f"/ideas/{idea.id}/comments/{answer.id}/history"):
        assert "Carla" not in client.get(page).text
    with transaction.unit():
        commands.remove_comment(answer, by=cast.carla)
    assert cast.carla.id not in set(db.session.scalars(select(Entry.actor_id).where(Entry.id > first_entry(idea))))


def first_entry(idea: Idea) -> int:
    """The entry of the event book with which the idea came, which was named still."""
    said = select(Entry.id).where(Entry.name == "ideas.idea_submitted").order_by(Entry.id.desc())
    return db.session.scalars(said).first() or 0


def test_followers_hear_once_until_they_look(
    cast: Cast, idea: Idea, settle: Callable[[], None], signed_in: Callable[[Person], FlaskClient]
) -> None:
    with transaction.unit():
        commands.vote(idea, 1, by=cast.emma)
    settle()
    for words in ("First.", "Second."):
        say(idea, words, cast.colin)
        settle()
    say(idea, "Mine.", cast.emma)
    settle()
    rows = db.session.scalars(select(Notification).where(Notification.kind.in_(["talked", "commented"]))).all()
    told = [(row.person_id, row.kind) for row in rows]
    assert told.count((cast.emma.id, "talked")) == 1
    assert told.count((cast.carla.id, "commented")) == 3, "its author hears of each"
    assert told.count((cast.colin.id, "talked")) == 1, "who commented follows it, and hears of others only"
    led = signed_in(cast.emma).get(next(row.url for row in rows if row.person_id == cast.emma.id))
    assert led.location.startswith(idea.url)


def test_followers_who_lost_sight_of_it_hear_nothing(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea, settle: Callable[[], None]
) -> None:
    idea = idea_of(challenge_of(), by=cast.emma)
    with transaction.unit():
        commands.vote(idea, 1, by=cast.colin)
    settle()
    with transaction.unit():
        commands.set_idea_hold(idea, "hidden", by=cast.max)
        commands.comment(idea, "Behind closed doors.", by=cast.emma)
    settle()
    heard = select(Notification).where(Notification.kind == "talked", Notification.person_id == cast.colin.id)
    assert db.session.scalars(heard).all() == []


def test_nobody_replies_to_what_they_cannot_read(cast: Cast, idea: Idea) -> None:
    """Nor learns whether there is such a comment, nor lets its place be seen by that."""
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", terms=["scoundrel"], action="hold", by=cast.max)
    held, gone = say(idea, "You scoundrel.", cast.colin), say(idea, "Gone.", cast.emma)
    with transaction.unit():
        commands.remove_comment(gone, by=cast.emma)
    for there in (held, gone):
        with pytest.raises(Invalid, match="not here"):
            say(idea, "Why?", cast.carla, there)
    say(idea, "I mean it.", cast.colin, held)
    assert [thread.head.comment.id for thread in discussion.threads("idea", idea.id, cast.emma).items] == [held.id]


def test_in_an_archived_space_nobody_changes_a_comment_not_even_without_a_name(
    cast: Cast, challenge_of: MakeChallenge, signed_in: Callable[[Person], FlaskClient], send: Send
) -> None:
    """The book does not say who wrote it, so that the wall around the archive takes it for a deed of nobody's."""
    challenge = challenge_of(allows_anonymous=True)
    with transaction.unit():
        idea = commands.submit(challenge, title="Lend a spare hub", body="Please.", by=cast.carla, anonymous=True)
    said = say(idea, "I mean a hub for a week.", cast.carla)
    with transaction.unit():
        spaces.archive(idea.space, "It ended.", by=cast.stella)
    at = f"/ideas/{idea.id}/comments/{said.id}"
    for method in ("PUT", "DELETE"):
        answer = send(signed_in(cast.carla), f"{at}?_method={method}", idea.url, body="Something else.")
        assert answer.status_code == 403
    db.session.expire_all()
    assert (said.body, said.state) == ("I mean a hub for a week.", "published")
