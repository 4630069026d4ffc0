"""The API's operations on answers."""

from __future__ import annotations

from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.api.shapes import AnswerOut, CommentOut, VoteOut
from app.board.api.taken import AnswerEditIn, AnswerIn, CommentIn, NoteIn, VoteIn
from app.board.models import Answer
from app.core.access import ensure, found
from app.core.api import operation


@operation(
    "answerQuestion", "POST /questions/<id:question_id>/answers", body=AnswerIn, returns=AnswerOut, status=201,
    also={202: "It waits for a mentor or a moderator"},
)  # fmt: skip
def answer_question(question_id: int, body: AnswerIn) -> AnswerOut | tuple[AnswerOut, int]:
    """Answer; 403 names the gate for whoever is not cleared, 409 says that others answered since `seen`."""
    person = somebody()
    question = found(queries.visible_question(person, question_id))
    ensure(policy.may_answer(person, question))
    composed = commands.Composed(seen=body.seen or "")
    made = commands.post_answer(question, body.body, by=person, composed=composed, attachments=body.attachments)
    return AnswerOut.of(made) if made.is_published else (AnswerOut.of(made), 202)


@operation("editAnswer", "PUT /answers/<id:answer_id>", body=AnswerEditIn, returns=AnswerOut)
def edit_answer(answer_id: int, body: AnswerEditIn) -> AnswerOut:
    """Change an answer's text; a verification falls with the words it was for; 409 carries a newer text."""
    person, answer = somebody(), _answer(answer_id)
    ensure(policy.may_edit_answer(person, answer))
    commands.edit_answer(answer, body.body, by=person, version=body.version, attachments=body.attachments)
    return AnswerOut.of(answer)


@operation("acceptAnswer", "PUT /answers/<id:answer_id>/acceptance", returns=AnswerOut)
def accept_answer(answer_id: int) -> AnswerOut:
    """Say, as the asker, that it solved your question."""
    person, answer = somebody(), _answer(answer_id)
    ensure(policy.may_accept(person, answer))
    commands.accept(answer, by=person)
    return AnswerOut.of(answer)


@operation("unacceptAnswer", "DELETE /answers/<id:answer_id>/acceptance")
def unaccept_answer(answer_id: int) -> None:
    """Take the acceptance back."""
    person, answer = somebody(), _answer(answer_id)
    ensure(policy.may_accept(person, answer))
    commands.unaccept(answer, by=person)


@operation("verifyAnswer", "PUT /answers/<id:answer_id>/verification", returns=AnswerOut)
def verify_answer(answer_id: int) -> AnswerOut:
    """Vouch for it as an expert of one of the question's topics."""
    person, answer = somebody(), _answer(answer_id)
    ensure(policy.may_verify(person, answer))
    commands.verify(answer, by=person)
    return AnswerOut.of(answer)


@operation("unverifyAnswer", "DELETE /answers/<id:answer_id>/verification")
def unverify_answer(answer_id: int) -> None:
    """Take the verification back."""
    person, answer = somebody(), _answer(answer_id)
    ensure(policy.may_unverify(person, answer))
    commands.unverify(answer, by=person)


@operation("approveAnswer", "PUT /answers/<id:answer_id>/approval", returns=AnswerOut)
def approve_answer(answer_id: int) -> AnswerOut:
    """Let a novice's answer through, as a mentor."""
    person, answer = somebody(), _answer(answer_id)
    ensure(policy.may_approve(person, answer))
    commands.approve(answer, by=person)
    return AnswerOut.of(answer)


@operation("sendBackAnswer", "POST /answers/<id:answer_id>/return", body=NoteIn, returns=AnswerOut)
def send_back_answer(answer_id: int, body: NoteIn) -> AnswerOut:
    """Ask a novice to write it again, and say how."""
    person, answer = somebody(), _answer(answer_id)
    ensure(policy.may_approve(person, answer))
    commands.send_back(answer, body.note, by=person)
    return AnswerOut.of(answer)


@operation("voteAnswer", "PUT /answers/<id:answer_id>/vote", body=VoteIn, returns=VoteOut)
def vote_answer(answer_id: int, body: VoteIn) -> VoteOut:
    """Say whether it helped, or take that back."""
    person, answer = somebody(), _answer(answer_id)
    ensure(policy.may_vote_answer(person, answer))
    return VoteOut(value=body.value, count=commands.vote_answer(answer, body.value, by=person))


@operation(
    "commentOnAnswer", "POST /answers/<id:answer_id>/comments", body=CommentIn, returns=CommentOut, status=201,
    also={202: "It waits for a moderator"},
)  # fmt: skip
def comment_on_answer(answer_id: int, body: CommentIn) -> CommentOut | tuple[CommentOut, int]:
    """Comment beneath an answer; 202 when a rule holds the comment."""
    person, answer = somebody(), _answer(answer_id)
    ensure(policy.may_comment(person, answer.question))
    made = commands.comment_on_answer(
        answer, body.body, by=person, reply_to_id=body.reply_to, attachments=body.attachments
    )
    return CommentOut.of(made) if made.state == "published" else (CommentOut.of(made), 202)


def _answer(answer_id: int) -> Answer:
    return found(queries.visible_answer(me(), answer_id))
