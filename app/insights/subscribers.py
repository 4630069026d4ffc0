"""What readers say had solved it, and what they read before they wrote to us, is part of the story of each customer."""

from __future__ import annotations

from app.accounts import queries as accounts
from app.board import queries as board
from app.core.events import Entry
from app.core.subscriptions import Subscriber
from app.crm import commands as crm
from app.insights import queries
from app.insights.events import ContactFiled, ResolutionRecorded
from app.insights.queries.journeys import number_of

# Lines of the log belong to the CRM, which forgets and keeps them by their key; writing one again changes nothing.
insights = Subscriber("insights", reset=lambda: None)


@insights.on(ResolutionRecorded)
def resolved(event: ResolutionRecorded, entry: Entry) -> None:
    """A customer whom an answer has helped, by reading alone."""
    person = accounts.by_id(event.person_id) if event.person_id else None
    number = number_of(event.subject, "question")
    question = board.by_id(number) if number else None
    if person is None or person.is_employee or question is None:
        return
    identity = crm.ensure_identity("person", person.handle, person=person)
    crm.log_interaction(
        f"e{entry.id}-solved_by_reading", identity, "solved_by_reading", at=entry.at, subject=event.subject,
        summary=question.title, url=question.url,
    )  # fmt: skip


@insights.on(ContactFiled)
def filed(event: ContactFiled, entry: Entry) -> None:
    """The care team's CRM has a case; on the log, where it stands already, stands beside it what was read before."""
    filing = queries.filing(event.filing_id)
    if filing is None or (filing.person is not None and filing.person.is_employee) or not filing.email:
        return
    member = filing.person
    identity = crm.ensure_identity(
        "person" if member else "email", member.handle if member else filing.email, person=member
    )
    crm.open_case(filing.reason, identity, message=f"filing:{filing.id}", at=entry.at)
    for subject in filing.read:
        number = number_of(subject, "question")
        question = board.by_id(number) if number else None
        if question is not None:
            crm.log_interaction(
                f"e{entry.id}-read-{question.id}", identity, "read", at=entry.at, subject=subject,
                summary=question.title, url=question.url,
            )  # fmt: skip
