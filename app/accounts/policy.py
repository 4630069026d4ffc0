"""Who may do what with accounts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from flask_babel import gettext as _

from app.accounts import queries
from app.accounts.models import ROLES, Person, SignedInSession
from app.core import clock
from app.core.access import ALLOWED, Decision, refused

TRIES = 10
WITHIN = timedelta(minutes=5)
FRESH = timedelta(minutes=5)
# What a provider's groups may give: never the power over everybody else's power, and to customers nothing.
GIVEN_BY_PROVIDERS = {"employee": frozenset(ROLES) - {"admin"}, "customer": frozenset[str]()}
RUN_SITE = ("admin", "steward", "moderator")


def may_write(person: Person | None) -> Decision:
    """Whether somebody may post anything at all: signed in, address confirmed, in good standing."""
    if person is None:
        return refused(_("Sign in first."), gate="sign-in", remedy="/sign-in")
    if not person.is_in_good_standing:
        reason = _("Your account is suspended, so you cannot post.")
        return refused(reason, gate="standing", remedy="/settings#standing")
    if person.email is not None and person.email_confirmed_at is None:
        return refused(_("Confirm your e-mail address first."), gate="email", remedy="/settings#email")
    return ALLOWED


def has_role(person: Person | None, *roles: str) -> Decision:
    """Whether somebody holds one of these site-wide roles and is in good standing."""
    if person is None:
        return refused(_("Sign in first."), gate="sign-in", remedy="/sign-in")
    if person.has_role(*roles):
        if person.is_in_good_standing:
            return ALLOWED
        reason = _("Your account is suspended, so you cannot do this.")
        return refused(reason, gate="standing", remedy="/settings#standing")
    return refused(_("This is for people with another role."), gate="role")


def may_administer(person: Person | None) -> Decision:
    """Whether somebody may add people and change roles."""
    return has_role(person, "admin")


def may_stop(person: Person, whom: Person) -> Decision:
    """Whether somebody may take the right to post from another: from who runs the site only who administers it."""
    if whom.has_role(*RUN_SITE) and not person.has_role("admin"):
        return refused(_("Only an administrator may suspend who runs this site."), gate="role")
    return ALLOWED


def may_reach_pages(scopes: Collection[str], *, is_file: bool) -> Decision:
    """Whether a token opens what is no operation of the API, where nothing asks for its scopes: only one for all does.

    What files hold, operations name by their addresses: reading is enough for those.
    """
    if "all" in scopes or (is_file and "read" in scopes):
        return ALLOWED
    return refused(_("This token is for the API alone."), gate="scope")


def proved_lately(session: SignedInSession | None) -> bool:
    """Whether somebody proved within five minutes, on this browser, who they are."""
    if session is None:
        return False
    return clock.now() - (session.proved_at or session.created_at) < FRESH


def may_try(*keys: str) -> Decision:
    """Whether a guarded door may be tried again, by what its tries are counted by."""
    if queries.attempts(keys, WITHIN) < TRIES:
        return ALLOWED
    reason = _("Too many tries. Wait %(count)d minutes, then try again.", count=WITHIN.seconds // 60)
    return refused(reason, gate="tries")
