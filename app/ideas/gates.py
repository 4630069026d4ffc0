"""What a gate's criteria ask, and whether an idea meets them: pure, from figures that were gathered before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.ideas.agreement import Verdict

# Criteria that compare a figure with `least`; whole numbers and scores apart.
COUNTED, SCORED = ("votes", "reviews", "days"), ("mean", "criterion")
TICKED = ("sign_off", "free")
TYPES = (*COUNTED, *SCORED, "agreement", "owner", "forecast", *TICKED)
SETTLED = frozenset({Verdict.AGREES, Verdict.CLOSE, Verdict.MIXED})


@dataclass(frozen=True)
class Facts:
    """What is known of an idea: figures by criterion type, its rubric's means, and who ticked which criterion."""

    votes: int = 0
    reviews: int = 0
    days: int = 0
    mean: float | None = None
    means: Mapping[str, float | None] = field(default_factory=dict)
    verdict: Verdict = Verdict.TOO_FEW
    has_owner: bool = False
    has_forecast: bool = False
    ticked_by: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One criterion of a gate at one idea: what it asks, what is so, whether it is met; `waived` once somebody did."""

    key: str
    type: str
    label: str
    says: str
    is_met: bool
    is_firm: bool = False
    waived: Any = None
    person_id: int | None = None
    is_hidden: bool = False

    @property
    def passes(self) -> bool:
        """Whether it lets the idea through."""
        return self.is_met or self.waived is not None


def judge(
    criteria: Iterable[Mapping[str, Any]], facts: Facts, names: Mapping[int, str] | None = None,
    waivers: Mapping[str, Any] | None = None, rubric: Mapping[str, str] | None = None,
) -> list[Finding]:  # fmt: skip
    """Each criterion with whether it is met; `names` of people by id, `rubric` labels by key, waivers by criterion."""
    found = []
    for each in criteria:
        says, is_met = _CHECKS[each["type"]](each, facts)
        found.append(
            Finding(
                key=each["key"], type=each["type"], label=label(each, names or {}, rubric or {}), says=says,
                is_met=is_met, is_firm=bool(each.get("firm")), waived=(waivers or {}).get(each["key"]),
                person_id=each.get("person_id"),
            )
        )  # fmt: skip
    return found


def unmet(findings: Iterable[Finding]) -> list[Finding]:
    """Those that keep an idea out."""
    return [finding for finding in findings if not finding.passes]


def label(criterion: Mapping[str, Any], names: Mapping[int, str], rubric: Mapping[str, str]) -> str:
    """What a criterion asks, in one line."""
    kind, least = criterion["type"], criterion.get("least", 0)
    if kind in COUNTED:
        return _counted(kind, int(least))
    words: dict[str, Callable[[], Any]] = {
        "mean": lambda: _("The experts’ mean is at least %(least)s", least=f"{least:g}"),
        "criterion": lambda: _(
            "“%(name)s” is at least %(least)s", least=f"{least:g}",
            name=rubric.get(criterion.get("rubric", ""), criterion.get("rubric", "")),
        ),
        "agreement": lambda: _("The experts do not disagree"),
        "owner": lambda: _("Somebody owns it"),
        "forecast": lambda: _("Cost and benefit are forecast"),
        "sign_off": lambda: _("%(name)s signs it off", name=names.get(criterion.get("person_id", 0), "?")),
        "free": lambda: str(criterion.get("text", "")),
    }  # fmt: skip
    return str(words[kind]())


def _counted(kind: str, least: int) -> str:
    if kind == "votes":
        said = ngettext("At least %(num)d person voted for it", "At least %(num)d people voted for it", least)
    elif kind == "reviews":
        said = ngettext("At least %(num)d review counts", "At least %(num)d reviews count", least)
    else:
        said = ngettext("In discussion for at least %(num)d day", "In discussion for at least %(num)d days", least)
    return str(said)


def _figure(value: float | None, least: float) -> tuple[str, bool]:
    return (_("not known yet"), False) if value is None else (f"{value:.1f}", value >= least)


def _count(kind: str) -> Callable[[Mapping[str, Any], Facts], tuple[str, bool]]:
    def check(criterion: Mapping[str, Any], facts: Facts) -> tuple[str, bool]:
        value = int(getattr(facts, kind))
        return str(value), value >= criterion.get("least", 0)

    return check


def _agreement(_criterion: Mapping[str, Any], facts: Facts) -> tuple[str, bool]:
    if facts.verdict is Verdict.TOO_FEW:
        return _("too few reviews to say"), False
    is_met = facts.verdict in SETTLED
    return (_("they agree enough") if is_met else _("they disagree")), is_met


def _yes(is_met: bool) -> tuple[str, bool]:
    return (_("yes") if is_met else _("not yet")), is_met


def _tick(criterion: Mapping[str, Any], facts: Facts) -> tuple[str, bool]:
    by = facts.ticked_by.get(criterion["key"])
    return _yes(by is not None and criterion.get("person_id") in {None, by})


_CHECKS: dict[str, Callable[[Mapping[str, Any], Facts], tuple[str, bool]]] = {
    **{kind: _count(kind) for kind in COUNTED},
    "mean": lambda criterion, facts: _figure(facts.mean, criterion.get("least", 0)),
    "criterion": lambda criterion, facts: _figure(
        facts.means.get(criterion.get("rubric", "")), criterion.get("least", 0)
    ),
    "agreement": _agreement,
    "owner": lambda _criterion, facts: _yes(facts.has_owner),
    "forecast": lambda _criterion, facts: _yes(facts.has_forecast),
    "sign_off": _tick,
    "free": _tick,
}
