"""Submitting ideas, and what moderators let be seen of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import clock, text
from app.core.access import Conflict, Invalid
from app.core.events import Actor, record
from app.extensions import db
from app.files import commands as files
from app.ideas import queries
from app.ideas.commands import capping, counting, voting
from app.ideas.commands.holding import hold_all
from app.ideas.events import IdeaHeld, IdeaHoldChanged, IdeaSentToTeam, IdeaSubmitted
from app.ideas.fields import Definition, checked, written
from app.ideas.models import SHOWN, Challenge, Idea
from app.ideas.queries.stages import entry_stage
from app.screening import commands as screening
from app.spaces.policy.premoderation import holds

SHORTEST_TITLE, LONGEST_TITLE = 8, 160


@dataclass(frozen=True)
class Checked:
    """Words that can be taken: a tidy title, the answers as they are kept, their form, and the rules that hold."""

    title: str
    answers: dict[str, Any]
    form_id: int | None
    rules: list[str]


def submit(
    challenge: Challenge,
    *,
    title: str,
    body: str,
    by: Person,
    fields: Mapping[str, Any] | None = None,
    form_version: int | None = None,
    external_id: str | None = None,
    anonymous: bool = False,
    private: bool = False,
    attachments: Iterable[str] = (),
) -> Idea:
    """Answer a challenge; a rule may hold the idea for a moderator. Raises Invalid for text that cannot be taken.

    `attachments` are the tokens of files that `by` sent in, `fields` the answers to its form. An `anonymous` one names
    nobody until it is decided, a `private` one only the team reads, where the challenge allows that. Raises Conflict
    where a cap is used up or the form is not `form_version` any more, except for what is imported, which has its
    `external_id`, and need not answer the form.
    """
    if external_id is None:
        capping.hold_room_for_idea(challenge, by)
    _check_reach(challenge, anonymous=anonymous, private=private)
    form = queries.form_of(challenge)
    check_version(form, form_version)
    chosen = files.choose(attachments, by=by, scope="idea")
    said = check_words(
        form, title=title, body=body, fields=fields or {}, bare=external_id is not None, by=by,
        space_id=challenge.space_id,
    )  # fmt: skip
    rules = list(dict.fromkeys([*said.rules, *chosen.rules]))
    rules += [] if external_id else holds(challenge.space, "idea", by)
    idea = Idea(
        challenge_id=challenge.id, challenge=challenge, space_id=challenge.space_id, author_id=by.id, author=by,
        title=said.title, body=body, body_html=text.render(body), form_id=said.form_id, answers=said.answers,
        hold="held" if rules else SHOWN, stage=entry_stage(challenge.space_id).key, kind="open",
        external_id=external_id, anonymous=anonymous, private=private,
        submitted_at=clock.now(), moved_at=clock.now(), vote_count=0, exposed_count=0,
        comment_count=0, review_count=0,
    )  # fmt: skip
    db.session.add(idea)
    db.session.flush()
    voting.rank(idea)
    files.hang(chosen, f"idea:{idea.id}", by=by)
    if rules:
        held = IdeaHeld(idea_id=idea.id, challenge_id=challenge.id, rules=rules)
        record(held, by=named(idea, by), space_id=idea.space_id)
    else:
        counting.settle([(idea, (0, 0))])
        announce(idea)
    return idea


def check_version(form: Definition, version: int | None) -> None:
    """Raise Conflict where a form is not the one that somebody filled in; None does not say which that was."""
    if version is not None and version != form.version:
        raise Conflict(_("The form changed while you wrote. Look it over, then submit again."))


def check_words(
    form: Definition,
    *,
    title: str,
    body: str,
    fields: Mapping[str, Any],
    kept: Mapping[str, Any] | None = None,
    bare: bool = False,
    by: Person | None = None,
    space_id: int | None = None,
    posts: bool = True,
) -> Checked:
    """What somebody says in an idea, by the form of its challenge; raises Invalid with all that cannot be taken.

    `fields` are the answers as typed in, `kept` those that an idea has. `bare` asks for a title only.
    `by`, `space_id` and `posts` are what screening asks about.
    """
    errors, rules, answers = _title_faults(title := text.tidy(title), bare=bare), list[str](), dict[str, Any]()
    if form.body_required and not body.strip() and not bare:
        errors["body"] = _("Say more about it here.")
    try:
        people = queries.people_in(form.fields, fields)
        answers = checked(form.fields, fields, people=people, kept=kept, bare=bare)
    except Invalid as refusal:
        errors |= refusal.errors
    for name, words in {"title": title, "body": body, **written(form, answers)}.items():
        try:
            rules += screening.pass_or_raise(words, name, scope="idea", by=by, space_id=space_id, posts=posts)
        except Invalid as refusal:
            errors = refusal.errors | errors
    if errors:
        raise Invalid(errors)
    return Checked(title, answers, form.id, list(dict.fromkeys(rules)))


def _title_faults(title: str, *, bare: bool) -> dict[str, str]:
    """What is wrong with a title; one that comes from elsewhere may be short."""
    if len(title) < (1 if bare else SHORTEST_TITLE):
        return {"title": _("Say in a few words what the idea is.")}
    if len(title) > LONGEST_TITLE:
        return {"title": _("Use at most %(most)d characters; the rest goes below.", most=LONGEST_TITLE)}
    return {}


def announce(idea: Idea) -> None:
    """Tell of an idea for the first time: everybody and the counts, or the team alone."""
    idea.announced_at = clock.now()
    if idea.private:
        sent = IdeaSentToTeam(idea_id=idea.id, challenge_id=idea.challenge_id)
        record(sent, by=named(idea, idea.author), space_id=idea.space_id)
        return
    submitted = IdeaSubmitted(idea_id=idea.id, challenge_id=idea.challenge_id)
    record(submitted, by=named(idea, idea.author), space_id=idea.space_id)


def named(idea: Idea, by: Person) -> Person | None:
    """Who the event book names for a deed: no author of an anonymous idea, since what it says goes many ways."""
    return None if idea.anonymous and queries.is_author(by, idea) else by


def set_idea_hold(idea: Idea, hold: str, *, by: Actor | None) -> None:
    """Release, hide, remove or restore an idea; one released for the first time is announced as submitted."""
    set_idea_holds([idea], hold, by=by)


def set_idea_holds(ideas: Iterable[Idea], hold: str, *, by: Actor | None) -> None:
    """The same for many; the statements do not grow with the ideas."""
    held = list(ideas)
    hold_all(held)
    counted = [(idea, counting.share(idea)) for idea in held]
    for idea in held:
        idea.hold = hold
    counting.settle(counted)
    for idea in held:
        if hold == SHOWN and idea.announced_at is None:
            announce(idea)
        changed = IdeaHoldChanged(idea_id=idea.id, challenge_id=idea.challenge_id, hold=hold)
        record(changed, by=by, space_id=idea.space_id)


def _check_reach(challenge: Challenge, *, anonymous: bool, private: bool) -> None:
    errors = {}
    if anonymous and not challenge.allows_anonymous:
        errors["anonymous"] = _("Ideas on this challenge are not anonymous.")
    if private and not challenge.allows_private:
        errors["private"] = _("Ideas on this challenge are for everybody who sees it.")
    if errors:
        raise Invalid(errors)
