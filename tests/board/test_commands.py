"""What deeds on the board change, and what they leave in the event book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.board import commands, queries
from app.board.models import Answer, Question
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.extensions import db
from app.screening import commands as screening
from app.spaces.queries import by_id as space_by_id
from app.training import queries as trained
from app.voting.queries import recount
from tests.cast import Cast

CARD = "My card is 4111 1111 1111 1111"
Answered = Callable[..., Answer]


def names() -> list[str]:
    """The board's entries in the event book, in order."""
    own = Entry.name.startswith("board.") | Entry.name.startswith("discussion.")
    return [name.split(".")[1] for name in db.session.scalars(select(Entry.name).where(own).order_by(Entry.id))]


def test_asking_counts_in_the_space_and_renders_markdown(cast: Cast, asked: Question) -> None:
    assert asked.state == "open"
    assert "<strong>Tuesday</strong>" in asked.body_html
    assert [topic.slug for topic in asked.topics] == ["wi-fi"]
    db.session.expire_all()
    assert space_by_id(asked.space_id).question_count == 1
    assert names() == ["question_asked"]


def test_a_card_number_is_refused_on_the_field_it_is_in(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal, transaction.unit():
        commands.ask(space=cast.space("help"), title="Refund", body=CARD, by=cast.carla)
    assert set(refusal.value.errors) == {"body"}
    assert names() == []


@pytest.mark.parametrize(
    ("title", "topics", "field"),
    [("", [], "title"), ("x" * 201, [], "title"), ("Fine so far", ["t"] * 6, "topics"), ("Fine", ["t" * 61], "topics")],
)
def test_words_that_cannot_be_taken(cast: Cast, title: str, topics: list[str], field: str) -> None:
    with pytest.raises(Invalid) as refusal, transaction.unit():
        commands.ask(space=cast.space("help"), title=title, topics=topics, by=cast.carla)
    assert set(refusal.value.errors) == {field}


def test_a_held_question_is_asked_only_when_it_is_shown(cast: Cast) -> None:
    space, carla, colin, mod = cast.space("help"), cast.carla, cast.colin, cast.max
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", action="hold", terms=["scoundrel"], by=mod)
        held = commands.ask(space=space, title="You scoundrel, where is it", by=carla)
    assert held.hold == "held"
    assert queries.visible_question(colin, held.id) is None
    assert queries.visible_question(carla, held.id) is not None
    assert queries.document(held.id) is None
    with transaction.unit():
        commands.set_question_hold(held, "shown", by=mod)
    assert names() == ["question_held", "question_asked", "question_hold_changed"]
    assert queries.visible_question(None, held.id) is not None


def test_hiding_and_restoring_leaves_the_count_as_it_was(cast: Cast, asked: Question) -> None:
    with transaction.unit():
        commands.set_question_hold(asked, "hidden", by=cast.max)
    db.session.expire_all()
    assert space_by_id(asked.space_id).question_count == 0
    with transaction.unit():
        commands.set_question_hold(asked, "shown", by=cast.max)
    db.session.expire_all()
    assert space_by_id(asked.space_id).question_count == 1
    assert names().count("question_asked") == 1


def test_a_novices_answer_waits_until_a_mentor_approves(cast: Cast, asked: Question, answered: Answered) -> None:
    waiting = answered(cast.nell)
    assert (waiting.state, asked.state, asked.answer_count) == ("waiting", "open", 0)
    assert [answer.id for answer in queries.approvals_waiting(cast.mona)] == [waiting.id]
    assert queries.answers_for(cast.colin, asked) == []
    with transaction.unit():
        commands.approve(waiting, by=cast.mona)
    assert (waiting.state, asked.state, asked.answer_count) == ("published", "answered", 1)
    probation = trained.probation_of(cast.nell)
    assert probation is not None
    assert probation.approved_count == 1
    assert names()[1:] == ["answer_waiting", "answer_approved", "answer_posted", "question_state_changed"]
    with pytest.raises(Conflict), transaction.unit():
        commands.approve(waiting, by=cast.mona)


def test_what_was_sent_back_waits_again_once_rewritten(cast: Cast, asked: Question, answered: Answered) -> None:
    waiting = answered(cast.nell)
    with transaction.unit():
        commands.send_back(waiting, "Say which hub.", by=cast.mona)
    assert (waiting.state, waiting.note) == ("sent_back", "Say which hub.")
    with transaction.unit():
        commands.edit_answer(waiting, "On the Hub 5: channel 36.", by=cast.nell)
    assert (waiting.state, waiting.note) == ("waiting", "")


def test_what_a_novice_changes_waits_again(cast: Cast, asked: Question, answered: Answered) -> None:
    """Else one harmless answer that was let through could say anything afterwards; it counts and is told once."""
    given, rude = answered(cast.nell), "Ask elsewhere, you scoundrel."
    with transaction.unit():
        commands.approve(given, by=cast.mona)
        commands.edit_answer(given, given.body, by=cast.nell)
    assert given.is_published, "nothing new was said"
    with transaction.unit():
        commands.edit_answer(given, "Send us your password.", by=cast.nell)
    assert (given.state, asked.state, asked.answer_count) == ("waiting", "open", 0)
    assert queries.answers_for(cast.colin, asked) == []
    with transaction.unit():
        commands.approve(given, by=cast.mona)
    assert (given.state, asked.answer_count, names().count("answer_posted")) == ("published", 1, 1)
    with transaction.unit():
        commands.edit_answer(given, "Send us your name.", by=cast.nell)
        commands.send_back(given, "Never ask for it.", by=cast.mona)
    probation = trained.probation_of(cast.nell)
    assert probation is not None
    assert probation.decided == "A"
    with transaction.unit():
        screening.add_rule(name="rude", kind="words", action="hold", terms=["scoundrel"], by=cast.max)
        commands.edit_answer(given, "Channel 36.", by=cast.nell)
        commands.edit_answer(given, rude, by=cast.nell)
    assert given.state == "held", "a mentor lets nothing through that a rule holds"


def test_an_answer_keeps_what_it_rests_on(cast: Cast, asked: Question, answered: Answered) -> None:
    (certificate,) = cast.certify(cast.nell)
    assert answered(cast.nell).basis == {"guidelines": 1, "certificate": certificate.id}


def test_accepting_another_answer_replaces_the_first(cast: Cast, asked: Question, answered: Answered) -> None:
    first, second = answered(cast.colin), answered(cast.sam)
    with transaction.unit():
        commands.accept(first, by=cast.carla)
    assert (asked.state, asked.accepted_answer_id) == ("solved", first.id)
    with transaction.unit():
        commands.accept(second, by=cast.carla)
        commands.accept(second, by=cast.carla)
    assert (first.is_accepted, asked.accepted_answer_id) == (False, second.id)
    assert names().count("answer_accepted") == 2
    with transaction.unit():
        commands.unaccept(second, by=cast.carla)
    assert (asked.state, asked.solved_at, asked.accepted_answer_id) == ("answered", None, None)


def test_removing_and_restoring_the_accepted_answer_is_exact(cast: Cast, asked: Question, answered: Answered) -> None:
    given = answered(cast.sam)
    with transaction.unit():
        commands.accept(given, by=cast.carla)
        commands.verify(given, by=cast.sue)
    facts = ("state", "answer_count", "verified_count", "accepted_answer_id", "solved_at", "first_answered_at")
    before = [getattr(asked, fact) for fact in facts]
    with transaction.unit():
        commands.set_answer_state(given, "removed", by=cast.max)
    assert [getattr(asked, fact) for fact in facts] == ["open", 0, 0, None, None, None]
    with transaction.unit():
        commands.set_answer_state(given, "published", by=cast.max)
    assert [getattr(asked, fact) for fact in facts] == before
    assert names().count("answer_posted") == 1


def test_changed_words_lose_their_verification(cast: Cast, asked: Question, answered: Answered) -> None:
    given = answered(cast.sam)
    with transaction.unit():
        commands.verify(given, by=cast.sue)
        commands.edit_answer(given, "Something else.", by=cast.sam)
    assert not given.is_verified
    assert asked.verified_count == 0
    assert "answer_unverified" in names()


def test_a_claim_is_one_persons_until_it_lapses(cast: Cast, asked: Question) -> None:
    with transaction.unit():
        commands.claim(asked, by=cast.nell)
        commands.claim(asked, by=cast.nell)
    with pytest.raises(Conflict) as taken, transaction.unit():
        commands.claim(asked, by=cast.emma)
    assert taken.value.facts["holder"] == "nell"
    assert taken.value.facts["expires_at"].endswith("Z")
    with clock.at(clock.now() + commands.CLAIM_LASTS + timedelta(seconds=1)):
        assert asked.live_claim is None
        with transaction.unit():
            commands.claim(asked, by=cast.emma)
        assert asked.live_claim is not None
        assert asked.live_claim.person_id == cast.emma.id
    assert names().count("question_claimed") == 2


def test_lapsed_claims_are_announced_once(cast: Cast, asked: Question, settle: Callable[[], None]) -> None:
    with transaction.unit():
        commands.claim(asked, by=cast.nell)
    with clock.at(clock.now() + commands.CLAIM_LASTS), transaction.unit():
        assert commands.end_lapsed() == 1
        assert commands.end_lapsed() == 0
    assert names().count("claim_released") == 1


def test_answering_ends_the_claim(cast: Cast, asked: Question, answered: Answered) -> None:
    with transaction.unit():
        commands.claim(asked, by=cast.sam)
    answered(cast.sam)
    assert asked.live_claim is None


def test_votes_are_counted_once_each(cast: Cast, asked: Question, answered: Answered) -> None:
    given = answered(cast.sam)
    with transaction.unit():
        for voter in (cast.colin, cast.colin, cast.emma):
            commands.vote_answer(given, 1, by=voter)
            commands.vote_question(asked, 1, by=voter)
        commands.vote_answer(given, 0, by=cast.emma)
    assert (given.vote_count, asked.vote_count) == (1, 2)
    assert (recount("answer", given.id), recount("question", asked.id)) == (1, 2)
    assert names().count("answer_voted") == 3


def test_comments_are_counted_and_moderated(cast: Cast, asked: Question, answered: Answered) -> None:
    given = answered(cast.sam)
    with transaction.unit():
        said = commands.comment_on_answer(given, "Thank you.", by=cast.colin)
        commands.comment_on_question(asked, "Me too.", by=cast.colin)
    db.session.expire_all()
    assert (given.comment_count, asked.comment_count) == (1, 1)
    with transaction.unit():
        commands.set_comment_state(said, "hidden", by=cast.max)
    db.session.expire_all()
    assert given.comment_count == 0


def test_escalation_is_once_and_ends_with_the_solution(cast: Cast, asked: Question, answered: Answered) -> None:
    with transaction.unit():
        commands.escalate(asked, "A whole street is out.", by=cast.sam)
        commands.escalate(asked, "Again.", by=cast.emma)
    assert asked.state == "escalated"
    assert names().count("question_escalated") == 1
    given = answered(cast.sam)
    with transaction.unit():
        commands.accept(given, by=cast.carla)
    assert asked.state == "solved"


def test_close_and_reopen(cast: Cast, asked: Question) -> None:
    with transaction.unit():
        commands.close(asked, by=cast.carla)
    assert asked.state == "closed"
    with transaction.unit():
        commands.reopen(asked, by=cast.carla)
    assert asked.state == "open"


def test_an_asker_from_outside_keeps_their_handle(cast: Cast) -> None:
    connector, space = cast.cara, cast.space("help")
    with transaction.unit():
        relayed = commands.ask(space=space, title="Where is my parcel", by=connector, channel="forum", handle="Jimbo")
    assert (relayed.asker_name, relayed.channel) == ("Jimbo", "forum")
    assert queries.asked_by(connector, connector) == []
