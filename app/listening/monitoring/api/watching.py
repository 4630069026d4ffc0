"""The API's operations on monitors and alert rules."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.accounts import queries as accounts
from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.listening.monitoring import commands, policy, queries
from app.listening.monitoring.api.mentions import MentionOut
from app.listening.monitoring.commands import RuleSaid
from app.listening.monitoring.models import AlertRule, Monitor


class MonitorIn(In):
    """Words to listen for."""

    name: Text = Field(min_length=1, max_length=80)
    query: Text = Field(min_length=1, max_length=300, description='Words, "phrases", -not, one way OR another.')
    finds_leads: bool = False


class MonitorOut(Out):
    """A monitor."""

    id: int
    name: str
    query: str
    finds_leads: bool
    owner: str
    active_since: Moment | None

    @classmethod
    def of(cls, monitor: Monitor) -> MonitorOut:
        """One."""
        plain = {name: getattr(monitor, name) for name in ("id", "name", "query", "finds_leads", "active_since")}
        return cls(owner=monitor.owner.handle, **plain)


class TrialOut(Out):
    """On how many mentions of 90 days words were tried, how many they found, and the newest of these."""

    looked: int
    found: int
    examples: list[MentionOut]


class AlertRuleIn(In):
    """When somebody is asked to look; what is empty or 0 is no condition."""

    name: Text = Field(min_length=1, max_length=80)
    monitor_id: int | None = Field(None, ge=1, lt=2**63)
    term: Text = Field("", max_length=80)
    channel: Text = Field("", max_length=40)
    mood: Literal["", "negative", "neutral", "positive"] = ""
    least_urgency: float = Field(0, ge=0, le=1)
    least_influence: float = Field(0, ge=0, le=1000)
    volume_factor: float = Field(0, ge=0, le=100)
    minutes: int = Field(120, ge=1, le=20_160)
    owner: Text = Field(min_length=1, max_length=40, description="A handle.")
    escalate_to: Text = Field("", max_length=40, description="A handle.")

    def said(self) -> RuleSaid:
        """What the commands take; raises Invalid for a monitor or handle that there is not."""
        monitor = queries.monitor(self.monitor_id) if self.monitor_id else None
        if self.monitor_id and monitor is None:
            raise Invalid({"monitor_id": "there is no such monitor"})
        onward = _named(self.escalate_to)
        if self.escalate_to and onward is None:
            raise Invalid({"escalate_to": "there is nobody of this handle"})
        plain = self.model_dump(exclude={"monitor_id", "owner", "escalate_to"})
        return RuleSaid(**plain, monitor=monitor, owner=_named(self.owner), escalate_to=onward)


class AlertRuleOut(Out):
    """A rule."""

    id: int
    name: str
    monitor_id: int | None
    term: str
    channel: str
    mood: str
    least_urgency: float
    least_influence: float
    volume_factor: float
    minutes: int
    owner: str
    escalate_to: str | None
    active_since: Moment | None

    @classmethod
    def of(cls, rule: AlertRule) -> AlertRuleOut:
        """One."""
        names = [name for name in cls.model_fields if name not in {"owner", "escalate_to"}]
        onward = rule.escalate_to.handle if rule.escalate_to else None
        return cls(owner=rule.owner.handle, escalate_to=onward, **{name: getattr(rule, name) for name in names})


@operation("listMonitors", "GET /listening/monitors", query=Cursor, returns=Listing[MonitorOut])
def list_monitors(query: Cursor) -> Listing[MonitorOut]:
    """All monitors, the newest first."""
    ensure(policy.may_watch(somebody()))
    page = queries.monitors(after=query.after, limit=query.limit)
    return Listing(items=[MonitorOut.of(each) for each in page.items], next=page.next)


@operation("addMonitor", "POST /listening/monitors", body=MonitorIn, returns=MonitorOut, status=201)
def add_monitor(body: MonitorIn) -> MonitorOut:
    """Make one; it listens once it is switched on."""
    person = somebody()
    ensure(policy.may_watch(person))
    made = commands.make_monitor(body.name, body.query, finds_leads=body.finds_leads, by=person)
    return MonitorOut.of(made)


@operation("changeMonitor", "PUT /listening/monitors/<id:monitor_id>", body=MonitorIn, returns=MonitorOut)
def change_monitor(monitor_id: int, body: MonitorIn) -> MonitorOut:
    """Let it listen for other words."""
    person, monitor = _own_monitor(monitor_id)
    commands.change_monitor(monitor, body.name, body.query, finds_leads=body.finds_leads, by=person)
    return MonitorOut.of(monitor)


@operation("switchMonitorOn", "PUT /listening/monitors/<id:monitor_id>/listening", returns=MonitorOut)
def switch_monitor_on(monitor_id: int) -> MonitorOut:
    """Listen from now on."""
    person, monitor = _own_monitor(monitor_id)
    commands.switch_monitor(monitor, on=True, by=person)
    return MonitorOut.of(monitor)


@operation("switchMonitorOff", "DELETE /listening/monitors/<id:monitor_id>/listening", status=204)
def switch_monitor_off(monitor_id: int) -> None:
    """Listen no more."""
    person, monitor = _own_monitor(monitor_id)
    commands.switch_monitor(monitor, on=False, by=person)


@operation("tryMonitor", "GET /listening/monitors/<id:monitor_id>/trial", returns=TrialOut)
def try_monitor(monitor_id: int) -> TrialOut:
    """What it would have found in the last 90 days, on or off."""
    person = somebody()
    ensure(policy.may_watch(person))
    trial = queries.trial(found(queries.monitor(monitor_id)).parsed, person)
    return TrialOut(looked=trial.looked, found=trial.found, examples=MentionOut.of_all(trial.examples))


@operation("listMonitorMatches", "GET /listening/monitors/<id:monitor_id>/mentions", query=Cursor,
           returns=Listing[MentionOut])  # fmt: skip
def list_monitor_matches(monitor_id: int, query: Cursor) -> Listing[MentionOut]:
    """What it found, as far as you may read it."""
    person = somebody()
    ensure(policy.may_watch(person))
    page = queries.found_by(found(queries.monitor(monitor_id)), person, after=query.after, limit=query.limit)
    return Listing(items=MentionOut.of_all(page.items), next=page.next)


@operation("listAlertRules", "GET /listening/rules", query=Cursor, returns=Listing[AlertRuleOut])
def list_alert_rules(query: Cursor) -> Listing[AlertRuleOut]:
    """All rules, the newest first."""
    ensure(policy.may_watch(somebody()))
    page = queries.rules(after=query.after, limit=query.limit)
    return Listing(items=[AlertRuleOut.of(each) for each in page.items], next=page.next)


@operation("addAlertRule", "POST /listening/rules", body=AlertRuleIn, returns=AlertRuleOut, status=201)
def add_alert_rule(body: AlertRuleIn) -> AlertRuleOut:
    """Write one; it asks nobody until it is switched on."""
    person = somebody()
    ensure(policy.may_watch(person))
    return AlertRuleOut.of(commands.make_rule(body.said(), by=person))


@operation("changeAlertRule", "PUT /listening/rules/<id:rule_id>", body=AlertRuleIn, returns=AlertRuleOut)
def change_alert_rule(rule_id: int, body: AlertRuleIn) -> AlertRuleOut:
    """Let it say something else."""
    person, rule = _own_rule(rule_id)
    commands.change_rule(rule, body.said(), by=person)
    return AlertRuleOut.of(rule)


@operation("switchAlertRuleOn", "PUT /listening/rules/<id:rule_id>/force", returns=AlertRuleOut)
def switch_alert_rule_on(rule_id: int) -> AlertRuleOut:
    """Ask from now on."""
    person, rule = _own_rule(rule_id)
    commands.switch_rule(rule, on=True, by=person)
    return AlertRuleOut.of(rule)


@operation("switchAlertRuleOff", "DELETE /listening/rules/<id:rule_id>/force", status=204)
def switch_alert_rule_off(rule_id: int) -> None:
    """Ask no more."""
    person, rule = _own_rule(rule_id)
    commands.switch_rule(rule, on=False, by=person)


def _named(handle: str) -> Person | None:
    return accounts.by_handle(handle.removeprefix("@")) if handle else None


def _own_monitor(monitor_id: int) -> tuple[Person, Monitor]:
    person = somebody()
    ensure(policy.may_watch(person))
    monitor = found(queries.monitor(monitor_id))
    ensure(policy.may_change_monitor(person, monitor))
    return person, monitor


def _own_rule(rule_id: int) -> tuple[Person, AlertRule]:
    person = somebody()
    ensure(policy.may_watch(person))
    rule = found(queries.rule(rule_id))
    ensure(policy.may_change_rule(person, rule))
    return person, rule
