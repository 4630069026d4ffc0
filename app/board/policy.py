"""Who may do what on the board."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.board.models import PUBLISHED, SHOWN, Answer, Question
from app.core.access import ALLOWED, Decision, refused
from app.spaces.models import Space
from app.spaces.policy import may_moderate, may_post
from app.topics import queries as topics
from app.training import policy as training
from app.training import queries as trained


def may_ask(person: Person | None, space: Space) -> Decision:
    """Whoever may post in the space."""
    return may_post(person, space)


def may_answer(person: Person | None, question: Question) -> Decision:
    """Whoever is cleared to answer here, unless the question is shut or a colleague is on it."""
    if not (decision := training.clearance(person, "answer", question.space)):
        return decision
    if not (decision := _is_open_for_work(question)):
        return decision
    claim = question.live_claim
    if person is not None and claim is not None and person.is_employee and claim.person_id != person.id:
        reason = _("%(name)s is answering this. You can write when the claim is released.", name=claim.person.name)
        return refused(reason, gate="claim", remedy=question.url)
    return ALLOWED


def may_claim(person: Person | None, question: Question) -> Decision:
    """Employees who are cleared to answer here; whether it is free is the command's to say."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and not person.is_employee:
        return refused(_("Claims are for colleagues. You can answer without one."), gate="role")
    if not (decision := training.clearance(person, "answer", question.space)):
        return decision
    return _is_open_for_work(question)


def may_work(person: Person | None) -> Decision:
    """The desk is for employees in good standing."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and not person.is_employee:
        return refused(_("The desk is for employees."), gate="role", remedy="/questions")
    return ALLOWED


def may_accept(person: Person | None, answer: Answer) -> Decision:
    """The asker, of an answer that everybody sees."""
    if not (decision := may_write(person)):
        return decision
    if person is None or answer.question.author_id != person.id:
        return refused(_("Only the person who asked can accept an answer."), gate="asker")
    return _is_published(answer)


def may_verify(person: Person | None, answer: Answer) -> Decision:
    """An expert of one of the question's topics who is cleared to verify; never one's own answer."""
    if not (decision := may_verify_here(person, answer.question)):
        return decision
    if person is not None and answer.author_id == person.id:
        return refused(_("Somebody else has to verify your answer."), gate="own")
    return _is_published(answer)


def may_verify_here(person: Person | None, question: Question) -> Decision:
    """Whether somebody is cleared to verify, and an expert of one of this question's topics."""
    if not (decision := training.clearance(person, "verify", question.space)):
        return decision
    if not topics.is_expert(person, question.topic_ids):
        return refused(_("Answers are verified by experts of the question's topics."), gate="expertise")
    return ALLOWED


def may_unverify(person: Person | None, answer: Answer) -> Decision:
    """Whoever verified it, another expert of the topic, or a moderator."""
    if person is not None and answer.verified_by_id == person.id:
        return may_write(person)
    return ALLOWED if may_moderate(person, answer.question.space) else may_verify(person, answer)


def may_approve(person: Person | None, answer: Answer) -> Decision:
    """The novice's mentor, any other mentor, or a moderator; never one's own answer."""
    if not (decision := may_write(person)):
        return decision
    assert person is not None  # noqa: S101 - may_write refuses visitors
    if answer.author_id == person.id:
        return refused(_("Somebody else has to approve your answer."), gate="own")
    mentor = trained.mentor_of(answer.author)
    if person.has_role("mentor") or (mentor is not None and mentor.id == person.id):
        return ALLOWED
    if may_moderate(person, answer.question.space):
        return ALLOWED
    return refused(_("Answers of novices are approved by mentors."), gate="role")


def may_vote_question(person: Person | None, question: Question) -> Decision:
    """Members, not on their own question."""
    return _may_vote(person, question.author_id, question.hold == SHOWN)


def may_vote_answer(person: Person | None, answer: Answer) -> Decision:
    """Members, not on their own answer."""
    return _may_vote(person, answer.author_id, answer.is_published)


def may_comment(person: Person | None, question: Question) -> Decision:
    """Whoever may post in the space, beneath what everybody sees."""
    if not (decision := may_post(person, question.space)):
        return decision
    if question.hold != SHOWN:
        return refused(_("This question cannot be seen by others now."), gate="state")
    return ALLOWED


def may_escalate(person: Person | None, question: Question) -> Decision:
    """Employees who are cleared to answer here, while it is unsolved."""
    if not (decision := may_claim(person, question)):
        return decision
    if question.state == "solved":
        return refused(_("This question is solved already."), gate="state")
    return ALLOWED


def may_edit_question(person: Person | None, question: Question) -> Decision:
    """The asker, or a moderator."""
    return _own_or_moderator(person, question.author_id, question.space)


def may_edit_answer(person: Person | None, answer: Answer) -> Decision:
    """The author, or a moderator."""
    return _own_or_moderator(person, answer.author_id, answer.question.space)


def may_close(person: Person | None, question: Question) -> Decision:
    """The asker, or a moderator."""
    return _own_or_moderator(person, question.author_id, question.space)


def _own_or_moderator(person: Person | None, author_id: int, space: Space) -> Decision:
    if not (decision := may_write(person)):
        return decision
    if person is not None and person.id == author_id:
        return ALLOWED
    return may_moderate(person, space)


def _may_vote(person: Person | None, author_id: int, seen: bool) -> Decision:
    if not (decision := may_write(person)):
        return decision
    if person is not None and person.id == author_id:
        return refused(_("You cannot vote for your own words."), gate="own")
    return ALLOWED if seen else refused(_("Votes open once everybody can see this."), gate="state")


def _is_open_for_work(question: Question) -> Decision:
    if question.hold != SHOWN:
        return refused(_("This question cannot be seen by others now."), gate="state")
    if question.state == "closed":
        return refused(_("This question is closed."), gate="state")
    return ALLOWED


def _is_published(answer: Answer) -> Decision:
    return ALLOWED if answer.state == PUBLISHED else refused(_("This answer is not published."), gate="state")
