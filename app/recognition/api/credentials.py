"""The API's operations on badges, and on having them signed."""

from __future__ import annotations

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.core.access import ensure, found, public
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.recognition import commands, policy, queries
from app.recognition.models import Credential


class BadgeOut(Out):
    """A badge that somebody holds; `evidence_url` is null where you may not see what it was for."""

    id: int
    badge: str
    version: int
    name: str
    about: str
    at: Moment
    ends_at: Moment | None
    evidence_url: str | None


class GroundOut(Out):
    """Something a badge rests on: how often it counts, and when for the last time."""

    title: str
    url: str
    times: int
    at: Moment


class CredentialOut(Out):
    """A signed badge: an Open Badges 3.0 credential as a JWT."""

    serial: str
    name: str
    url: str
    token: str
    issued_at: Moment
    ends_at: Moment | None
    holds: bool

    @classmethod
    def of(cls, signed: Credential, *, holds: bool) -> CredentialOut:
        """One."""
        plain = {name: getattr(signed, name) for name in ("serial", "name", "url", "token", "issued_at", "ends_at")}
        return cls(holds=holds, **plain)


class RevocationIn(In):
    """Why it is taken back; stewards have to say."""

    reason: Text = ""


@operation("listBadges", "GET /people/<handle>/badges", returns=Listing[BadgeOut])
def list_badges(handle: str) -> Listing[BadgeOut]:
    """Somebody's badges; those of topics that you see."""
    person = found(accounts.by_handle(handle))
    public()
    items = [
        BadgeOut(
            id=each.award.id, badge=each.award.badge, version=each.award.version, name=each.name, about=each.about,
            at=each.award.at, ends_at=each.award.ends_at, evidence_url=each.evidence.url if each.evidence else None,
        )
        for each in queries.shown(queries.awards_of(person), me())
    ]  # fmt: skip
    return Listing(items=items, next=None)


@operation("listBadgeEvidence", "GET /badges/<id:award_id>/evidence", query=Cursor, returns=Listing[GroundOut])
def list_badge_evidence(award_id: int, query: Cursor) -> Listing[GroundOut]:
    """What a badge rests on, the latest first, as far as you may see it."""
    reader = me()
    shown = found(queries.visible_award(reader, award_id))
    public()
    page = queries.grounds(shown.award, shown.rule, reader, after=query.after, limit=query.limit)
    items = [GroundOut(title=g.piece.title, url=g.piece.url, times=g.times, at=g.at) for g in page.items]
    return Listing(items=items, next=page.next)


@operation("listCredentials", "GET /me/credentials", query=Cursor, returns=Listing[CredentialOut])
def list_credentials(query: Cursor) -> Listing[CredentialOut]:
    """What you had signed, newest first."""
    person = somebody()
    ensure(True)
    page = queries.credentials_of(person, after=query.after, limit=query.limit)
    good = queries.holding_among([signed.id for signed in page.items])
    return Listing(items=[CredentialOut.of(each, holds=each.id in good) for each in page.items], next=page.next)


@operation("signBadge", "POST /me/badges/<id:award_id>/credentials", returns=CredentialOut, status=201)
def sign_badge(award_id: int) -> CredentialOut:
    """Have a badge of yours signed, to show it elsewhere."""
    person = somebody()
    award = found(queries.award_of(person, award_id))
    ensure(policy.may_credit(person, award))
    return CredentialOut.of(commands.issue(award, by=person), holds=True)


@operation("revokeCredential", "POST /credentials/<serial>/revocation", body=RevocationIn)
def revoke_credential(serial: str, body: RevocationIn) -> None:
    """Take a signed badge back."""
    by = somebody()
    signed = found(queries.visible_credential(by, serial))
    ensure(policy.may_revoke(by, signed))
    commands.revoke(signed, body.reason, by=by)
