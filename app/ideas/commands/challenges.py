"""Writing challenges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack, cast

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Person
from app.core import audit, clock, text, versions
from app.core.access import Invalid
from app.core.events import record
from app.extensions import db
from app.ideas import plans, queries
from app.ideas.commands import phasing
from app.ideas.commands.fields import change_form
from app.ideas.events import ChallengeChanged, ChallengeOpened
from app.ideas.models import AUDIENCES, BLIND_RULES, NEVER, Challenge, ChosenSegment
from app.ideas.plans import Stretch
from app.spaces.models import Space

MOST_WEIGHT, MOST_CAP = 100, 10_000
# Addresses that pages of their own have.
TAKEN = {"-", "new", "templates"}
TEXTS = ("title", "sponsor", "goal", "rules", "reward")
PLAIN = (*TEXTS, "blind", "blind_rule", "blind_hours", "allows_anonymous", "allows_private", "idea_cap", "vote_cap")


class Words(TypedDict, total=False):
    """What is said of a challenge; `closes_at` None is a board that is always open, a cap of None is no cap.

    Where there are phases, they say when it opens and closes. `segments` counts for the audience `segments` only.
    """

    title: str
    brief: str
    sponsor: str
    goal: str
    rules: str
    reward: str
    audience: str
    segments: Sequence[str]
    blind: bool
    blind_rule: str
    blind_hours: int | None
    allows_anonymous: bool
    allows_private: bool
    opens_at: datetime
    closes_at: datetime | None
    phases: Sequence[Stretch]
    idea_cap: int | None
    vote_cap: int | None


def address_for(title: str) -> str:
    """The address of a new challenge, made from its title; one without Latin letters is called by the moment."""
    plain = text.slug(title)
    return plain if plain != "-" else f"challenge-{clock.now():%Y-%m-%d-%H%M%S}"


def open_challenge(
    space: Space,
    *,
    slug: str,
    rubric: Sequence[dict[str, Any]] = (),
    form: Mapping[str, Any] | None = None,
    by: Person,
    **words: Unpack[Words],
) -> Challenge:
    """Put a question to people; raises Invalid for a taken slug, dates the wrong way round, or an unusable rubric.

    `form` is what a template keeps of one: the rows of its `fields`, and what guides the `title` and the `body`.
    """
    given = _whole({"audience": "public", **words})
    errors = _check_slug(slug) | _faults(given) | _check_rubric(rubric)
    if errors:
        raise Invalid(errors)
    challenge = Challenge(
        space_id=space.id, space=space, slug=slug, made_by_id=by.id,
        rubric=list(rubric) or queries.usual_rubric(space.id),
        idea_count=0, vote_count=0, prior_votes=1.0, prior_passes=9.0,
    )  # fmt: skip
    for name in ("sponsor", "goal", "rules", "reward"):
        setattr(challenge, name, "")
    challenge.blind, challenge.blind_rule, challenge.phases = False, "voted", []
    challenge.allows_anonymous = challenge.allows_private = False
    _put(challenge, given)
    challenge.ranks_blind = challenge.hides_votes
    db.session.add(challenge)
    db.session.flush()
    after = {"slug": slug, "audience": challenge.audience}
    audit.log("ideas.challenge_opened", f"challenge:{challenge.id}", by=by, after=after)
    if form:
        change_form(challenge, form["fields"], guides=form, version=0, by=by)
    phasing.take_as_told(challenge)
    happened = ChallengeOpened if challenge.open_told_at else ChallengeChanged
    record(happened(challenge_id=challenge.id), by=by, space_id=space.id)
    return challenge


def version_of(challenge: Challenge) -> str:
    """Changes with what is said of a challenge, so that a save can tell whether it knew the latest."""
    return versions.fingerprint(_state(challenge))


def edit_challenge(
    challenge: Challenge, *, by: Person, version: str | None = None, **words: Unpack[Words]
) -> Challenge:
    """Change what is said of a challenge, or some of it; what it was stands in the audit log. Raises Invalid.

    Raises Stale where a `version` is given and it was changed since. It may be shown to fewer people, never to more
    once somebody took part: that is what opening it to customers is for.
    """
    db.session.refresh(challenge, with_for_update=True)
    before = _state(challenge)
    given = _whole({**_said(challenge), **words})
    errors = _faults(given) | _check_widening(challenge, given)
    if errors:
        raise Invalid(errors)
    if given != _whole(_said(challenge)):  # the same sent twice is not two changes that cross
        versions.check_version(versions.Words(version_of(challenge), challenge.brief), version)
    hid = challenge.hides_votes
    _put(challenge, given)
    db.session.flush()
    phasing.take_as_told(challenge)
    after = _state(challenge)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        audit.log(
            "ideas.challenge_changed", f"challenge:{challenge.id}", by=by,
            before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
        )  # fmt: skip
        record(ChallengeChanged(challenge_id=challenge.id), by=by, space_id=challenge.space_id)
    if hid != challenge.hides_votes:
        phasing.rank_all(challenge)
    return challenge


def _whole(words: Words) -> Words:
    """With the dates that the phases say."""
    given: Words = {**words}
    stretches = sorted(given.get("phases", ()), key=lambda stretch: stretch.starts_at)
    if stretches:
        given["opens_at"] = stretches[0].starts_at
        given["closes_at"] = max(stretch.ends_at for stretch in stretches)
    given["closes_at"] = given.get("closes_at") or NEVER
    return given


def _said(challenge: Challenge) -> Words:
    """What is said of a challenge now."""
    names = (*PLAIN, "brief", "audience", "segments", "opens_at", "closes_at")
    said: Any = {name: getattr(challenge, name) for name in names}
    said["phases"] = [Stretch(p.name, p.starts_at, p.ends_at, tuple(p.deeds), p.id) for p in challenge.phases]
    return cast("Words", said)


def _state(challenge: Challenge) -> dict[str, Any]:
    """The same, as the audit log keeps it."""
    said: dict[str, Any] = {**_said(challenge)}
    phases = [
        {"name": p.name, "starts_at": clock.rfc3339(p.starts_at), "ends_at": clock.rfc3339(p.ends_at), "deeds": p.deeds}
        for p in challenge.phases
    ]
    dates = {name: clock.rfc3339(said[name]) for name in ("opens_at", "closes_at")}
    return {**said, **dates, "phases": phases}


def _put(challenge: Challenge, given: Words) -> None:
    for name in PLAIN:
        if name in given:
            setattr(challenge, name, given[name])  # type: ignore[literal-required]
    challenge.title = text.tidy(given["title"])
    challenge.brief, challenge.brief_html = given["brief"], text.render(given["brief"])
    challenge.audience, challenge.opens_at = given["audience"], given["opens_at"]
    challenge.closes_at = given["closes_at"] or NEVER
    wanted = sorted(set(given.get("segments", ()))) if challenge.audience == "segments" else []
    held = {chosen.segment: chosen for chosen in challenge.chosen}
    challenge.chosen = [held.get(segment) or ChosenSegment(segment=segment) for segment in wanted]
    phasing.lay(challenge, given.get("phases", ()))


def _check_slug(slug: str) -> dict[str, str]:
    if slug != text.slug(slug) or slug in TAKEN:
        return {"slug": _("Use lower-case letters, digits and hyphens.")}
    if db.session.scalar(select(Challenge.id).where(Challenge.slug == slug)):
        return {"slug": _("There is a challenge with this address already.")}
    return {}


def _faults(given: Words) -> dict[str, str]:
    errors = plans.faults(given.get("phases", ())) | _check_blind(given)
    if not text.tidy(given["title"]):
        errors["title"] = _("Give the challenge a title.")
    if not given.get("phases") and given["closes_at"] and given["closes_at"] <= given["opens_at"]:
        errors["closes_at"] = _("It must close after it opens.")
    if given["audience"] not in AUDIENCES:
        errors["audience"] = _("This must be public, segments or internal.")
    if given["audience"] == "segments" and not given.get("segments"):
        errors["segments"] = _("Choose at least one segment.")
    for name in ("idea_cap", "vote_cap"):
        if (cap := given.get(name)) is not None and not 0 < int(str(cap)) <= MOST_CAP:
            errors[name] = _("Use a number from 1 to %(most)d, or leave it empty.", most=MOST_CAP)
    return errors


def _check_blind(given: Words) -> dict[str, str]:
    rule, hours = given.get("blind_rule", "voted"), given.get("blind_hours")
    if rule not in BLIND_RULES:
        return {"blind_rule": _("Choose one of %(rules)s.", rules=", ".join(BLIND_RULES))}
    if given.get("blind") and rule == "hours" and not 0 < (hours or 0) <= MOST_CAP:
        return {"blind_hours": _("Say for how many hours, from 1 to %(most)d.", most=MOST_CAP)}
    return {}


def _check_widening(challenge: Challenge, given: Words) -> dict[str, str]:
    now, then = AUDIENCES.index(challenge.audience), AUDIENCES.index(given["audience"])
    more = then > now or (then == now == 1 and not set(given.get("segments", ())) <= set(challenge.segments))
    if more and queries.took_part(challenge):
        return {
            "audience": _("People wrote here for those who see it now. Use “Open to customers” to show it to more.")
        }
    return {}


def _check_rubric(rubric: Sequence[dict[str, Any]]) -> dict[str, str]:
    keys = [criterion.get("key") for criterion in rubric]
    if any(not key for key in keys) or len(set(keys)) != len(keys):
        return {"rubric": _("Each criterion needs a key of its own.")}
    if any(not 0 < float(criterion.get("weight", 1)) <= MOST_WEIGHT for criterion in rubric):
        return {"rubric": _("Each weight must be above 0 and at most %(most)d.", most=MOST_WEIGHT)}
    return {}
