"""Alert rules: when somebody is asked to look, who that is, and how long they have."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Invalid
from app.core.text import tidy
from app.extensions import db
from app.listening.monitoring import policy
from app.listening.monitoring.models import AlertRule, Monitor
from app.listening.monitoring.sentiment import MOODS

LONGEST_MINUTES = 60 * 24 * 14
MOST_FACTOR = 100.0
MOST_INFLUENCE = 1_000.0


@dataclass(frozen=True, kw_only=True)
class RuleSaid:
    """What a rule says; what is empty, None or 0 is no condition."""

    name: str
    monitor: Monitor | None = None
    term: str = ""
    channel: str = ""
    mood: str = ""
    least_urgency: float = 0.0
    least_influence: float = 0.0
    volume_factor: float = 0.0
    minutes: int = 120
    owner: Person | None = None
    escalate_to: Person | None = None


def make_rule(said: RuleSaid, *, by: Person) -> AlertRule:
    """Write a rule, which asks nobody until it is switched on; raises Invalid with the fields that must change."""
    owner = _check(said)
    rule = AlertRule(made_by_id=by.id, made_at=clock.now(), active_since=None, owner_id=owner.id)
    _say(rule, said, owner)
    db.session.add(rule)
    db.session.flush()
    audit.log("listening.rule_made", f"alert-rule:{rule.id}", by=by, after={"name": rule.name, "owner": owner.id})
    return rule


def imagine_rule(said: RuleSaid) -> AlertRule:
    """A rule to try on the past, which is kept nowhere; raises Invalid with the fields that must change."""
    _check(said)
    return AlertRule(
        monitor_id=said.monitor.id if said.monitor else None, term=tidy(said.term).casefold(), channel=said.channel,
        mood=said.mood, least_urgency=said.least_urgency, least_influence=said.least_influence,
        volume_factor=said.volume_factor,
    )  # fmt: skip


def change_rule(rule: AlertRule, said: RuleSaid, *, by: Person) -> None:
    """Let it say something else from now on; alerts that are open stay as they are."""
    owner = _check(said)
    before = {"name": rule.name, "owner": rule.owner_id, "minutes": rule.minutes}
    _say(rule, said, owner)
    after = {"name": rule.name, "owner": rule.owner_id, "minutes": rule.minutes}
    audit.log("listening.rule_changed", f"alert-rule:{rule.id}", by=by, before=before, after=after)


def switch_rule(rule: AlertRule, *, on: bool, by: Person) -> None:
    """Ask from now on, or no more."""
    if rule.is_on == on:
        return
    rule.active_since = clock.now() if on else None
    audit.log("listening.rule_switched", f"alert-rule:{rule.id}", by=by, after={"on": on})


def _say(rule: AlertRule, said: RuleSaid, owner: Person) -> None:
    rule.name, rule.term, rule.channel, rule.mood = tidy(said.name), tidy(said.term).casefold(), said.channel, said.mood
    rule.monitor, rule.monitor_id = said.monitor, said.monitor.id if said.monitor else None
    rule.least_urgency, rule.least_influence = said.least_urgency, said.least_influence
    rule.volume_factor, rule.minutes = said.volume_factor, said.minutes
    rule.owner, rule.owner_id = owner, owner.id
    rule.escalate_to, rule.escalate_to_id = said.escalate_to, said.escalate_to.id if said.escalate_to else None


def _check(said: RuleSaid) -> Person:
    errors = {}
    if not 0 < len(tidy(said.name)) <= 80:
        errors["name"] = _("Give it a name of at most 80 characters.")
    if said.mood not in {"", *MOODS}:
        errors["mood"] = _("Choose one of the moods.")
    if len(said.term) > 80 or len(said.channel) > 40:
        errors["term"] = _("At most %(most)d characters.", most=80)
    errors |= _checked_numbers(said)
    if not _says_something(said):
        errors["monitor"] = _("Give at least one condition: a rule that fits everything asks somebody all day long.")
    errors |= _checked_people(said)
    if errors or said.owner is None:
        raise Invalid(errors)
    return said.owner


def _checked_people(said: RuleSaid) -> dict[str, str]:
    errors, who = {}, _("Name somebody who listens: a steward, an analyst or one of the care team.")
    if not policy.may_own_alerts(said.owner):
        errors["owner"] = who
    if said.escalate_to is not None and not policy.may_own_alerts(said.escalate_to):
        errors["escalate_to"] = who
    elif said.escalate_to is not None and said.escalate_to == said.owner:
        errors["escalate_to"] = _("Name somebody other than the owner.")
    return errors


def _says_something(said: RuleSaid) -> bool:
    numbers = (said.least_urgency, said.least_influence, said.volume_factor)
    return bool(said.monitor or said.term or said.channel or said.mood or any(numbers))


def _checked_numbers(said: RuleSaid) -> dict[str, str]:
    errors = {}
    if not 0 <= said.least_urgency <= 1:
        errors["least_urgency"] = _("From 0 to 1.")
    if not 0 <= said.least_influence <= MOST_INFLUENCE:
        errors["least_influence"] = _("From 0 to %(most)d.", most=int(MOST_INFLUENCE))
    if said.volume_factor and not 1 < said.volume_factor <= MOST_FACTOR:
        errors["volume_factor"] = _("More than 1 time the usual, at most %(most)d times.", most=int(MOST_FACTOR))
    if said.volume_factor and said.least_influence:
        errors["least_influence"] = _("A rule about how many there are cannot look at each one’s influence.")
    if not 1 <= said.minutes <= LONGEST_MINUTES:
        errors["minutes"] = _("From a minute to two weeks.")
    return errors
