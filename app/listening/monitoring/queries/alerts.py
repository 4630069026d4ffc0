"""Reading alert rules, whether they fit, and the alerts that they opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from app.accounts.models import Person
from app.core.naming import slug as topic_address
from app.core.pages import Page, page
from app.extensions import db
from app.listening.monitoring.models import CLOSED, WAITING, Alert, AlertRule, Mention, MentionTerm, MonitorMatch
from app.listening.monitoring.queries.mentions import Filters, visible
from app.listening.monitoring.queries.monitors import monitor, past
from app.listening.monitoring.terms import TOPIC

DAY = timedelta(days=1)
TRAILING_DAYS = 28
FEWEST_MANY = 5
MOST_LATE = 200


def rules(*, after: str | None = None, limit: int = 30) -> Page[AlertRule]:
    """All rules, the newest first."""
    return page(select(AlertRule), AlertRule.id, after=after, limit=limit)


def rule(rule_id: int) -> AlertRule | None:
    """One of them."""
    return db.session.get(AlertRule, rule_id)


def rules_on() -> Sequence[AlertRule]:
    """Those that ask somebody."""
    query = select(AlertRule).where(AlertRule.active_since.is_not(None)).order_by(AlertRule.id)
    return db.session.scalars(query).unique().all()


def condition(rule: AlertRule) -> ColumnElement[bool]:
    """What a rule looks for, all but influence, as a condition on `Mention`."""
    rules = [Filters(channel=rule.channel, mood=rule.mood).condition]
    if rule.monitor_id is not None:
        found = select(MonitorMatch.mention_id).where(MonitorMatch.monitor_id == rule.monitor_id)
        rules.append(Mention.id.in_(found))
    if rule.term:
        named = MentionTerm.term.in_((rule.term, f"{TOPIC}{topic_address(rule.term.removeprefix(TOPIC))}"))
        rules.append(Mention.id.in_(select(MentionTerm.mention_id).where(named)))
    if rule.least_urgency:
        rules.append(Mention.urgency >= rule.least_urgency)
    return and_(*rules)


def fits(rule: AlertRule, mention: Mention) -> bool:
    """Whether a rule's conditions hold of a mention; of how many there are `is_many` tells."""
    if rule.least_influence and mention.influence < rule.least_influence:
        return False
    return db.session.scalar(select(Mention.id).where(Mention.id == mention.id, condition(rule))) is not None


def volume(rule: AlertRule, moment: datetime, person: Person) -> tuple[int, float]:
    """How many fitting mentions were said in the day up to a moment, and in a mean day of the 28 before it."""
    begins = moment - DAY
    wanted = (condition(rule), visible(person))
    recent = select(func.count()).where(*wanted, Mention.said_at > begins, Mention.said_at <= moment)
    earlier = (Mention.said_at > begins - TRAILING_DAYS * DAY, Mention.said_at <= begins)
    count = db.session.scalar(recent) or 0
    return count, (db.session.scalar(select(func.count()).where(*wanted, *earlier)) or 0) / TRAILING_DAYS


def is_many(rule: AlertRule, count: int, usual: float) -> bool:
    """Whether a day's number is beyond what a rule allows: five at least, so that two after none are no crisis."""
    return count >= FEWEST_MANY and count > rule.volume_factor * usual


def would_fit(rule: AlertRule, person: Person, limit: int = 10) -> tuple[int, int, list[Mention]]:
    """On how many mentions of the past a rule was tried, how many it fits, and the newest of these.

    A monitor's words are tried anew, also on what came before it was switched on. A rule about how many there are is
    tried without that: each mention that would be counted.
    """
    listened = monitor(rule.monitor_id) if rule.monitor_id else None
    query = listened.parsed if listened is not None else None
    bare = _bare(rule)
    tried = past(person)
    rows = [mention for mention, text in tried if query is None or query.finds(text)]
    ids = {row.id for row in rows}
    fitting = set(db.session.scalars(select(Mention.id).where(Mention.id.in_(ids), bare))) if ids else set()
    found = [row for row in rows if row.id in fitting and row.influence >= rule.least_influence]
    return len(tried), len(found), found[:limit]


