"""Everything a customer does becomes one line of the interaction log, at the time they did it."""

from __future__ import annotations

from typing import Any

from app.accounts import queries as accounts
from app.accounts.events import EmailConfirmed, PersonJoined, SignOnConnected
from app.accounts.models import Person
from app.board import events as board
from app.board import queries as board_queries
from app.board.models import Answer, Question
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.core.text import excerpt
from app.crm import commands, matching, queries
from app.crm.commands.log import OWN
from app.crm.events import ContactImported, IdentityLinked, SupportContactImported
from app.crm.lines import asker_of, identity_of, log_customer, log_deed, take_back
from app.discussion import queries as discussion
from app.discussion.events import CommentEdited, CommentPosted
from app.ideas import events as ideas
from app.ideas import queries as idea_queries
from app.ideas.models import Idea
from app.voting import queries as voting

CALLED = {"call": "called", "chat": "chatted", "email": "wrote", "case": "opened_case"}
crm = Subscriber("crm", reset=commands.forget_log, keeps=(Answer, Idea, Person, Question))


@crm.on(PersonJoined)
def joined(event: PersonJoined, entry: Entry) -> None:
    """Every member has an identity from the start, known to the CRM or not."""
    if (person := accounts.by_id(event.person_id)) is not None and not person.is_employee:
        matching.look_for_contact(identity_of(person), person)


@crm.on(EmailConfirmed)
def confirmed(event: EmailConfirmed, entry: Entry) -> None:
    """A confirmed address that exactly one contact has is evidence enough, unless a person undid that tie before."""
    if (person := accounts.by_id(event.person_id)) is not None:
        matching.tie_by_address(person)


@crm.on(SignOnConnected)
def signed_on(event: SignOnConnected, entry: Entry) -> None:
    """Who somebody is at a provider is an identity of theirs, and evidence where the CRM knows it."""
    subject = accounts.sign_on_subject_by_id(event.subject_id)
    if subject is not None and subject.person_id == event.person_id:
        matching.tie_by_sign_on(subject.person, subject.provider, subject.subject)


@crm.on(IdentityLinked)
def tied(event: IdentityLinked, entry: Entry) -> None:
    """The CRM may know a subject later than the member who signs on with it."""
    if (link := queries.link(event.link_id)) is not None and link.unlinked_at is None:
        matching.tie_member_of(link.identity)


@crm.on(ContactImported)
def imported(event: ContactImported, entry: Entry) -> None:
    """A contact may come after the member whose address it has."""
    if (contact := queries.contact(event.contact_id)) is None:
        return
    person = accounts.by_email(contact.email) if contact.email else None
    if person is not None:
        matching.tie_by_address(person)
    matching.look_for_identities(contact)


@crm.on(board.QuestionAsked)
def asked(event: board.QuestionAsked, entry: Entry) -> None:
    """A question belongs to whoever asked it: a member, or a handle from outside."""
    question = board_queries.by_id(event.question_id)
    if question is not None and (identity := asker_of(question)) is not None:
        said = f"question:{question.id}"
        log_deed(identity, entry, "asked", question, channel=question.channel, at=question.asked_at, said=said)
        if question.handle:
            matching.look_for_contact(identity, None)


@crm.on(board.AnswerPosted)
def answered(event: board.AnswerPosted, entry: Entry) -> None:
    """An answer is a deed of its author, and something that happened to the asker."""
    question = board_queries.by_id(event.question_id)
    if question is None:
        return
    author = accounts.by_id(event.author_id)
    if author is not None and not author.is_employee:
        channel = author.outside or "site"
        log_deed(identity_of(author), entry, "answered", question, channel=channel, said=f"answer:{event.answer_id}")
    asker = asker_of(question)
    if asker is not None and (question.handle or question.author_id != event.author_id):
        log_deed(asker, entry, "was_answered", question, channel=question.channel)


@crm.on(board.AnswerAccepted)
def accepted(event: board.AnswerAccepted, entry: Entry) -> None:
    """The asker says that it is solved."""
    question = board_queries.by_id(event.question_id)
    if question is not None and (asker := asker_of(question)) is not None:
        log_deed(asker, entry, "accepted", question)


@crm.on(board.AnswerUnaccepted)
def unaccepted(event: board.AnswerUnaccepted, entry: Entry) -> None:
    """The asker takes it back."""
    question = board_queries.by_id(event.question_id)
    if question is not None and (asker := asker_of(question)) is not None:
        commands.withdraw_interaction(asker, "accepted", f"question:{question.id}", at=entry.at)


@crm.on(board.QuestionEscalated)
def escalated(event: board.QuestionEscalated, entry: Entry) -> None:
    """An escalated question is a case of the care team."""
    question = board_queries.by_id(event.question_id)
    if question is None:
        return
    asker = asker_of(question)
    commands.open_case(event.reason, asker, question_id=question.id, at=entry.at)
    if asker is not None:
        log_deed(asker, entry, "escalated", question)


