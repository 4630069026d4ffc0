"""The short list of what one may write to support about, under the names of the contact centre."""

from __future__ import annotations

from flask_babel import gettext as _

from app.core import audit
from app.core.access import Invalid
from app.core.events import Actor
from app.core.text import tidy
from app.extensions import db
from app.insights import queries
from app.insights.models import OTHER, ContactReason

MOST_REASONS = 12


def add_contact_reason(label: str, name: str, *, by: Actor) -> ContactReason:
    """Offer a reason on the contact page; `name` is what the contact centre calls it, the label unless given.

    Raises Invalid where either is offered already, or there are as many as one takes in at a look.
    """
    label = tidy(label)[:80]
    name = tidy(name)[:200] or label
    offered = queries.contact_reasons()
    if label.casefold() in {reason.label.casefold() for reason in offered}:
        raise Invalid({"label": _("This reason is offered already.")})
    if name == OTHER or name in {reason.name for reason in offered}:
        raise Invalid({"name": _("Another reason has this name already.")})
    if len(offered) >= MOST_REASONS:
        raise Invalid({"label": _("At most %(most)d reasons: take one away first.", most=MOST_REASONS)})
    reason = ContactReason(label=label, name=name)
    db.session.add(reason)
    db.session.flush()
    audit.log("insights.reason_added", f"reason:{reason.id}", by=by, after={"label": label, "name": name})
    return reason


def remove_contact_reason(reason: ContactReason, *, by: Actor) -> None:
    """Offer it no more; what was written about it keeps its name."""
    before = {"label": reason.label, "name": reason.name}
    audit.log("insights.reason_removed", f"reason:{reason.id}", by=by, before=before)
    db.session.delete(reason)
    db.session.flush()
