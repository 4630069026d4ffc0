"""Who may do what with answers."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.board.models import Answer, Question
from app.board.policy.grounds import may_vote, open_for_work, own_or_moderator, published
from app.core.access import ALLOWED, Decision, refused
from app.spaces import policy as spaces
from app.spaces.policy import may_moderate
from app.topics import queries as topics
from app.training import policy as training
from app.training import queries as trained


def may_answer(person: Person | None, question: Question) -> Decision:
    """Whoever is cleared to answer here, unless the question is shut or a colleague is on it."""
    if not (decision := training.clearance(person, "answer", question.space)):
        return decision
    if not (decision := open_for_work(question)):
        return decision
    claim = question.live_claim
    if person is not None and claim is not None and person.is_employee and claim.person_id != person.id:
        reason = _("%(name)s is answering this. You can write when the claim is released.", name=claim.person.name)
        return refused(reason, gate="claim", remedy=question.url)
    return ALLOWED


def may_accept(person: Person | None, answer: Answer) -> Decision:
    """The asker, of an answer that everybody sees."""
    if not (decision := may_write(person)):
        return decision
    if person is None or answer.question.author_id != person.id:
        return refused(_("Only the person who asked can accept an answer."), gate="asker")
    return published(answer)


def may_verify(person: Person | None, answer: Answer) -> Decision:
    """An expert of one of the question's topics who is cleared to verify; never one's own answer."""
    if not (decision := may_verify_here(person, answer.question)):
        return decision
    if person is not None and answer.author_id == person.id:
        return refused(_("Somebody else has to verify your answer."), gate="own")
    return published(answer)


def may_verify_here(person: Person | None, question: Question) -> Decision:
    """Whether somebody is cleared to verify, and an expert of one of this question's topics or of the whole space."""
    if not (decision := training.clearance(person, "verify", question.space)):
        return decision
    if not (topics.is_expert(person, question.topic_ids) or spaces.is_expert_here(person, question.space)):
        return refused(_("Answers are verified by experts of the question's topics."), gate="expertise")
    return ALLOWED


def may_unverify(person: Person | None, answer: Answer) -> Decision:
    """Whoever verified it, another expert of the topic, or a moderator."""
    if not (decision := spaces.is_open(answer.question.space)):
        return decision
    if person is not None and answer.verified_by_id == person.id:
        return may_write(person)
    return ALLOWED if may_moderate(person, answer.question.space) else may_verify(person, answer)


def may_approve(person: Person | None, answer: Answer) -> Decision:
    """The novice's mentor, any other mentor, or a moderator; never one's own answer."""
    if not (decision := may_write(person) and spaces.is_open(answer.question.space)):
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


def may_vote_answer(person: Person | None, answer: Answer) -> Decision:
    """Members, not on their own answer."""
    return spaces.is_open(answer.question.space) and may_vote(person, answer.author_id, answer.is_published)


def may_edit_answer(person: Person | None, answer: Answer) -> Decision:
    """The author, who as an employee must be cleared to answer still, since it is said anew; or a moderator."""
    decision = own_or_moderator(person, answer.author_id, answer.question.space)
    if decision and person is not None and person.is_employee and person.id == answer.author_id:
        return training.clearance(person, "answer", answer.question.space)
    return decision


def may_doubt(person: Person | None, answer: Answer) -> Decision:
    """Members, of an answer that everybody sees and that is not their own."""
    if not (decision := may_write(person)):
        return decision
    if person is not None and answer.author_id == person.id:
        return refused(_("You can edit your own answer."), gate="own", remedy=f"/answers/{answer.id}/edit")
    return published(answer)


def may_judge(person: Person | None, answer: Answer) -> Decision:
    """Experts of the topic who are cleared to verify, and moderators, decide whether an answer of others is true."""
    if not (decision := published(answer)):
        return decision
    if person is not None and answer.author_id == person.id:
        return refused(_("Somebody else decides whether your answer is still true."), gate="own")
    return ALLOWED if may_moderate(person, answer.question.space) else may_verify_here(person, answer.question)
