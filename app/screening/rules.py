"""What a rule is and what it finds; the rules a new community starts with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

KINDS = (
    "words",
    "phrases",
    "patterns",
    "personal_data",
    "links",
    "promises",
    "prices",
    "competitors",
    "disclosure",
    "undisclosed",
    "newcomers",
    "velocity",
    "spam",
    "toxicity",
)
# From the mildest to the strictest; `notify` lets the text pass and tells the moderators.
ACTIONS = ("notify", "advise", "warn", "hold", "refuse")
SCOPES = ("question", "answer", "idea", "comment")
EVERYWHERE = "all"
WRITERS = ("everybody", "employees", "customers")
# What each kind cannot do without.
NEED_TERMS = frozenset({"words", "phrases", "patterns", "competitors", "undisclosed"})

# Which kinds have a use for which number.
NUMBERS = {"most": ("velocity",), "minutes": ("velocity",), "least": ("spam", "toxicity")}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule a text must pass.

    `terms` are words or phrases; for personal data the kinds looked for (all kinds when empty); for links the hosts
    (any link when empty); for patterns regular expressions. `scope` names what the text is part of ("question",
    "answer idea", ...) or is "all". It holds in one space or (None) in all, for texts in one language or ("") in any,
    and by `writers`; `newer_than` days it must be that an account is, or (0) any. `most` texts in `minutes` are what
    velocity allows; `least` is the score from which spam or the severity from which toxicity is found.
    An empty `message` means the usual one for what was found.
    """

    id: int
    name: str
    kind: str
    terms: tuple[str, ...]
    action: str
    message: str = ""
    scope: str = EVERYWHERE
    space_id: int | None = None
    language: str = ""
    writers: str = "everybody"
    newer_than: int = 0
    most: int = 0
    minutes: int = 0
    least: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a kind or an action that no scan knows."""
        if self.kind not in KINDS or self.action not in ACTIONS:
            raise ValueError(f"unknown rule: {self.kind} / {self.action}")

    def covers(self, scope: str, space_id: int | None = None) -> bool:
        """Whether the rule looks at texts of this scope in this space."""
        in_scope = self.scope == EVERYWHERE or scope in self.scope.split()
        return in_scope and self.space_id in (None, space_id)


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in the text that a rule has something to say about; `excerpt` never repeats personal data.

    What is found in a text as a whole (spam, velocity) stands nowhere in it: its span is empty.
    """

    rule: str
    action: str
    message: str
    span: tuple[int, int]
    excerpt: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in one text, in the order of the text."""

    found: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        """Go through the findings."""
        return iter(self.found)

    def __len__(self) -> int:
        """How many findings there are."""
        return len(self.found)

    @property
    def action(self) -> str | None:
        """The strictest action asked for, or none."""
        return max((finding.action for finding in self.found), key=ACTIONS.index, default=None)

    def asking(self, action: str) -> tuple[Finding, ...]:
        """The findings that ask for this action."""
        return tuple(finding for finding in self.found if finding.action == action)

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """What must be taken out before the text is taken."""
        return self.asking("refuse")

    @property
    def holds(self) -> tuple[Finding, ...]:
        """What a moderator must see first."""
        return self.asking("hold")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What the writer is warned about and may still post."""
        return self.asking("warn")

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What moderators are told of, while the text is seen at once."""
        return self.asking("notify")


def starting_rules() -> tuple[Rule, ...]:
    """The personal data rules that are on before anybody has written a rule: money refused, the rest warned about."""
    return (
        Rule(-1, "card", "personal_data", ("card",), "refuse"),
        Rule(-2, "iban", "personal_data", ("iban",), "refuse"),
        Rule(-3, "national-id", "personal_data", ("national_id",), "warn"),
        Rule(-4, "email", "personal_data", ("email",), "warn"),
        Rule(-5, "phone", "personal_data", ("phone",), "warn"),
    )
