"""The API's operations on guidelines, courses and attempts; what is right is told only after submission."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core.access import ensure, found, public
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment
from app.spaces import queries as spaces
from app.training import commands, policy, queries, results
from app.training.commands.attempts import LONGEST_TEXT
from app.training.models import Attempt, Certificate, Course, Guideline, QuizItem

Places = Annotated[list[int], Field(max_length=50)]
Written = Annotated[str, Field(max_length=LONGEST_TEXT)]


class ChangeOut(Out):
    """A paragraph of the guidelines, and whether it was kept, added or dropped since the caller accepted."""

    kind: str
    text: str


class GuidelinesOut(Out):
    """The guidelines in force, and where the caller stands with them."""

    version: int
    major: bool
    summary: str
    body: str
    published_at: Moment
    accepted_version: int | None
    must_accept: bool
    accept_by: Moment | None
    recertify: bool
    what_changed: list[ChangeOut]

    @classmethod
    def of(cls, guideline: Guideline, person: Person | None) -> Self:
        """As one person, or a visitor, finds them."""
        accepted = queries.accepted_version(person)
        news = queries.what_changed_since(person) if person else None
        coming = queries.next_to_bind(accepted) if person else None
        return cls(
            version=guideline.version, major=guideline.major, summary=guideline.summary, body=guideline.body,
            published_at=guideline.published_at, accepted_version=accepted or None,
            must_accept=person is not None and accepted < queries.version_to_accept(),
            accept_by=coming.binding_at if coming else None, recertify=guideline.recertify,
            what_changed=[ChangeOut(kind=c.kind, text=c.text) for c in news.changes] if news else [],
        )  # fmt: skip


class AcceptanceIn(In):
    """The version that was read."""

    version: int = Field(ge=1, le=2**31 - 1)


class AcceptanceOut(Out):
    """An acceptance."""

    version: int
    text_hash: str
    at: Moment


class AddendumOut(Out):
    """The rules that a space has beside the guidelines, and whether the caller must accept them to speak there."""

    space: str
    version: int
    body: str
    accepted_version: int | None
    must_accept: bool


class CertificateOut(Out):
    """A certificate."""

    id: int
    number: str
    source: str
    issued_at: Moment
    expires_at: Moment
    is_live: bool
    url: str


class CourseOut(Out):
    """A course, with the certificate that the caller holds for it."""

    id: int
    slug: str
    title: str
    about: str
    clears: str
    lesson_count: int
    draw_count: int
    needed: int
    valid_days: int
    url: str
    certificate: CertificateOut | None = None

    @classmethod
    def of(cls, course: Course, held: Certificate | None) -> Self:
        """From rows."""
        made = cls.model_validate(course)
        made.certificate = CertificateOut.model_validate(held) if held else None
        return made


class QuestionOut(Out):
    """One question of an attempt; an answer names the places of choices in this list, the first being 0.

    The kind is `single`, `multiple`, `order` (name every place, in the right order) or `text` (answer with a string).
    """

    id: int
    kind: str
    prompt: str
    multiple: bool
    choices: list[str]

    @classmethod
    def of(cls, attempt: Attempt, item: QuizItem) -> Self:
        """As it is shown."""
        choices = [item.choices[place] for place in attempt.orders[item.id]]
        return cls(id=item.id, kind=item.kind, prompt=item.prompt, multiple=item.multiple, choices=choices)


class AttemptOut(Out):
    """An attempt as it is taken."""

    id: int
    course: str
    needed: int
    started_at: Moment
    url: str
    questions: list[QuestionOut]


class AnswersIn(In):
    """By question id, the places of the chosen choices, or what was written."""

    answers: dict[int, Places | Written] = Field(max_length=200)


class ResultOut(QuestionOut):
    """One question after submission."""

    chosen: list[int]
    right: list[int]
    correct: bool | None
    explanation: str
    written: str
    remark: str

    @classmethod
    def from_result(cls, result: results.Result) -> Self:
        """As it is explained."""
        item, shown = result.item, sorted(result.choices, key=lambda choice: choice.shown)
        return cls(
            id=item.id, kind=item.kind, prompt=item.prompt, multiple=item.multiple, written=result.written,
            remark=result.remark, choices=[choice.text for choice in shown],
            chosen=result.places(right=False), right=result.places(right=True), correct=result.correct,
            explanation=item.explanation,
        )  # fmt: skip


class MarkedOut(Out):
    """An attempt after submission; score and passed are null while what was written in it is being judged."""

    id: int
    course: str
    score: int | None
    needed: int
    passed: bool | None
    submitted_at: Moment
    certificate: CertificateOut | None
    results: list[ResultOut]


@operation("getGuidelines", "GET /training/guidelines", returns=GuidelinesOut)
def get_guidelines() -> GuidelinesOut:
    """The guidelines in force, and what changed since you accepted them."""
    public()
    return GuidelinesOut.of(found(queries.current_guideline()), me())


@operation("acceptGuidelines", "PUT /training/guidelines/acceptance", body=AcceptanceIn, returns=AcceptanceOut)
def accept_guidelines(body: AcceptanceIn) -> AcceptanceOut:
    """Accept the guidelines in force."""
    person = somebody()
    ensure(policy.may_accept_guidelines(person))
    return AcceptanceOut.model_validate(commands.accept_guidelines(body.version, by=person))


@operation("getAddendum", "GET /training/addenda/<slug>", returns=AddendumOut)
def get_addendum(slug: str) -> AddendumOut:
    """The rules that a space has beside the guidelines."""
    space = found(spaces.visible_space(me(), slug))
    public()
    accepted = queries.accepted_addendum(me(), space)
    return AddendumOut(
        space=space.slug, version=space.addendum_version, body=space.addendum, accepted_version=accepted or None,
        must_accept=me() is not None and accepted < space.addendum_needed,
    )  # fmt: skip


@operation("acceptAddendum", "PUT /training/addenda/<slug>/acceptance", body=AcceptanceIn, returns=AcceptanceOut)
def accept_addendum(slug: str, body: AcceptanceIn) -> AcceptanceOut:
    """Accept the rules that a space has beside the guidelines."""
    person = somebody()
    space = found(spaces.visible_space(person, slug))
    ensure(policy.may_accept_guidelines(person))
    return AcceptanceOut.model_validate(commands.accept_addendum(space, body.version, by=person))


@operation("listCourses", "GET /training/courses", query=Cursor, returns=Listing[CourseOut])
def list_courses(query: Cursor) -> Listing[CourseOut]:
    """The courses, and which of their certificates you hold."""
    person = somebody()
    ensure(policy.may_learn(person))
    held = {c.course_id: c for c in queries.certificates_of(person) if c.is_live}
    shown = queries.courses_page(after=query.after, limit=query.limit)
    return Listing(items=[CourseOut.of(course, held.get(course.id)) for course in shown.items], next=shown.next)


@operation(
    "startAttempt", "POST /training/courses/<slug>/attempts", status=201, returns=AttemptOut,
    also={200: "The attempt that was open already"},
)  # fmt: skip
def start_attempt(slug: str) -> tuple[AttemptOut, int]:
    """Begin a course's quiz, or go on with the attempt that is open."""
    person = somebody()
    course = found(queries.taught_course(slug))
    ensure(policy.may_attempt(person, course))
    begun = queries.open_attempt(person, course) is not None
    attempt = commands.start_attempt(course, by=person)
    questions = [QuestionOut.of(attempt, item) for item in queries.items_of(attempt)]
    shown = AttemptOut(
        id=attempt.id, course=course.slug, needed=attempt.needed, started_at=attempt.started_at, url=attempt.url,
        questions=questions,
    )  # fmt: skip
    return shown, 200 if begun else 201


@operation(
    "submitAttempt", "POST /training/courses/<slug>/attempts/<id:attempt_id>/answers", body=AnswersIn, returns=MarkedOut
)
def submit_attempt(slug: str, attempt_id: int, body: AnswersIn) -> MarkedOut:
    """Hand an attempt in: it is marked and explained, and passing issues a certificate."""
    person = somebody()
    attempt = queries.own_attempt(person, attempt_id)
    if attempt is not None and attempt.course.slug != slug:
        attempt = None
    attempt = found(attempt)
    ensure(policy.may_learn(person))
    commands.submit_attempt(attempt, body.answers, by=person)
    held = queries.certificate_for_attempt(attempt)
    marked = results.explained(attempt, queries.items_of(attempt))
    return MarkedOut(
        id=attempt.id, course=slug, score=attempt.score, needed=attempt.needed, passed=attempt.passed,
        submitted_at=found(attempt.submitted_at),
        certificate=CertificateOut.model_validate(held) if held else None,
        results=[ResultOut.from_result(result) for result in marked],
    )  # fmt: skip
