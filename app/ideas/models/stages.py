"""The stages of a space: its own words for the few kinds of place in which an idea can stand."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Id, Model

KINDS = ("open", "review", "decided", "doing", "done", "closed")
# Moving an idea into one of these is a decision about it.
DECISIONS = frozenset({"decided", "doing", "done", "closed"})
# The stages of a space that has not set its own: key -> kind.
STAGES = {
    "submitted": "open",
    "shortlisted": "review",
    "in_review": "review",
    "approved": "decided",
    "in_pilot": "doing",
    "launched": "done",
    "declined": "closed",
}
USUAL_NAMES = {
    "submitted": _("Submitted"),
    "shortlisted": _("Shortlisted"),
    "in_review": _("In review"),
    "approved": _("Approved"),
    "in_pilot": _("In pilot"),
    "launched": _("Launched"),
    "declined": _("Declined"),
}
LOOKS = {
    "open": "submitted",
    "review": "in_review",
    "decided": "approved",
    "doing": "in_pilot",
    "done": "launched",
    "closed": "declined",
}


class Stage(Model):
    """A stage of a space; `kind` is one of KINDS and never changes, `name` is empty where the usual word serves.

    A stage that was retired stays, so that the stories of ideas keep its name.
    """

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("space_id", "key"),)

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    key: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(40), default="")
    kind: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]
    retired_at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        """What it is called."""
        return self.name or str(USUAL_NAMES.get(self.key, self.key))

    @property
    def look(self) -> str:
        """The state whose shape and colour stand for it."""
        return self.key if STAGES.get(self.key) == self.kind else LOOKS[self.kind]

    @property
    def decides(self) -> bool:
        """Whether entering it is a decision."""
        return self.kind in DECISIONS


def usual_stage(space_id: int, key: str) -> Stage:
    """A stage as a space has it that has not set its own; an unknown key is taken for an open one."""
    keys = list(STAGES)
    position = keys.index(key) if key in STAGES else len(keys)
    return Stage(space_id=space_id, key=key, name="", kind=STAGES.get(key, "open"), position=position, retired_at=None)


@lru_cache(1024)
def read_stage(space_id: int, key: str) -> Stage:
    """The same to read only, made once: a list asks each of its ideas for it, more than once."""
    return usual_stage(space_id, key)
