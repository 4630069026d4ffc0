"""The API's operations on badges that stewards define."""

from __future__ import annotations

from typing import Literal

from flask_babel import gettext as _
from pydantic import Field

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.core.access import Invalid, ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.recognition import commands, policy, queries
from app.recognition.commands.defining import Wording
from app.recognition.models import BadgeRule
from app.recognition.rules import MOST_DAYS, MOST_LEAST, MOST_PEOPLE
from app.spaces import queries as spaces
from app.topics import queries as topics

Kind = Literal[
    "answer", "accepted", "verified", "helpful", "thanks", "idea", "launched", "coauthored", "review", "explained",
    "moderated", "reported", "mentored", "trained",
]  # fmt: skip


class BadgeRuleIn(In):
    """A badge: so many deeds of a kind, from so many different people, within so many days, in a space, on a topic."""

    name: Text = Field(min_length=1, max_length=80)
    about: Text = Field(min_length=1, max_length=200)
    kind: Kind
    least: int = Field(ge=1, le=MOST_LEAST)
    people: int = Field(1, ge=1, le=MOST_PEOPLE)
    within_days: int | None = Field(None, ge=1, le=MOST_DAYS)
    space: Text = ""
    topic: Text = ""

    def wording(self) -> Wording:
        """What is asked for; raises Invalid for a space or a topic that is not there."""
        space = spaces.visible_space(me(), self.space) if self.space else None
        topic = topics.by_slug(self.topic) if self.topic else None
        errors = {}
        if self.space and space is None:
            errors["space"] = _("There is no such space.")
        if self.topic and topic is None:
            errors["topic"] = _("There is no such topic.")
        if errors:
            raise Invalid(errors)
        plain = self.model_dump(exclude={"space", "topic"})
        return Wording(**plain, space=space, topic=topic)


class BadgeRuleOut(Out):
    """One version of a badge that stewards defined; `state` is draft, on or off."""

    id: int
    badge: str
    version: int
    state: str
    name: str
    about: str
    kind: str
    least: int
    people: int
    within_days: int | None
    space: str | None
    topic: str | None
    from_at: Moment | None
    until_at: Moment | None

    @classmethod
    def of(cls, rule: BadgeRule) -> BadgeRuleOut:
        """From a row."""
        left = {"badge", "space", "topic"}
        plain = {name: getattr(rule, name) for name in cls.model_fields if name not in left}
        return cls(
            badge=rule.key, space=rule.space.slug if rule.space else None,
            topic=rule.topic.slug if rule.topic else None, **plain,
        )  # fmt: skip


class TrialOut(Out):
    """How many people a badge would have gone to by all that was done so far, and how many of them hold it."""

    people: int
    holding: int


@operation("listBadgeRules", "GET /badge-rules", query=Cursor, returns=Listing[BadgeRuleOut])
def list_badge_rules(query: Cursor) -> Listing[BadgeRuleOut]:
    """The newest version of each badge that stewards defined."""
    _steward()
    page = queries.newest_rules(after=query.after, limit=query.limit)
    return Listing(items=[BadgeRuleOut.of(rule) for rule in page.items], next=page.next)


@operation("defineBadge", "POST /badge-rules", body=BadgeRuleIn, returns=BadgeRuleOut, status=201)
def define_badge(body: BadgeRuleIn) -> BadgeRuleOut:
    """Write a badge as a draft."""
    by = _steward()
    return BadgeRuleOut.of(commands.define_badge(body.wording(), by=by))


@operation("changeBadge", "PUT /badge-rules/<id:rule_id>", body=BadgeRuleIn, returns=BadgeRuleOut)
def change_badge(rule_id: int, body: BadgeRuleIn) -> BadgeRuleOut:
    """Change a draft, or write a new draft beside a version that is or was in force."""
    by = _steward()
    return BadgeRuleOut.of(commands.change_badge(_rule(rule_id), body.wording(), by=by))


@operation("tryBadge", "GET /badge-rules/<id:rule_id>/trial", returns=TrialOut)
def try_badge(rule_id: int) -> TrialOut:
    """Whom a version would have gone to by all that was done so far; changes nothing."""
    _steward()
    trial = queries.trial(_rule(rule_id))
    return TrialOut(people=trial.number, holding=trial.holding)


@operation("switchBadgeOn", "PUT /badge-rules/<id:rule_id>/force", returns=BadgeRuleOut)
def switch_badge_on(rule_id: int) -> BadgeRuleOut:
    """Let it be earned, also by what was done before."""
    by = _steward()
    rule = _rule(rule_id)
    commands.switch_on(rule, by=by)
    return BadgeRuleOut.of(rule)


@operation("switchBadgeOff", "DELETE /badge-rules/<id:rule_id>/force")
def switch_badge_off(rule_id: int) -> None:
    """Let it be earned no more; whoever has it keeps it."""
    by = _steward()
    commands.switch_off(_rule(rule_id), by=by)


def _steward() -> Person:
    by = somebody()
    ensure(policy.may_define_badges(by))
    return by


def _rule(rule_id: int) -> BadgeRule:
    return found(queries.badge_rule(rule_id))
