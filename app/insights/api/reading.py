"""Exposures, resolutions and support contacts, as programs tell them."""

from __future__ import annotations

from typing import Literal

from flask_babel import gettext as _
from pydantic import Field
from werkzeug.exceptions import TooManyRequests

from app.accounts.current import me, somebody
from app.core import clock, transaction
from app.core.access import Invalid, ensure, public
from app.core.api import In, Out, operation
from app.core.api.operations import Moment, Text
from app.crm import commands as crm
from app.crm.commands import SupportRow
from app.insights import commands, consent, policy, queries, telemetry
from app.insights.commands import Seen
from app.insights.models import TREATMENT, Journey
from app.insights.queries.journeys import number_of

HOUR = 3600


class JourneyIn(In):
    """Whose journey: the caller's own random name for it, anew after 30 minutes of silence; else the cookie's."""

    journey: Text | None = Field(None, min_length=8, max_length=200)
    began: Literal["search", "ask", "contact", "embed"] = "embed"


class ExposuresIn(JourneyIn):
    """What was shown or opened."""

    subjects: list[Text] = Field(min_length=1, max_length=100, description='Such as "question:42" or "idea:7".')
    way: Literal["view", "click"] = "view"
    path: Text = Field("", max_length=200)


class ExposuresOut(Out):
    """What was noted; a journey in the holdout is to be shown no suggestions."""

    recorded: int
    arm: str


class ResolutionIn(JourneyIn):
    """What solved it."""

    subject: Text = Field(min_length=1, max_length=40)
    solved: bool = True
    otherwise: bool | None = Field(None, description="Whether they would have contacted support otherwise.")


class ResolutionOut(Out):
    """What was noted."""

    id: int
    subject: str
    solved: bool
    at: Moment


class SupportContactsIn(In):
    """Support contacts to import."""

    support_contacts: list[SupportRow] = Field(min_length=1, max_length=1000)


class RefusalOut(Out):
    """A row that was not taken."""

    line: int
    reason: str


class ReportOut(Out):
    """What became of an import."""

    added: int
    changed: int
    unchanged: int
    refused: list[RefusalOut]


@operation("recordExposure", "POST /insights/exposures", body=ExposuresIn, returns=ExposuresOut, status=201)
def record_exposure(body: ExposuresIn) -> ExposuresOut:
    """Say what was shown or opened in a journey; nothing is recorded of who asked not to be counted."""
    public()
    if consent.refusal():
        return ExposuresOut(recorded=0, arm=TREATMENT)
    journey, person = _journey(body), me()
    known = queries.readable_subjects(person, body.subjects)  # or the count would tell what there is elsewhere
    seen = (Seen(s, body.way, body.path[:20], place) for place, s in enumerate(body.subjects, start=1) if s in known)
    recorded = commands.expose(journey, seen)
    numbers = [number for subject in body.subjects if (number := number_of(subject, "idea")) is not None]
    # Only members vote, so only they are the audience that votes are counted against; a program is none.
    if person is not None and numbers and not telemetry.is_bot():
        recorded += commands.sight_ideas(numbers, by=person)
    return ExposuresOut(recorded=recorded, arm=journey.arm)


@operation(
    "recordResolution", "POST /insights/resolutions", body=ResolutionIn, returns=ResolutionOut, status=201,
    also={204: "The reader asked not to be counted: nothing was noted"},
)  # fmt: skip
def record_resolution(body: ResolutionIn) -> ResolutionOut | None:
    """Say that something read solved it, and what the reader would have done otherwise."""
    public()
    if not queries.may_have_solved(me(), body.subject):
        raise Invalid({"subject": _("There is no answered question of this name.")})
    if consent.refusal():
        return None
    made = commands.resolve(_journey(body), body.subject, by=me())
    if body.otherwise is not None:
        commands.reply(made, solved=body.solved, otherwise=body.otherwise)
    return ResolutionOut.model_validate(made)


@operation(
    "importSupportContacts", "POST /insights/support-contacts", body=SupportContactsIn, returns=ReportOut, scope="crm"
)
def import_support_contacts(body: SupportContactsIn) -> ReportOut:
    """Add calls, chats, mails and cases of the contact centre; a row that is there already changes nothing."""
    person = somebody()
    ensure(policy.may_import(person))
    report = crm.import_support_contacts(enumerate(body.support_contacts, start=1), by=person)
    return ReportOut.model_validate(report)


def _journey(body: JourneyIn) -> Journey:
    """The journey that a request is about: named by it, of its cookie, or the caller's own of the day."""
    person = me()
    if body.journey:
        key = commands.hashed(f"named {person.id if person else 0} {body.journey}")
    elif person is not None and not telemetry.notes().known:
        key = commands.hashed(f"caller {person.id} {clock.now():%Y-%m-%d}")
    else:
        telemetry.begin(body.began)
        key = telemetry.key()
    whence = telemetry.source()
    journey = commands.keep_going(key, began=body.began, by=person, is_bot=telemetry.is_bot(), source=whence)
    if journey is None:
        transaction.keep()  # so that the page on deflection tells of it
        said = _("At most %(most)d journeys an hour are taken from one address or key.", most=whence.most)
        raise TooManyRequests(said, retry_after=HOUR)
    return journey
