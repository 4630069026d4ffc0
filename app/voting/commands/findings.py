"""Findings about votes: noting them, setting the votes aside, and undoing exactly that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import clock
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.voting.models import ASIDE, DISMISSED, OPEN, FindingAnswer, Vote, VoteFinding
from app.voting.watch import Cast, Suspicion, look

LONGEST_ANSWER = 4000


def look_at(scope_id: int, votes: Sequence[Cast]) -> list[VoteFinding]:
    """Let the watch look at the votes of one scope, and note what it finds; returns what is new."""
    return note(scope_id, look(votes))


def note(scope_id: int, suspicions: Iterable[Suspicion]) -> list[VoteFinding]:
    """Write down what looks arranged; what is known already, decided or not, is not found again.

    One that is still open grows with what came since. Returns those that are new.
    """
    known = list(db.session.scalars(select(VoteFinding).where(VoteFinding.scope_id == scope_id)))
    made = []
    for seen in suspicions:
        same = [each for each in known if each.kind == seen.kind and set(each.people) & set(seen.people)]
        if any(set(seen.vote_ids) <= set(each.vote_ids) for each in same):
            continue
        finding = next((each for each in same if each.state == OPEN), None)
        if finding is None:
            finding = VoteFinding(scope_id=scope_id, kind=seen.kind, state=OPEN, reason="")
            db.session.add(finding)
            known.append(finding)
            made.append(finding)
        finding.people, finding.vote_ids = list(seen.people), list(seen.vote_ids)
        finding.evidence, finding.found_at = dict(seen.evidence), clock.now()
    db.session.flush()
    return made


def set_aside(finding: VoteFinding, reason: str, *, by: Person) -> dict[int, int]:
    """Let its votes count no more; returns by how much the count of each thing changes, for the caller to keep.

    Raises Invalid without a reason, Conflict where somebody decided already.
    """
    if not reason.strip():
        raise Invalid({"reason": _("Say why: those who voted will read it.")})
    _decide(finding, OPEN, ASIDE, by=by)
    finding.reason = reason.strip()
    changes = _shift(finding, 1)
    db.session.flush()
    return changes


def restore(finding: VoteFinding, *, by: Person) -> dict[int, int]:
    """Undo exactly that: what no other finding holds counts again, unless its voter took it back meanwhile."""
    _decide(finding, ASIDE, OPEN, by=by)
    changes = _shift(finding, -1)
    db.session.flush()
    return changes


def dismiss(finding: VoteFinding, *, by: Person, undo: bool = False) -> None:
    """Say that nothing is wrong with these votes; or take that back."""
    before, after = (DISMISSED, OPEN) if undo else (OPEN, DISMISSED)
    _decide(finding, before, after, by=by)
    db.session.flush()


def answer(finding: VoteFinding, body: str, *, by: Person) -> FindingAnswer:
    """Say what one has to say about one's votes that were set aside; a later answer replaces the earlier one."""
    if not body.strip() or len(body) > LONGEST_ANSWER:
        raise Invalid({"body": _("Write an answer of at most %(most)d characters.", most=LONGEST_ANSWER)})
    mine = (FindingAnswer.finding_id == finding.id, FindingAnswer.person_id == by.id)
    made = db.session.scalar(select(FindingAnswer).where(*mine))
    if made is None:
        made = FindingAnswer(finding_id=finding.id, person_id=by.id, person=by)
        db.session.add(made)
    made.body, made.at = body.strip(), clock.now()
    db.session.flush()
    return made


def _decide(finding: VoteFinding, before: str, after: str, *, by: Person) -> None:
    """Two who decide at once take turns, and the second is told."""
    db.session.flush()
    db.session.refresh(finding, ["state", "vote_ids"], with_for_update={"of": VoteFinding})
    if finding.state != before:
        raise Conflict(_("Somebody decided about this already. Load the page again."))
    finding.state, finding.decided_by_id, finding.decided_at = after, by.id, clock.now()
    finding.decided_by = by


def _shift(finding: VoteFinding, step: int) -> dict[int, int]:
    """Change how many findings hold its votes, and reckon what that does to the counts."""
    rows = select(Vote).where(Vote.id.in_(finding.vote_ids)).order_by(Vote.id).with_for_update()
    changes: Counter[int] = Counter()
    for vote in db.session.scalars(rows.execution_options(populate_existing=True)).all():
        now = vote.aside_count + step
        if vote.value > 0:
            changes[vote.subject_id] += (now == 0) - (vote.aside_count == 0)
        db.session.execute(update(Vote).where(Vote.id == vote.id).values(aside_count=Vote.aside_count + step))
    return {subject: change for subject, change in changes.items() if change}
