"""Reading what was attached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import Person
from app.extensions import db
from app.files.models import StoredFile

MOST = 1000
Rule = Callable[[int, Person | None], bool]
RULES: dict[str, Rule] = {}
Naming = Callable[[int, Person], Person | None]
NAMINGS: dict[str, Naming] = {}


def hangs_on(kind: str) -> Callable[[Rule], Rule]:
    """Let a higher feature say who may see what hangs on its things, as a rule `(id, person or None)`."""

    def declare(rule: Rule) -> Rule:
        RULES[kind] = rule
        return rule

    return declare


def names(kind: str) -> Callable[[Naming], Naming]:
    """Let a higher feature say whom logs name for a deed on its things, as a rule `(id, who did it)`."""

    def declare(rule: Naming) -> Naming:
        NAMINGS[kind] = rule
        return rule

    return declare


def named(subject: str, by: Person) -> Person | None:
    """Whom the audit log names for what somebody did to files of a thing."""
    kind, _, identifier = subject.partition(":")
    rule = NAMINGS.get(kind)
    return rule(int(identifier), by) if rule else by


def may_see(person: Person | None, file: StoredFile) -> bool:
    """Whoever may see what it hangs on; its owner alone until it hangs on something."""
    if file.removed_at is not None:
        return False
    if file.subject is None:
        return person is not None and person.id == file.owner_id
    kind, _, identifier = file.subject.partition(":")
    rule = RULES.get(kind)
    return rule is not None and rule(int(identifier), person)


def visible_file(person: Person | None, token: str) -> StoredFile | None:
    """One file, if this person may see what it hangs on."""
    file = db.session.scalar(select(StoredFile).where(StoredFile.token == token))
    return file if file is not None and may_see(person, file) else None


def attached(subjects: Iterable[str]) -> dict[str, list[StoredFile]]:
    """What hangs on these things, in one query; whoever draws a thing has seen to it that it may be seen."""
    wanted = list(subjects)
    if not wanted:
        return {}
    query = select(StoredFile).where(StoredFile.subject.in_(wanted), StoredFile.removed_at.is_(None))
    grouped: dict[str, list[StoredFile]] = defaultdict(list)
    for file in db.session.scalars(query.order_by(StoredFile.id).limit(MOST)):
        grouped[str(file.subject)].append(file)
    return grouped


def loose(person: Person, tokens: Iterable[str]) -> Sequence[StoredFile]:
    """Those of these files that are somebody's own and hang on nothing yet, in the order they came."""
    wanted = list(tokens)
    if not wanted:
        return []
    mine = (StoredFile.owner_id == person.id, StoredFile.subject.is_(None), StoredFile.removed_at.is_(None))
    return db.session.scalars(
        select(StoredFile).where(StoredFile.token.in_(wanted), *mine).order_by(StoredFile.id)
    ).all()


def room_taken(person: Person) -> tuple[int, int]:
    """How many files somebody has, and how many bytes."""
    live = (StoredFile.owner_id == person.id, StoredFile.removed_at.is_(None))
    count, size = db.session.execute(
        select(func.count(), func.coalesce(func.sum(StoredFile.size), 0)).where(*live)
    ).one()
    return int(count), int(size)


def sent_since(person: Person, moment: datetime) -> int:
    """How many files somebody sent since then, removed ones too."""
    lately = (StoredFile.owner_id == person.id, StoredFile.uploaded_at > moment)
    return db.session.scalar(select(func.count()).where(*lately)) or 0
