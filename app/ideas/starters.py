"""Where challenges begin from: what a template holds, and those that the product brings along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from app.ideas.fields import Definition
from app.ideas.models import Challenge, Template

DAY = timedelta(days=1)
WORDS = (
    "title", "brief", "sponsor", "goal", "rules", "reward", "blind", "blind_rule", "blind_hours", "allows_anonymous",
    "allows_private", "idea_cap",
    "vote_cap", "rubric",
)  # fmt: skip


@dataclass(frozen=True)
class Starter:
    """Something to begin from; `key` names it in addresses, `own` are those that the team made."""

    key: str
    name: str
    content: dict[str, Any]
    own: bool = False

    @property
    def days(self) -> float | None:
        """How long such a challenge takes; None where it never closes."""
        return max((phase["start_day"] + phase["days"] for phase in self.content["phases"]), default=None)


def built_in() -> list[Starter]:
    """Three that the product brings along, in the reader's language."""
    return [
        Starter("sprint", _("Two-week sprint"), _sprint()),
        Starter("gates", _("From idea to decision in eight weeks"), _gates()),
        Starter("board", _("Suggestion board, always open"), _board()),
    ]


def named(key: str, templates: Iterable[Template]) -> Starter | None:
    """The one of this key, of the product's and of these."""
    return next((each for each in (*built_in(), *map(of, templates)) if each.key == key), None)


def of(template: Template) -> Starter:
    """One that the team made."""
    return Starter(str(template.id), template.name, template.content, own=True)


def taken_from(challenge: Challenge, form: Definition) -> dict[str, Any]:
    """What a template keeps of a challenge: its words, its form, and its phases in days from its start."""
    plain = {name: getattr(challenge, name) for name in WORDS}
    phases = [
        _phase(p.name, (p.starts_at - challenge.opens_at) / DAY, (p.ends_at - p.starts_at) / DAY, *p.deeds)
        for p in challenge.phases
    ]
    standing = challenge.is_standing
    lasts = None if standing or phases else (challenge.closes_at - challenge.opens_at) / DAY
    return {**plain, "phases": phases, "standing": standing, "lasts_days": lasts, "form": form.content}


def laid_out(content: dict[str, Any], start: datetime) -> dict[str, Any]:
    """A template as the form of a challenge that begins at a moment."""
    phases = [
        {"name": phase["name"], "starts_at": start + phase["start_day"] * DAY,
         "ends_at": start + (phase["start_day"] + phase["days"]) * DAY, "deeds": phase["deeds"]}
        for phase in content["phases"]
    ]  # fmt: skip
    plain = {name: content[name] for name in WORDS if name in content and name != "rubric"}
    lasts = content.get("lasts_days")
    closes_at = start + lasts * DAY if lasts else None
    return {
        **plain, "phases": phases, "standing": content.get("standing", False), "opens_at": None if phases else start,
        "closes_at": closes_at,
    }  # fmt: skip


def _phase(name: str, start_day: float, days: float, *deeds: str) -> dict[str, Any]:
    return {"name": name, "start_day": start_day, "days": days, "deeds": list(deeds)}


def _form(body: str, *fields: dict[str, Any], body_required: bool = False) -> dict[str, Any]:
    return {"fields": list(fields), "title": "", "body": body, "body_required": body_required}


def _sprint() -> dict[str, Any]:
    return {
        "brief": _(
            "**What we look for**\n\nName one thing that bothers you, and whom it bothers.\n\n"
            "**What a good idea has**\n\n- It can be tried within three months.\n- It says who would notice first."
        ),
        "goal": _("One idea that we try this quarter"),
        "rules": _("One idea at a time, in your own words. Build on what others wrote before you write it again."),
        "idea_cap": 3, "vote_cap": 5, "blind": True,
        "form": _form(
            _("What bothers you, and what should be there instead?"),
            {"kind": "text", "label": _("Who would notice first?"), "required": True},
            {"kind": "choice", "label": _("How soon could we try it?"),
             "options": [_("This week"), _("This month"), _("This quarter")]},
        ),
        "phases": [
            _phase(_("Share ideas"), 0, 7, "submit", "discuss"), _phase(_("Vote"), 7, 4, "vote", "discuss"),
            _phase(_("Review and decide"), 11, 3, "discuss", "review", "decide"),
        ],
    }  # fmt: skip


def _gates() -> dict[str, Any]:
    return {
        "brief": _(
            "**Where we are**\n\nWhat is it like today, in numbers if there are any?\n\n"
            "**Where we want to be**\n\nWhat should be true a year from now?\n\n"
            "**What is not asked**\n\nWhat is settled, and cannot be changed here?"
        ),
        "goal": _("Two or three ideas with a sponsor, a pilot and a forecast"),
        "rules": _("Experts review what is shortlisted, and their reasons are public. Every idea gets an answer."),
        "reward": _("Time to work on it, if it is chosen"), "blind": True,
        "form": _form(
            _("What problem does it solve, and how could it work?"),
            {"kind": "long", "label": _("Who gains, and how much?"), "required": True,
             "help": _("In numbers, if there are any.")},
            {"kind": "money", "label": _("What it might cost"), "help": _("A rough guess helps."), "least": 0},
            {"kind": "yes", "label": _("Was it tried before?")},
            {"kind": "person", "label": _("Who could help to try it?"), "help": _("Their handle, such as @carla.")},
            {"kind": "text", "label": _("A customer who asked for it"), "team": True},
            body_required=True,
        ),
        "phases": [
            _phase(_("Share ideas"), 0, 21, "submit", "discuss"),
            _phase(_("Improve together"), 21, 10, "discuss", "decide"),
            _phase(_("Vote"), 31, 10, "vote", "discuss"),
            _phase(_("Expert review"), 41, 10, "discuss", "review", "decide"),
            _phase(_("Decision"), 51, 5, "discuss", "decide"),
        ],
    }  # fmt: skip


def _board() -> dict[str, Any]:
    return {
        "brief": _("Anything that would make it better, whenever you think of it. We read all of it once a week."),
        "goal": _("Hear early what bothers people"),
        "rules": _("One thing in each suggestion. Look whether it is here already: a vote says as much."),
        "standing": True, "phases": [],
        "form": _form(
            _("What happened, and what would have been better?"),
            {"kind": "choice", "label": _("What is it about?"),
             "options": [_("A product"), _("Service"), _("A price or bill"), _("Something else")]},
        ),
    }  # fmt: skip
