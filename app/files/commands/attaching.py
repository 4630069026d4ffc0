"""Hanging files on what was written, and taking them away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import update

from app.accounts.models import Person
from app.core import audit, clock, text
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.files import kinds, policy, queries, vault
from app.files.models import LONGEST_ALT, StoredFile
from app.screening import commands as screening

MOST_ON_ONE = 10


@dataclass(frozen=True)
class Chosen:
    """Files that are about to be attached, and the names of the rules that hold what they say."""

    files: Sequence[StoredFile] = ()
    rules: Sequence[str] = ()


def choose(tokens: Iterable[str], *, by: Person, scope: str, on: str = "", without: Iterable[str] = ()) -> Chosen:
    """Somebody's own files that hang on nothing yet; their names, descriptions and texts must pass the rules.

    `on` is the thing when it is there already, `without` what is taken away from it in the same deed. Raises Invalid
    for a file that is not theirs, gone, or attached already, for more than a thing carries, and for words that a rule
    refuses.
    """
    wanted = list(dict.fromkeys(tokens))
    if wanted and len(wanted) + len(_present(on) - set(without)) > MOST_ON_ONE:
        raise Invalid({"files": _("At most %(most)d files. Remove one first.", most=MOST_ON_ONE)})
    files = queries.loose(by, wanted)
    if len(files) != len(wanted):
        raise Invalid({"files": _("One of the files is gone. Attach it again.")})
    rules: list[str] = []
    for file in files:
        rules += screening.pass_or_raise(_words(file), "files", scope=scope, by=by, posts=False)
    return Chosen(files, list(dict.fromkeys(rules)))


def hang(chosen: Chosen, subject: str, *, by: Person) -> None:
    """Hang them on a thing such as `question:12`, each once for ever; raises Conflict if another post was faster."""
    for file in chosen.files:
        free = (StoredFile.subject.is_(None), StoredFile.removed_at.is_(None), StoredFile.owner_id == by.id)
        query = update(StoredFile).where(StoredFile.id == file.id, *free).values(subject=subject)
        taken = db.session.execute(query)
        if taken.rowcount != 1:  # type: ignore[attr-defined]
            raise Conflict(_("One of the files was attached elsewhere just now."))


def describe(files: Iterable[StoredFile], words: Mapping[str, str]) -> None:
    """Say what pictures show, by token, for those who do not see them."""
    for file in files:
        if (said := words.get(file.token)) is not None:
            file.alt = text.tidy(said)[:LONGEST_ALT]


def remove(file: StoredFile, *, by: Person) -> None:
    """Take a file away, also from where it hangs; nobody can open it any more, and the sweep takes its bytes."""
    if file.removed_at is not None:
        return
    file.removed_at = clock.now()
    if file.subject:
        actor = queries.named(file.subject, by)
        audit.log("files.removed", file.subject, by=actor, before={"name": file.name, "media": file.media})


def take_away(tokens: Iterable[str], subject: str, *, by: Person) -> bool:
    """Take somebody's own files away from a thing, those of others stay as they are; says whether any went."""
    wanted = set(tokens)
    there = queries.attached([subject]).get(subject, ()) if wanted else ()
    going = [file for file in there if file.token in wanted and policy.may_remove(by, file)]
    for file in going:
        remove(file, by=by)
    return bool(going)


def _present(subject: str) -> set[str]:
    return {file.token for file in queries.attached([subject]).get(subject, ())} if subject else set()


def _words(file: StoredFile) -> str:
    said = f"{file.name}\n{file.alt}"
    if file.media == kinds.TEXT:
        said += "\n" + vault.path_of(file.token).read_text("utf-8")[: text.LONGEST]
    return said
