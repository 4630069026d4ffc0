"""Changing what an idea says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core import audit, clock, text, versions
from app.core.access import Invalid
from app.core.events import record
from app.extensions import db
from app.files import commands as files
from app.ideas import answers, queries
from app.ideas.commands import counting
from app.ideas.commands.holding import hold_rows
from app.ideas.commands.ideas import Checked, check_version, check_words, named
from app.ideas.events import IdeaEdited, IdeaHeld
from app.ideas.fields import Definition
from app.ideas.models import EDIT_WINDOW, SHOWN, Idea, IdeaVersion
from app.screening import commands as screening
from app.spaces.policy.premoderation import holds

LONGEST_REASON = 300


def edit(
    idea: Idea,
    *,
    title: str,
    body: str,
    by: Person,
    fields: Mapping[str, Any] | None = None,
    form_version: int | None = None,
    reason: str = "",
    version: str | None = None,
    attachments: Iterable[str] = (),
    without: Iterable[str] = (),
) -> None:
    """Change the words, the answers (None: as they are) and the files of an idea; what it said before is kept.

    A rule may hold the new words for a moderator. Raises Invalid like `submit`, and without a `reason` where the idea
    is not one's own; Stale when a `version` is given and the words have changed since.
    """
    subject, form = f"idea:{idea.id}", queries.form_of(idea.challenge)
    chosen = files.choose(attachments, by=by, scope="idea", on=subject, without=without)
    check_version(form, form_version)
    reason = _checked_reason(idea, reason, by)
    hold_rows(idea)
    db.session.refresh(idea, ["title", "body", "answers", "edited_at"])
    given = _as_they_are(form, idea) if fields is None else fields
    said = check_words(
        form, title=title, body=body, fields=given, kept=idea.answers, bare=fields is None, by=by,
        space_id=idea.space_id, posts=False,
    )  # fmt: skip
    changed = (idea.title, idea.body, idea.answers) != (said.title, body, said.answers)
    if changed:
        versions.check_version(idea, version)  # the same words sent twice are not two changes that cross
    kept = changed and _keep(idea, reason=reason, by=by)
    if changed:
        _write(idea, said, body, reason=reason, by=by)
    files.hang(chosen, subject, by=by)
    went = files.take_away(without, subject, by=by)
    waits = holds(idea.space, "idea", by) if changed or chosen.files else []
    _hold_back(idea, [*said.rules, *chosen.rules, *waits], by=by)
    if changed or chosen.files or went:
        edited = IdeaEdited(idea_id=idea.id, challenge_id=idea.challenge_id, words=kept)
        record(edited, by=named(idea, by), space_id=idea.space_id)


def _as_they_are(form: Definition, idea: Idea) -> dict[str, Any]:
    """The answers that it has to what is asked now."""
    asked = {field.key for field in form.asked}
    return {key: said for key, said in answers.typed(form, idea.answers).items() if key in asked}


def _checked_reason(idea: Idea, reason: str, by: Person) -> str:
    reason = text.tidy(reason)
    if not queries.is_author(by, idea) and not reason:
        raise Invalid({"reason": _("Say why: its author and everybody reads it.")})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Use at most %(most)d characters.", most=LONGEST_REASON)})
    screening.pass_unheld(reason, "reason", scope="idea", by=by, space_id=idea.space_id)
    return reason


def _write(idea: Idea, said: Checked, body: str, *, reason: str, by: Person) -> None:
    before, after = {"title": idea.title, "body": idea.body}, {"title": said.title, "body": body}
    idea.title, idea.body, idea.body_html = said.title, body, text.render(body)
    idea.form_id, idea.answers, idea.edited_at = said.form_id, said.answers, clock.now()
    actor = named(idea, by)
    audit.log("ideas.idea_edited", f"idea:{idea.id}", by=actor, reason=reason, before=before, after=after)


def _keep(idea: Idea, *, reason: str, by: Person) -> bool:
    """Keep its words before `by` replaces them, unless an author mends a slip before anybody built on them."""
    own = queries.is_author(by, idea)
    if own and idea.edited_at is None and clock.now() < idea.submitted_at + EDIT_WINDOW and not _is_built_on(idea):
        return False
    kept = IdeaVersion(
        idea_id=idea.id, title=idea.title, body=idea.body, form_id=idea.form_id, answers=idea.answers,
        written_at=idea.edited_at or idea.submitted_at, replaced_at=clock.now(), replaced_by_id=by.id, replaced_by=by,
        by_author=own, reason=reason, is_closed=not own or idea.hold != SHOWN,
    )  # fmt: skip
    db.session.add(kept)
    return True


def _is_built_on(idea: Idea) -> bool:
    """While counts are hidden always, or whether a change was kept would tell the author of the first vote."""
    return idea.challenge.hides_votes or any(
        (idea.vote_count, idea.comment_count, idea.review_count, idea.endorsement_count)
    )


def _hold_back(idea: Idea, rules: list[str], *, by: Person) -> None:
    """Let a moderator look first at words that a rule holds."""
    if not rules or idea.hold != SHOWN:
        return
    counted = counting.share(idea)
    idea.hold = "held"
    counting.settle([(idea, counted)])
    held = IdeaHeld(idea_id=idea.id, challenge_id=idea.challenge_id, rules=list(dict.fromkeys(rules)))
    record(held, by=named(idea, by), space_id=idea.space_id)
