"""Who listens: what they are shown of this site is what they may read there."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import has_role
from app.core.access import ALLOWED, Decision, refused
from app.listening.monitoring.models import AlertRule, Lead, Monitor
from app.training import policy as training
from app.training import queries as training_queries


def may_listen(person: Person | None) -> Decision:
    """Whether somebody may read mentions, what is told of them, and who is heard."""
    return has_role(person, "steward", "analyst", "care")


def may_upload(person: Person | None) -> Decision:
    """Whether somebody may hand in what was said elsewhere."""
    return may_listen(person)


def may_confirm_author(person: Person | None) -> Decision:
    """Whether somebody may bear out whose a forwarded mail is, after which it stands on a contact's log."""
    return has_role(person, "steward", "care")


def may_watch(person: Person | None) -> Decision:
    """Whether somebody may make monitors and alert rules, and try them on the past."""
    return may_listen(person)


def may_change_monitor(person: Person | None, monitor: Monitor) -> Decision:
    """Whether somebody may change, switch and drop a monitor: its owner and stewards."""
    return _own_or_steward(person, monitor.owner_id)


def may_change_rule(person: Person | None, rule: AlertRule) -> Decision:
    """Whether somebody may change and switch a rule: whoever made it, whom it asks, and stewards."""
    return _own_or_steward(person, rule.made_by_id, rule.owner_id)


def may_own_alerts(person: Person | None) -> Decision:
    """Whether somebody may be asked to look."""
    return may_listen(person)


def may_answer_alerts(person: Person | None) -> Decision:
    """Whether somebody may take, answer and close alerts."""
    return may_listen(person)


def may_speak_there(person: Person | None) -> Decision:
    """Whether somebody may reply where something was said: who is cleared to answer, past the time with a mentor.

    There no mentor can look at the words first, and nothing can be taken back.
    """
    if not (decision := may_answer_alerts(person)) or not (decision := training.clearance(person, "answer")):
        return decision
    if person is not None and training_queries.is_on_probation(person):
        return refused(_("Your mentor looks at what you answer first. Ask a colleague to send this."), gate="mentor")
    return ALLOWED


def may_see_leads(person: Person | None) -> Decision:
    """Whether somebody may see a list of leads: of others than listeners it holds what was handed to them."""
    if person is None:
        return refused(_("Sign in first."), gate="sign-in", remedy="/sign-in")
    return ALLOWED if person.is_employee else refused(_("This is for colleagues."), gate="role")


def may_hand_over(person: Person | None) -> Decision:
    """Whether somebody may make a mention a lead and hand it over."""
    return may_listen(person)


def may_close_lead(person: Person | None, lead: Lead) -> Decision:
    """Whether somebody may say what became of a lead: whom it was handed to, and who listens."""
    if person is not None and lead.to_id == person.id and person.is_in_good_standing:
        return ALLOWED
    return may_listen(person)


def _own_or_steward(person: Person | None, *owners: int) -> Decision:
    decision = may_listen(person)
    if not decision or person is None or person.id in owners or person.has_role("steward"):
        return decision
    return refused(_("Only its owner or a steward can change this."), gate="owner")
