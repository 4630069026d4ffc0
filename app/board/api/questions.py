"""The API's operations on questions."""

from __future__ import annotations

from flask import g
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.board import commands, policy, queries
from app.board.api.shapes import AnswerOut, ClaimOut, CommentOut, QuestionOut, QuestionPageOut, VoteOut, question_page
from app.board.api.taken import CommentIn, EditIn, QuestionIn, QuestionsQuery, ReasonIn, VoteIn
from app.board.models import Question
from app.core.access import Decision, Invalid, ensure, found, public, refused
from app.core.api import Listing, operation
from app.discussion import queries as discussion
from app.files.api import FileOut
from app.spaces import queries as spaces

WAITS = {202: "It waits for a moderator"}


@operation("listQuestions", "GET /questions", query=QuestionsQuery, returns=Listing[QuestionOut])
def list_questions(query: QuestionsQuery) -> Listing[QuestionOut]:
    """The questions you may see."""
    public()
    space = found(spaces.visible_space(me(), query.space)) if query.space else None
    topic = found(queries.visible_topic(me(), query.topic)) if query.topic else None
    page = queries.visible_questions(
        me(), space=space, topic=topic, state=query.state, sort=query.sort, after=query.after, limit=query.limit
    )
    return Listing(items=[QuestionOut.of(question) for question in page.items], next=page.next)


@operation("askQuestion", "POST /questions", body=QuestionIn, returns=QuestionOut, status=201, also=WAITS)
def ask_question(body: QuestionIn) -> QuestionOut | tuple[QuestionOut, int]:
    """Ask; 202 when a rule holds the question for a moderator."""
    person = somebody()
    space = found(spaces.visible_space(person, body.space))
    ensure(policy.may_ask(person, space))
    if body.handle or body.channel != "site":
        ensure(_may_relay())
    asked_of = _named(body.asked_of)
    words = body.model_dump(exclude={"space", "asked_of"})
    asked = commands.ask(space=space, by=person, asked_of=asked_of, **words)
    return QuestionOut.of(asked) if asked.hold == "shown" else (QuestionOut.of(asked), 202)


@operation("getQuestion", "GET /questions/<id:question_id>", returns=QuestionPageOut)
def get_question(question_id: int) -> QuestionPageOut:
    """A question with its answers, claim, state and counts."""
    question = _question(question_id)
    public()
    given = queries.answers_for(me(), question)
    answers = [AnswerOut.of(answer) for answer in given]
    comments = discussion.beneath("question", [question.id], me()).get(question.id, [])
    page = question_page(question, answers, [CommentOut.of(said) for said in comments], queries.seen_mark(given))
    hung = queries.attachments([question.id], [answer.id for answer in answers], comments)
    return page.with_attachments({name: [FileOut.of(file) for file in files] for name, files in hung.items()})


@operation("editQuestion", "PUT /questions/<id:question_id>", body=EditIn, returns=QuestionOut)
def edit_question(question_id: int, body: EditIn) -> QuestionOut:
    """Change a question's words; what they were stays on the audit log."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_edit_question(person, question))
    commands.edit(question, by=person, **body.model_dump())
    return QuestionOut.of(question)


@operation("makePrivate", "PUT /questions/<id:question_id>/privacy", body=ReasonIn, returns=QuestionOut)
def make_private(question_id: int, body: ReasonIn) -> QuestionOut:
    """Keep a question between its asker and those who are cleared to answer."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_make_private(person, question))
    commands.set_audience(question, "private", by=person, reason=body.reason)
    return QuestionOut.of(question)


@operation("openUp", "DELETE /questions/<id:question_id>/privacy")
def open_up(question_id: int) -> None:
    """Let all who see its space read a private question."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_open_up(person, question))
    commands.set_audience(question, "space", by=person)


@operation("claimQuestion", "PUT /questions/<id:question_id>/claim", returns=ClaimOut)
def claim_question(question_id: int) -> ClaimOut:
    """Say that you are answering, or hold on; 409 with holder and expiry while somebody else is."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_claim(person, question))
    return ClaimOut.of(commands.claim(question, by=person))


@operation("releaseClaim", "DELETE /questions/<id:question_id>/claim")
def release_claim(question_id: int) -> None:
    """Give your claim back."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_work(person))
    commands.release(question, by=person)


@operation("voteQuestion", "PUT /questions/<id:question_id>/vote", body=VoteIn, returns=VoteOut)
def vote_question(question_id: int, body: VoteIn) -> VoteOut:
    """Say that you have the same question, or take it back."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_vote_question(person, question))
    return VoteOut(value=body.value, count=commands.vote_question(question, body.value, by=person))


@operation(
    "escalateQuestion", "POST /questions/<id:question_id>/escalation", body=ReasonIn, returns=QuestionOut, status=201
)
def escalate_question(question_id: int, body: ReasonIn) -> QuestionOut:
    """Open a case for it outside the board."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_escalate(person, question))
    commands.escalate(question, body.reason, by=person)
    return QuestionOut.of(question)


@operation("closeQuestion", "PUT /questions/<id:question_id>/closure", body=ReasonIn, returns=QuestionOut)
def close_question(question_id: int, body: ReasonIn) -> QuestionOut:
    """End it without a solution."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_close(person, question))
    commands.close(question, by=person, reason=body.reason)
    return QuestionOut.of(question)


@operation("reopenQuestion", "DELETE /questions/<id:question_id>/closure")
def reopen_question(question_id: int) -> None:
    """Let people answer again."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_close(person, question))
    commands.reopen(question, by=person)


@operation(
    "commentOnQuestion", "POST /questions/<id:question_id>/comments", body=CommentIn, returns=CommentOut, status=201,
    also=WAITS,
)  # fmt: skip
def comment_on_question(question_id: int, body: CommentIn) -> CommentOut | tuple[CommentOut, int]:
    """Comment beneath a question; 202 when a rule holds the comment."""
    person, question = somebody(), _question(question_id)
    ensure(policy.may_comment(person, question))
    made = commands.comment_on_question(
        question, body.body, by=person, reply_to_id=body.reply_to, attachments=body.attachments
    )
    return CommentOut.of(made) if made.state == "published" else (CommentOut.of(made), 202)


def _question(question_id: int) -> Question:
    return found(queries.visible_question(me(), question_id))


def _named(handle: str | None) -> Person | None:
    person = accounts.by_handle(handle) if handle else None
    if handle and person is None:
        raise Invalid({"asked_of": _("Nobody has this handle.")})
    return person


def _may_relay() -> Decision | bool:
    """Only a connector's token may ask for somebody from outside."""
    if {"channels", "all"} & set(g.get("token_scopes") or ()):
        return True
    return refused(_("Asking for somebody else needs a token with the scope “channels”."), gate="scope")
