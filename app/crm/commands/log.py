"""The interaction log: one line a deed, once per key, at the deed's own time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update

from app.core.database import insert_new
from app.core.events import record
from app.crm import queries
from app.crm.commands.counting import count_anew, count_line
from app.crm.connectors import feeding
from app.crm.events import CaseOpened, InteractionWithdrawn
from app.crm.models import Identity, Interaction, SupportCase
from app.extensions import db

OWN = "crm:"


def log_interaction(
    key: str,
    identity: Identity,
    kind: str,
    *,
    at: datetime,
    subject: str,
    summary: str,
    url: str,
    channel: str = "site",
    said: str | None = None,
) -> bool:
    """Write one line, once per key (the CRM's own begin with OWN); returns whether it is new.

    `said` is the thing whose words are theirs, such as `comment:5`. The counters follow in the same transaction.
    """
    written = {
        "key": key, "identity_id": identity.id, "kind": kind, "at": at, "channel": channel, "subject": subject,
        "summary": summary[:300], "url": url[:300], "said": said,
    }  # fmt: skip
    if insert_new(Interaction, written, "key") is None:
        return False
    count_line(Interaction(**written), 1)
    feeding.note([key])
    return True


def withdraw_interaction(identity: Identity, kind: str, subject: str, *, at: datetime) -> None:
    """Take the last such line back, as when a vote is: it stands no more, and the CRM is told."""
    same = (Interaction.identity_id == identity.id, Interaction.kind == kind, Interaction.subject == subject)
    stands = select(Interaction).where(*same, Interaction.withdrawn_at.is_(None), Interaction.at <= at)
    line = db.session.scalar(stands.order_by(Interaction.at.desc(), Interaction.id.desc()).limit(1))
    if line is None:
        return
    line.withdrawn_at = at
    db.session.flush()
    count_line(line, -1)
    whose = queries.owners([line])[line.id]
    withdrawn = InteractionWithdrawn(identity_id=identity.id, contact_id=whose.id if whose else None, key=line.key)
    record(withdrawn, by=None)


def score_interactions(said: str, *, sentiment: float | None, urgency: float | None) -> None:
    """Keep how these words sounded (-1 to 1) and how urgent they are (0 to 1) on every line that they made."""
    tone = None if sentiment is None else min(max(sentiment, -1.0), 1.0)
    haste = None if urgency is None else min(max(urgency, 0.0), 1.0)
    scored = update(Interaction).where(Interaction.said == said).values(sentiment=tone, urgency=haste)
    db.session.execute(scored)


def reword_comment(comment_id: int, words: str) -> None:
    """Let the line of a comment say what it says now: what was taken out of it is read nowhere."""
    _reword(words, Interaction.said == f"comment:{comment_id}")


def rename_subjects(subjects: Sequence[str], title: str, url: str) -> None:
    """Let the lines about a question, its answers or an idea name it as it is called now, whoever wrote them.

    Its address says its title too; of somebody erased an address without it is left as it is.
    """
    about = Interaction.subject.in_(subjects)
    is_title = or_(Interaction.said.is_(None), Interaction.said.not_like("comment:%"))
    _reword(title, about, is_title)
    differs = (Interaction.url != url[:300], Interaction.url.like("/%/%/%"))
    led = update(Interaction).where(about, *differs).values(url=url[:300]).returning(Interaction.key)
    feeding.note(db.session.scalars(led).all())


def _reword(words: str, *which: ColumnElement[bool]) -> None:
    differs = (Interaction.summary != words[:300], Interaction.summary != "")
    said = update(Interaction).where(*which, *differs).values(summary=words[:300]).returning(Interaction.key)
    feeding.note(db.session.scalars(said).all())


def forget_log() -> None:
    """Empty the log of the CRM's own lines, to rebuild them from the event book; ties, contacts, others' lines stay.

    So do lines that were taken back, or the CRM would be told of that a second time.
    """
    stands = Interaction.withdrawn_at.is_(None)
    db.session.execute(delete(Interaction).where(Interaction.key.startswith(OWN), stands))
    count_anew()


def open_case(
    reason: str,
    identity: Identity | None,
    *,
    question_id: int | None = None,
    message: str | None = None,
    at: datetime,
) -> SupportCase:
    """The case of an escalated question or of a message to the care team, opened once."""
    about = SupportCase.message == message if question_id is None else SupportCase.question_id == question_id
    known = db.session.scalar(select(SupportCase).where(about))
    if known is not None:
        return known
    case = SupportCase(
        question_id=question_id, message=message, identity_id=identity.id if identity else None, reason=reason,
        opened_at=at,
    )  # fmt: skip
    db.session.add(case)
    db.session.flush()
    record(CaseOpened(case_id=case.id, question_id=question_id), by=None)
    return case