def _bare(rule: AlertRule) -> ColumnElement[bool]:
    """A rule's conditions without its monitor."""
    return condition(
        AlertRule(monitor_id=None, term=rule.term, channel=rule.channel, mood=rule.mood,
                  least_urgency=rule.least_urgency)
    )  # fmt: skip


def alerts(
    person: Person, *, state: str = "", mine: bool = False, after: str | None = None, limit: int = 30
) -> Page[Alert]:
    """Alerts about what somebody may read, the newest first; by default all that are not closed."""
    query = select(Alert).join(Mention, Mention.id == Alert.mention_id).where(visible(person))
    query = query.where(Alert.state == state if state else Alert.state != CLOSED)
    if mine:
        query = query.where(Alert.owner_id == person.id)
    return page(query, Alert.id, after=after, limit=limit)


def visible_alert(person: Person, alert_id: int) -> Alert | None:
    """One, if somebody may read what it is about."""
    query = select(Alert).join(Mention, Mention.id == Alert.mention_id).where(Alert.id == alert_id, visible(person))
    return db.session.scalars(query).unique().one_or_none()


def count_waiting(person: Person) -> int:
    """How many alerts wait for somebody."""
    mine = (Alert.owner_id == person.id, Alert.state.in_(WAITING))
    counted = select(func.count()).select_from(Alert).join(Mention, Mention.id == Alert.mention_id)
    return db.session.scalar(counted.where(*mine, visible(person))) or 0


def alert_by_key(key: str) -> Alert | None:
    """The alert of this key."""
    return db.session.scalars(select(Alert).where(Alert.key == key)).unique().one_or_none()


def alert_of_back(mention: Mention) -> Alert | None:
    """The alert to whose reply a mention is the answer."""
    return db.session.scalars(select(Alert).where(Alert.back_id == mention.id)).unique().first()


def alert_by_id(alert_id: int) -> Alert | None:
    """One, for subscribers."""
    return db.session.get(Alert, alert_id)


def waiting_about(*, question_id: int | None, idea_id: int | None) -> Sequence[Alert]:
    """Alerts that wait about a question or an idea of this site."""
    about = or_(
        Mention.question_id == question_id if question_id else false(),
        Mention.idea_id == idea_id if idea_id else false(),
    )
    query = select(Alert).join(Mention, Mention.id == Alert.mention_id).where(Alert.state.in_(WAITING), about)
    return db.session.scalars(query.order_by(Alert.id)).unique().all()


def waiting_about_mention(mention_id: int) -> Sequence[Alert]:
    """Alerts that wait about one mention, which several rules may have asked somebody to look at."""
    query = select(Alert).where(Alert.mention_id == mention_id, Alert.state.in_(WAITING))
    return db.session.scalars(query.order_by(Alert.id)).unique().all()


def alerts_of_reply(reply_key: str) -> Sequence[Alert]:
    """The alerts that one reply answers."""
    return db.session.scalars(select(Alert).where(Alert.reply_key == reply_key).order_by(Alert.id)).unique().all()


def rules_onward() -> Sequence[AlertRule]:
    """Rules that name who is asked when nobody answers in time."""
    return db.session.scalars(select(AlertRule).where(AlertRule.escalate_to_id.is_not(None))).unique().all()


def late_alerts(moment: datetime, rules: Iterable[AlertRule]) -> Sequence[Alert]:
    """Alerts of these rules that nobody answered in time; held, so that two workers pass them on once."""
    late = (Alert.state.in_(WAITING), Alert.due_at <= moment, Alert.escalated_at.is_(None))
    onward = Alert.rule_id.in_([rule.id for rule in rules])
    query = select(Alert).where(*late, onward).order_by(Alert.due_at, Alert.id).limit(MOST_LATE)
    return db.session.scalars(query.with_for_update(skip_locked=True, of=Alert)).unique().all()