@crm.on(board.QuestionVoted)
def voted_question(event: board.QuestionVoted, entry: Entry) -> None:
    """The same question, had by another."""
    question = board_queries.by_id(event.question_id)
    if question is not None and event.value > 0:
        log_customer(event.person_id, entry, "has_same_question", question)
    elif question is not None:
        take_back(event.person_id, entry, "has_same_question", f"question:{question.id}")


@crm.on(ideas.IdeaSubmitted, ideas.VoteCast)
def idea_deed(event: Any, entry: Entry) -> None:
    """Ideas and votes of customers; an anonymous idea is nobody's until its author is named."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None or entry.actor_id is None:
        return None
    if getattr(event, "value", 1) <= 0:
        return take_back(event.person_id, entry, "voted", f"idea:{idea.id}")
    kind = "submitted_idea" if isinstance(event, ideas.IdeaSubmitted) else "voted"
    person_id = idea.author_id if kind == "submitted_idea" else event.person_id
    return log_customer(person_id, entry, kind, idea, said=f"idea:{idea.id}" if kind == "submitted_idea" else None)


@crm.on(ideas.IdeaRevealed)
def revealed(event: ideas.IdeaRevealed, entry: Entry) -> None:
    """What was logged of nobody, when it was done, is logged of its author once they are named."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None or idea.private:
        return  # what only the team reads is logged of nobody
    log_customer(event.author_id, entry, "submitted_idea", idea, at=idea.submitted_at, said=f"idea:{idea.id}")
    for said in discussion.beneath("idea", [idea.id], None).get(idea.id, []):
        if said.posted_at < entry.at and idea_queries.wrote(idea, said.author_id, said.posted_at):
            words = excerpt(said.body, 200)
            log_customer(
                said.author_id, entry, "commented", idea, words, at=said.posted_at, of=f"-{said.id}",
                said=f"comment:{said.id}",
            )  # fmt: skip


@crm.on(ideas.IdeaMoved, ideas.ResponseGiven)
def idea_answered(event: Any, entry: Entry) -> None:
    """A decision or an official response answers the customers who took part, each once."""
    idea = idea_queries.idea_by_id(event.idea_id)
    if idea is None:
        return
    if isinstance(event, ideas.IdeaMoved) and not idea_queries.decides(idea.space_id, event.stage):
        return
    took_part = {
        *([] if idea.anonymous else idea_queries.author_ids(idea)),
        *voting.voters("idea", idea.id),
        *discussion.commenters("idea", idea.id),
    }
    for person in accounts.by_ids(idea_queries.readers(idea, took_part)).values():
        if not person.is_employee and not (idea.anonymous and person.id in idea_queries.author_ids(idea)):
            commands.log_interaction(
                f"{OWN}e{entry.id}-was_answered-{person.id}", identity_of(person), "was_answered", at=entry.at,
                subject=f"idea:{idea.id}", summary=idea.title, url=idea.url, channel=person.outside or "site",
            )  # fmt: skip


@crm.on(CommentPosted)
def commented(event: CommentPosted, entry: Entry) -> None:
    """Comments of customers."""
    comment = discussion.by_id(event.comment_id)
    kind, _, number = event.page.partition(":")
    thing: Any = board_queries.by_id(int(number)) if kind == "question" else idea_queries.idea_by_id(int(number))
    if entry.actor_id is None or (kind == "idea" and thing is not None and thing.private):
        return  # it stands beneath what is nobody's yet, or what only the team reads
    if comment is not None and thing is not None:
        words = excerpt(comment.body, 200)
        log_customer(comment.author_id, entry, "commented", thing, words, event.channel, said=f"comment:{comment.id}")


@crm.on(CommentEdited, board.QuestionEdited, ideas.IdeaEdited)
def reworded(event: Any, entry: Entry) -> None:
    """The log says what stands now, as it would if it were built anew."""
    if isinstance(event, CommentEdited):
        if (comment := discussion.by_id(event.comment_id)) is not None:
            commands.reword_comment(comment.id, excerpt(comment.body, 200))
        return
    is_question = isinstance(event, board.QuestionEdited)
    thing: Any = board_queries.by_id(event.question_id) if is_question else idea_queries.idea_by_id(event.idea_id)
    if thing is not None:
        about = queries.subjects_at(thing.id) if is_question else [f"idea:{thing.id}"]
        commands.rename_subjects(about, thing.title, thing.url)


@crm.on(SupportContactImported)
def called(event: SupportContactImported, entry: Entry) -> None:
    """Calls, chats, mails and cases stand on the same log."""
    row = queries.support_contact(event.support_contact_id)
    if row is not None:
        commands.log_interaction(
            f"{OWN}s{row.id}", row.identity, CALLED[row.channel], at=row.at, subject=f"support:{row.id}",
            summary=row.summary or row.reason or row.channel, url="", channel=row.channel, said=f"support:{row.id}",
        )  # fmt: skip
        if row.identity.kind != "crm":
            matching.look_for_contact(row.identity, None)
