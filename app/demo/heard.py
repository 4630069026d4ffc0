"""What was said elsewhere, who listens for what, and what came of it."""

from __future__ import annotations

from sqlalchemy import select

from app.demo.story import Story, content
from app.extensions import db
from app.listening.monitoring import commands
from app.listening.monitoring.commands import MentionRow, RuleSaid
from app.listening.monitoring.models import ACKNOWLEDGED, OPEN, Alert, Lead

STEWARD, ANALYST, CARE, SALES = "rosalind", "helena", "marcus", "stuart"


def tell_heard(story: Story) -> None:
    """An analyst listens, a rule asks the care team, and two months of posts are handed in."""
    told, people = content("mentions"), story.people
    for said in told["monitors"]:
        monitor = commands.make_monitor(**said, by=people[ANALYST])
        commands.switch_monitor(monitor, on=True, by=people[ANALYST])
    rule = commands.make_rule(
        RuleSaid(**told["rule"], owner=people[CARE], escalate_to=people[STEWARD]), by=people[STEWARD]
    )
    commands.switch_rule(rule, on=True, by=people[STEWARD])
    rows = [MentionRow(at=story.moment(row.pop("day")), **row) for row in map(dict, told["mentions"])]
    commands.hear_rows(list(enumerate(rows, 2)), by=people[ANALYST])


def tell_answers(story: Story) -> None:
    """The care team answers one alert and is on another; a lead goes to a colleague."""
    told, people = content("mentions"), story.people
    waiting = select(Alert).where(Alert.state == OPEN)
    alerts = list(db.session.scalars(waiting).unique())
    alerts = sorted(alerts, key=lambda alert: (alert.mention.is_outside, alert.id), reverse=True)
    for alert, state in zip(alerts, ("answered", ACKNOWLEDGED), strict=False):
        commands.acknowledge(alert, by=people[CARE])
        if state != ACKNOWLEDGED:
            commands.answer(alert, told["reply"], by=people[CARE])
    for lead in db.session.scalars(select(Lead).order_by(Lead.id).limit(1)).unique():
        commands.hand_over(lead, people[SALES], consent="asked", **told["lead"], by=people[ANALYST])
