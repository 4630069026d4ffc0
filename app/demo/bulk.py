"""Many questions and ideas for the benchmarks: in bulk, but in the same tables and with the same counters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select, update

from app.accounts.models import Person
from app.board.models import Answer, Question, QuestionTopic
from app.core import clock, text
from app.demo.story import contents
from app.extensions import db
from app.ideas import ranking
from app.ideas.models import Challenge, Idea
from app.spaces.models import Space
from app.topics.models import Topic
from app.voting.models import Vote

SIZES = {"medium": 20_000, "large": 200_000}
AT_ONCE = 2_000
YEARS = 3
STAGED = (
    ("submitted", 80), ("shortlisted", 8), ("in_review", 4), ("approved", 2), ("in_pilot", 1), ("launched", 1),
    ("declined", 4),
)  # fmt: skip


class Writer:
    """Puts sentences of the demo's own questions together anew, so that the vocabulary is a real one."""

    def __init__(self, rng: Random) -> None:
        items = contents("questions-*")
        self.rng = rng
        self.titles = [item["title"].rstrip("?.!") for item in items]
        self.sentences = [s.strip() for item in items for s in item["body"].split(". ") if len(s) > 20]
        self.answers = [answer["body"] for item in items for answer in item["answers"]]

    def title(self) -> str:
        """Two halves of two titles."""
        left, right = self.rng.choice(self.titles).split(), self.rng.choice(self.titles).split()
        return " ".join([*left[: len(left) // 2 + 1], *right[len(right) // 2 :]])[:150] + "?"

    def body(self) -> str:
        """A few sentences."""
        return ". ".join(self.rng.sample(self.sentences, 4)) + "."


def fill(scale: str, seed: int) -> None:
    """Add so many questions and so many ideas to a loaded demo; deterministic for a seed."""
    rng = Random(seed)  # noqa: S311 - the same seed makes the same community
    writer = Writer(rng)
    _fill_questions(rng, writer, SIZES[scale])
    _fill_ideas(rng, writer, SIZES[scale])


def fill_questions(count: int, seed: int) -> None:
    """Add so many questions only; deterministic for a seed."""
    rng = Random(seed)  # noqa: S311 - the same seed makes the same community
    _fill_questions(rng, Writer(rng), count)


def fill_ideas(count: int, seed: int) -> None:
    """Add so many ideas only; deterministic for a seed."""
    rng = Random(seed)  # noqa: S311 - the same seed makes the same community
    _fill_ideas(rng, Writer(rng), count)


def _fill_questions(rng: Random, writer: Writer, count: int) -> None:
    rendered = {body: str(text.render(body)) for body in writer.answers}
    space = db.session.scalars(select(Space).where(Space.slug == "help")).one()
    people = list(db.session.scalars(select(Person.id)))
    staff = list(db.session.scalars(select(Person.id).where(Person.kind == "employee")))
    topics = list(db.session.scalars(select(Topic.id)))
    first = (db.session.scalar(select(func.max(Question.id))) or 0) + 1
    first_answer = (db.session.scalar(select(func.max(Answer.id))) or 0) + 1
    answer_id = first_answer
    for ids in _portions(first, count):
        questions, answers, about = [], [], []
        for number in ids:
            asked_at = _moment(rng)
            solved = rng.random() < 0.6
            question = _question(number, space.id, rng.choice(people), writer, asked_at)
            about.append({"question_id": number, "topic_id": rng.choice(topics)})
            if rng.random() < 0.9 or solved:
                body = rng.choice(writer.answers)
                answers.append(_answer(answer_id, question, rng.choice(staff), body, rendered[body], solved))
                question |= _settled(question, answer_id, solved)
                answer_id += 1
            questions.append(question)
        db.session.execute(insert(Question), questions)
        db.session.execute(insert(QuestionTopic), about)
        db.session.execute(insert(Answer), answers)
        _vote(rng, "question", [q["id"] for q in questions], people)
    recounted = update(Question).where(Question.id >= first)
    db.session.execute(recounted.values(vote_count=_votes_on("question", Question.id)))
    db.session.execute(update(Space).where(Space.id == space.id).values(question_count=Space.question_count + count))


def _question(number: int, space_id: int, author_id: int, writer: Writer, asked_at: datetime) -> dict[str, Any]:
    body = writer.body()
    return {
        "id": number, "space_id": space_id, "author_id": author_id, "title": writer.title(), "body": body,
        "body_html": f"<p>{body}</p>", "state": "open", "asked_at": asked_at, "active_at": asked_at,
        "published_at": asked_at, "answer_count": 0, "first_answered_at": None, "solved_at": None,
        "accepted_answer_id": None,
    }  # fmt: skip


def _answer(
    number: int, question: dict[str, Any], author_id: int, body: str, html: str, accepted: bool
) -> dict[str, Any]:
    posted_at = question["asked_at"] + timedelta(minutes=37)
    return {
        "id": number, "question_id": question["id"], "author_id": author_id, "body": body, "body_html": html,
        "state": "published", "basis": {}, "posted_at": posted_at, "published_at": posted_at,
        "accepted_at": posted_at + timedelta(hours=1) if accepted else None,
    }  # fmt: skip


def _settled(question: dict[str, Any], answer_id: int, solved: bool) -> dict[str, Any]:
    answered_at = question["asked_at"] + timedelta(minutes=37)
    return {
        "answer_count": 1,
        "first_answered_at": answered_at,
        "active_at": answered_at,
        "state": "solved" if solved else "answered",
        "solved_at": answered_at + timedelta(hours=1) if solved else None,
        "accepted_answer_id": answer_id if solved else None,
    }


def _fill_ideas(rng: Random, writer: Writer, count: int) -> None:
    challenge = db.session.scalars(
        select(Challenge).where(Challenge.audience == "public").order_by(Challenge.id)
    ).first()
    if challenge is None:
        return
    people = list(db.session.scalars(select(Person.id)))
    first = (db.session.scalar(select(func.max(Idea.id))) or 0) + 1
    for ids in _portions(first, count):
        db.session.execute(insert(Idea), [_idea(rng, number, challenge, rng.choice(people), writer) for number in ids])
        _vote(rng, "idea", list(ids), people)
    ranked = update(Idea).where(Idea.id >= first)
    votes = _votes_on("idea", Idea.id)
    db.session.execute(ranked.values(vote_count=votes, exposed_count=votes + 12))
    _rank(first, challenge)
    challenge.idea_count += count
    db.session.execute(update(Space).where(Space.id == challenge.space_id).values(idea_count=Space.idea_count + count))


def _idea(rng: Random, number: int, challenge: Challenge, author_id: int, writer: Writer) -> dict[str, Any]:
    body, at = writer.body(), _moment(rng)
    return {
        "id": number, "challenge_id": challenge.id, "space_id": challenge.space_id, "author_id": author_id,
        "title": writer.title(), "body": body, "body_html": f"<p>{body}</p>",
        "stage": rng.choices(*zip(*STAGED, strict=True))[0], "comment_count": int(rng.paretovariate(1.1)) - 1,
        "submitted_at": at, "moved_at": at,
    }  # fmt: skip


def _rank(first: int, challenge: Challenge) -> None:
    """The same sort keys that a vote computes; equal counts share one computation."""
    prior = ranking.Prior(challenge.prior_votes, challenge.prior_passes)
    tops: dict[int, float] = {}
    rows = db.session.execute(select(Idea.id, Idea.vote_count, Idea.submitted_at).where(Idea.id >= first)).all()
    ranked = []
    for number, votes, at in rows:
        top = tops.setdefault(votes, ranking.top_score(votes, votes + 12, prior))
        drawn = ranking.discover_score(votes, votes + 12, prior, Random(number))  # noqa: S311
        ranked.append({"id": number, "top_key": top, "hot_key": ranking.hot_score(votes, at), "discover_key": drawn})
    db.session.execute(update(Idea), ranked)


def _vote(rng: Random, kind: str, ids: list[int], people: list[int]) -> None:
    votes = [
        {"person_id": person, "kind": kind, "subject_id": number, "value": 1, "at": clock.now()}
        for number in ids
        for person in rng.sample(people, min(len(people), int(rng.paretovariate(1.3)) - 1))
    ]
    if votes:
        db.session.execute(insert(Vote), votes)


def _votes_on(kind: str, subject_id: Any) -> Any:
    on_it = (Vote.kind == kind, Vote.subject_id == subject_id)
    return select(func.count()).select_from(Vote).where(*on_it).scalar_subquery()


def _portions(first: int, count: int) -> Iterator[range]:
    for start in range(first, first + count, AT_ONCE):
        yield range(start, min(start + AT_ONCE, first + count))


def _moment(rng: Random) -> datetime:
    return (clock.now() - timedelta(days=rng.uniform(90, 365 * YEARS))).replace(microsecond=0)
