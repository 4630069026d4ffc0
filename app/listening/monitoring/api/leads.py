"""The API's operations on leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from app.accounts import queries as accounts
from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.listening.monitoring import commands, policy, queries
from app.listening.monitoring.api.mentions import MentionOut
from app.listening.monitoring.models import Lead


class LeadsQuery(Cursor):
    """Which leads."""

    state: Literal["", "found", "handed_over", "won", "lost", "declined"] = ""


class LeadOut(Out):
    """A lead, with the grounds on which somebody may be contacted."""

    id: int
    state: str
    to: str | None
    consent: str
    grounds: str
    note: str
    outcome: str
    found_at: Moment
    handed_at: Moment | None
    closed_at: Moment | None
    mention: MentionOut

    @classmethod
    def of_all(cls, rows: Sequence[Lead]) -> list[LeadOut]:
        """Several, their mentions' words read at once."""
        said = {each.id: each for each in MentionOut.of_all(row.mention for row in rows)}
        names = [name for name in cls.model_fields if name not in {"to", "mention"}]
        return [
            cls(
                to=row.to.handle if row.to else None, mention=said[row.mention_id],
                **{name: getattr(row, name) for name in names},
            )
            for row in rows
        ]  # fmt: skip


class HandOverIn(In):
    """To whom a lead goes, and on what grounds."""

    to: Text = Field(min_length=1, max_length=40, description="A colleague's handle.")
    consent: Literal["asked", "agreed"]
    grounds: Text = Field(min_length=1, max_length=300)
    note: Text = Field("", max_length=2_000)


class LeadEndIn(In):
    """What became of a lead."""

    state: Literal["won", "lost", "declined"]
    outcome: Text = Field(min_length=1, max_length=2_000)


@operation("listLeads", "GET /listening/leads", query=LeadsQuery, returns=Listing[LeadOut])
def list_leads(query: LeadsQuery) -> Listing[LeadOut]:
    """Leads for your eyes: who listens sees all they may read, others those that were handed to them."""
    person = somebody()
    ensure(policy.may_see_leads(person))
    page = queries.leads(person, state=query.state, after=query.after, limit=query.limit)
    return Listing(items=LeadOut.of_all(page.items), next=page.next)


@operation("makeLead", "PUT /listening/mentions/<id:mention_id>/lead", returns=LeadOut)
def make_lead(mention_id: int) -> LeadOut:
    """Say that a mention is a lead."""
    person = somebody()
    ensure(policy.may_hand_over(person))
    lead = commands.find_lead(found(queries.visible_mention(person, mention_id)))
    return LeadOut.of_all([lead])[0]


@operation("handLeadOver", "PUT /listening/leads/<id:lead_id>/owner", body=HandOverIn, returns=LeadOut)
def hand_lead_over(lead_id: int, body: HandOverIn) -> LeadOut:
    """Let a colleague follow it up; they must be able to read what was said."""
    person = somebody()
    ensure(policy.may_see_leads(person))
    lead = found(queries.visible_lead(person, lead_id))
    ensure(policy.may_hand_over(person))
    to = accounts.by_handle(body.to.removeprefix("@"))
    commands.hand_over(lead, to, consent=body.consent, grounds=body.grounds, note=body.note, by=person)
    return LeadOut.of_all([lead])[0]


@operation("closeLead", "POST /listening/leads/<id:lead_id>/outcome", body=LeadEndIn, returns=LeadOut)
def close_lead(lead_id: int, body: LeadEndIn) -> LeadOut:
    """Say what became of it."""
    person = somebody()
    ensure(policy.may_see_leads(person))
    lead = found(queries.visible_lead(person, lead_id))
    ensure(policy.may_close_lead(person, lead))
    commands.close_lead(lead, body.state, body.outcome, by=person)
    return LeadOut.of_all([lead])[0]
