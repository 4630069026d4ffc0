"""Who is an expert fades with the evidence, wherever it is asked, and together with the badge."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.models import Person
from app.core import clock, transaction
from app.extensions import db
from app.recognition import commands as recognition
from app.recognition import queries as recognised
from app.topics import commands, queries
from app.topics.models import Expertise, Topic
from tests.cast import Cast

DAY = timedelta(days=1)


@pytest.fixture
def topic(cast: Cast) -> Topic:
    """Wi-Fi, which Erik knows by evidence and Sam by appointment."""
    erik, sam, stella = cast.erik, cast.sam, cast.stella
    with transaction.unit():
        (topic,) = commands.ensure_topics(["Wi-Fi"])
        for kind in ("answer", "accepted", "verified"):
            commands.add_evidence(erik.id, [topic.id], kind, times=20)
        commands.appoint(sam, topic, by=stella)
        recognition.judge_expertise(erik.id, [topic.id], "answer:1")
        recognition.judge_expertise(sam.id, [topic.id], "answer:1")
    return topic


def everywhere(person: Person, topic: Topic) -> set[bool]:
    """What each place that asks says of somebody."""
    return {
        queries.is_expert(person, [topic.id]),
        person in [known for _row, known in queries.experts(topic)],
        person in queries.known_for_something(10),
        person in queries.experts_of_all([topic.id])[topic.id],
        topic.id in queries.expert_topic_ids(person),
        person.id in queries.expert_topics([person.id], [topic.id]),
        "expert" in {award.badge for award in recognised.awards_of(person)},
    }


def test_the_right_goes_on_the_day_on_which_the_badge_does(cast: Cast, topic: Topic) -> None:
    (badge,) = recognised.awards_of(cast.erik)
    assert badge.ends_at is not None
    for moment, holds in ((clock.now(), True), (badge.ends_at - DAY, True), (badge.ends_at + DAY, False)):
        with clock.at(moment):
            assert everywhere(cast.erik, topic) == {holds}, moment
            assert everywhere(cast.sam, topic) == {True}, "an appointment does not lapse"
            assert queries.with_experts([topic.id]) == {topic.id}


def test_it_comes_back_with_new_evidence(cast: Cast, topic: Topic) -> None:
    with clock.at(clock.now() + 2000 * DAY):
        assert not queries.is_expert(cast.erik, [topic.id])
        with transaction.unit():
            for kind in ("answer", "accepted", "verified"):
                commands.add_evidence(cast.erik.id, [topic.id], kind, times=20)
        assert queries.is_expert(cast.erik, [topic.id])


def test_the_routing_weight_is_that_of_now(cast: Cast, topic: Topic) -> None:
    fresh, row = queries.weights(cast.erik)[topic.id], db.session.query(Expertise).filter_by(person_id=cast.erik.id)
    assert fresh == pytest.approx(row.one().weight, abs=1e-6)
    with clock.at(clock.now() + 3650 * DAY):
        assert queries.weights(cast.erik)[topic.id] == pytest.approx(0.2, abs=0.02)
        assert queries.weights(cast.sam) == {topic.id: 0.0}, "nothing is known where nothing was shown"
