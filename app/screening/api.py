"""The API's operations on rules, with the same door and commands as the pages."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.core.text import LONGEST
from app.screening import commands, policy, queries
from app.screening.models import StoredRule
from app.screening.queries import Findings
from app.spaces import queries as spaces

KIND = Literal[
    "words", "phrases", "patterns", "personal_data", "links", "promises", "prices", "competitors", "disclosure",
    "undisclosed", "newcomers", "velocity", "spam", "toxicity",
]  # fmt: skip
SCOPE = Literal["question", "answer", "idea", "comment"]


class RuleIn(In):
    """What a rule says."""

    name: Text = Field(min_length=1, max_length=80)
    kind: KIND
    action: Literal["notify", "advise", "warn", "hold", "refuse"]
    terms: list[Text] = Field([], max_length=2_000)
    message: Text = Field("", max_length=500, description="What the writer reads; the usual sentence if empty.")
    scope: list[SCOPE] = Field([], description="Kinds of text; all if empty.")
    space: Text = Field("", max_length=60, description="The slug of the one space it holds in; all if empty.")
    language: Literal["", "en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da"] = ""
    writers: Literal["everybody", "employees", "customers"] = "everybody"
    newer_than: int = Field(0, ge=0, le=3_650, description="Only from accounts younger than so many days.")
    most: int = Field(0, ge=0, le=1_000, description="Posts that are fine, with `velocity`.")
    minutes: int = Field(0, ge=0, le=10_080, description="Within so many minutes, with `velocity`.")
    least: float = Field(0, ge=0, le=3, description="The score of `spam` or the severity of `toxicity` to begin with.")

    def words(self, person: Person) -> dict[str, Any]:
        """What the commands take; a space that this person does not see is not there."""
        space = found(spaces.visible_space(person, self.space)) if self.space else None
        said = {**self.model_dump(exclude={"space"}), "space_id": space.id if space else None}
        return {**said, "scope": " ".join(self.scope) or queries.EVERYWHERE}


class ChangedRuleIn(RuleIn):
    """What a rule says from now on."""

    version: int | None = Field(None, description="The version that was read; another one by now is a conflict.")


class RuleOut(Out):
    """A rule as it reads now."""

    id: int
    name: str
    kind: str
    action: str
    terms: list[str]
    message: str
    scope: str
    space_id: int | None
    language: str
    writers: str
    newer_than: int
    most: int
    minutes: int
    least: float
    version: int
    is_on: bool
    switched_at: Moment | None
    retired_at: Moment | None


class RulesQuery(Cursor):
    """Which rules."""

    show: Literal["used", "retired"] = "used"


class SampleIn(In):
    """A text to try the rules in force on."""

    text: Text = Field(min_length=1, max_length=LONGEST)
    scope: SCOPE = "question"


class FindingOut(Out):
    """What a rule found, and where; a span of nothing is the text as a whole."""

    rule: str
    action: str
    message: str
    span: tuple[int, int]


class TriedOut(Out):
    """What all rules in force say to a text."""

    action: str | None
    findings: list[FindingOut]

    @classmethod
    def of(cls, findings: Findings) -> TriedOut:
        """From what was found."""
        return cls(action=findings.action, findings=[FindingOut.model_validate(each) for each in findings])


class PastQuery(Out):
    """On how many texts."""

    last: Literal["200", "1000", "2000"] = "200"


class PastOut(Out):
    """What a rule would have found in the last texts that you may see."""

    looked: int
    found: int
    by_scope: dict[str, int]
    since: Moment | None
    examples: list[str]


@operation("listRules", "GET /moderation/rules", query=RulesQuery, returns=Listing[RuleOut])
def list_rules(query: RulesQuery) -> Listing[RuleOut]:
    """The community's own rules, by name."""
    person = somebody()
    ensure(policy.may_see_rules(person))
    page = queries.listed(person, retired=query.show == "retired", after=query.after, limit=query.limit)
    return Listing(items=[RuleOut.model_validate(rule) for rule in page.items], next=page.next)


@operation("addRule", "POST /moderation/rules", body=RuleIn, returns=RuleOut, status=201)
def add_rule(body: RuleIn) -> RuleOut:
    """Write a rule; it is off until it is switched on."""
    person = somebody()
    ensure(policy.may_see_rules(person))
    words = body.words(person)
    ensure(policy.may_set_rules_in(person, words["space_id"]))
    return RuleOut.model_validate(commands.add_rule(**words, on=False, by=person))


@operation("changeRule", "PUT /moderation/rules/<id:rule_id>", body=ChangedRuleIn, returns=RuleOut)
def change_rule(rule_id: int, body: ChangedRuleIn) -> RuleOut:
    """Let a rule say something else; one that is on holds with its new words at once."""
    person, rule = _ruled(rule_id)
    words = body.words(person)
    ensure(policy.may_set_rules_in(person, words["space_id"]))
    commands.change_rule(rule, **words, by=person)
    return RuleOut.model_validate(rule)


@operation("switchRuleOn", "PUT /moderation/rules/<id:rule_id>/force", returns=RuleOut)
def switch_rule_on(rule_id: int) -> RuleOut:
    """Apply a rule from now on."""
    person, rule = _ruled(rule_id)
    commands.switch_rule(rule, on=True, by=person)
    return RuleOut.model_validate(rule)


@operation("switchRuleOff", "DELETE /moderation/rules/<id:rule_id>/force", status=204)
def switch_rule_off(rule_id: int) -> None:
    """Apply a rule no more."""
    person, rule = _ruled(rule_id)
    commands.switch_rule(rule, on=False, by=person)


@operation("retireRule", "DELETE /moderation/rules/<id:rule_id>", status=204)
def retire_rule(rule_id: int) -> None:
    """Take a rule out of use for ever."""
    person, rule = _ruled(rule_id)
    commands.retire_rule(rule, by=person)


@operation("tryRules", "POST /moderation/rules/trial", body=SampleIn, returns=TriedOut, scope="read")
def try_rules(body: SampleIn) -> TriedOut:
    """What the rules in force find in a text; nothing is kept."""
    ensure(policy.may_see_rules(somebody()))
    return TriedOut.of(queries.examine(body.text, body.scope))


@operation("tryRuleOnPast", "GET /moderation/rules/<id:rule_id>/trial", query=PastQuery, returns=PastOut)
def try_rule_on_past(rule_id: int, query: PastQuery) -> PastOut:
    """What a rule would have found in what was written already, on or off."""
    person, rule = _ruled(rule_id)
    trial = queries.dry_run(rule.applied(), person, last=int(query.last))
    examples = [example.past.url for example in trial.examples]
    return PastOut(
        looked=trial.looked, found=trial.found, by_scope=trial.by_scope, since=trial.since, examples=examples
    )


def _ruled(rule_id: int) -> tuple[Person, StoredRule]:
    """Who asks, who must be one of those who set rules; and the rule, which must be in use."""
    person = somebody()
    ensure(policy.may_see_rules(person))
    rule = found(queries.visible_rule(person, rule_id, in_use=True))
    ensure(policy.may_set_rules_in(person, rule.space_id))
    return person, rule
