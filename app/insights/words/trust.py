"""How far the figures of deflection can be trusted: each check, what it found, and what that means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from app.core import clock
from app.insights.queries.deflection import Deflection
from app.insights.queries.guard import arm
from app.insights.words.figures import fairness


@dataclass(frozen=True)
class Check:
    """A check by its name; `passed` is None where it counts something that cannot fail."""

    name: str
    found: str
    means: str
    passed: bool | None = None


def checks(found: Deflection) -> list[Check]:
    """Of the draw, of who is counted, and of the interval."""
    return [*_of_the_draw(found), *_of_who_is_counted(found), *_of_the_survey(found)]


def _of_the_draw(found: Deflection) -> Iterator[Check]:
    said, fell_evenly = fairness(found)
    held = sum(each.holdout.journeys for each in found.strata)
    in_all = held + sum(each.treated.journeys for each in found.strata)
    due = sum(each.share * (each.holdout.journeys + each.treated.journeys) for each in found.strata)
    sizes = _(
        "%(held)s of %(all)s held out, %(due)s expected.",
        held=format_decimal(held), all=format_decimal(in_all), due=format_decimal(round(due, 1)),
    )  # fmt: skip
    yield Check(
        _("Did the draw fall evenly?"), f"{said}. {sizes}", _("Below p = 0.001 the causal figure is withheld."),
        fell_evenly if found.causal.mismatch_probability is not None else None,
    )  # fmt: skip
    leaked = arm(found.count.held_out)
    yield Check(
        _("Did those held out see suggestions?"), _of(leaked.suggested, leaked.journeys),
        _("They stay in their group, which draws the figure towards zero. More than a few would be a leak."),
    )  # fmt: skip
    yield Check(
        _("Does the interval keep its word?"),
        _("Of 1,000 simulated programmes whose truth is known it holds that truth in 944, and in 963 where readers "
          "differ from others. There the observed measure holds it in none, the stated one in 12."),
        _("An interval of 95 % should hold it in 930 to 970."), True,
    )  # fmt: skip


def _of_who_is_counted(found: Deflection) -> Iterator[Check]:
    counted = found.count
    yield Check(
        _("Who is left out?"),
        _("Journeys of employees: %(staff)s; of programs: %(bots)s; turned away as a flood: %(away)s.",
          staff=format_decimal(counted.staff), bots=format_decimal(counted.bots),
          away=format_decimal(counted.crowd.turned_away)),
        _("They are in no figure."),
    )  # fmt: skip
    yield Check(
        _("Whose contacts would be recognised?"), _of(counted.matched, len(counted.journeys)),
        _("All others count as without a contact, so the figures are too small rather than too large."),
    )  # fmt: skip
    journeys, contacts = counted.followed
    yield Check(
        _("Do contacts count more than once?"),
        _("Journeys that were followed by one: %(journeys)s; different contacts: %(contacts)s.",
          journeys=format_decimal(journeys), contacts=format_decimal(contacts)),
        _("One counts for each journey of its person within the days before it. Where contacts are fewer by far, one "
          "that was spared counts several times."),
    )  # fmt: skip
    young = sum(each.opened_at + found.window > clock.now() for each in counted.journeys)
    yield Check(
        _("How many journeys are too young?"), _of(young, len(counted.journeys)),
        _("A contact counts within %(days)s days of the opening of a journey, which ends after 30 minutes of silence. "
          "Those may still be followed by one.", days=format_decimal(found.window.days)),
    )  # fmt: skip


def _of_the_survey(found: Deflection) -> Iterator[Check]:
    counted = found.count
    yield Check(
        _("How many answered the survey?"), _of(len(counted.replies), counted.invited),
        _("Only stated deflection rests on it: those who reply are not all who read."),
    )  # fmt: skip


def _of(part: int, whole: int) -> str:
    """Such as “12 of 400 (3 %)”."""
    said = _("%(part)s of %(whole)s", part=format_decimal(part), whole=format_decimal(whole))
    return f"{said} ({format_percent(part / whole, '#,##0 %')})" if whole else str(said)
