"""What the operations on panels take and give."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from app.core.api import In, Out
from app.core.api.operations import Moment, Text
from app.core.text import LONGEST
from app.panels.models import Draw, Item, Member, Outcome, Panel, Sheet, Study
from app.panels.queries import Wanted

Name = Annotated[Text, Field(min_length=1, max_length=80)]


def _within_reach(moment: datetime.datetime) -> datetime.datetime:
    """A time in UTC, in years that every database and calendar can hold."""
    if not 1970 <= moment.year < 9000:
        raise ValueError("must be in the years 1970 to 8999")
    return moment.astimezone(datetime.UTC)


When = Annotated[AwareDatetime, AfterValidator(_within_reach)]


class PanelIn(In):
    """A panel."""

    space: Text = Field(min_length=1, max_length=60)
    name: Text = Field(min_length=3, max_length=120)
    purpose: Text = Field(min_length=1, max_length=LONGEST)
    promise: Text = Field(min_length=3, max_length=300)
    fatigue_days: int = Field(30, ge=0, le=365)
    keeps_days: int = Field(365, ge=30, le=1825)


class PanelOut(Out):
    """A panel; `standing` is one's own: runs, invited or accepted; the count only for those who run it."""

    id: int
    space: str
    name: str
    purpose_html: str
    promise: str
    state: str
    standing: str
    member_count: int | None
    fatigue_days: int
    keeps_days: int
    url: str

    @classmethod
    def of(cls, panel: Panel, member: Member | None, *, runs: bool) -> PanelOut:
        """From a row, as somebody sees it."""
        there = {"space", "standing", "member_count"}
        plain = {name: getattr(panel, name) for name in cls.model_fields if name not in there}
        standing = "runs" if runs else member.state if member else ""
        count = panel.member_count if runs else None
        return cls(**plain, space=panel.space.slug, standing=standing, member_count=count)


class InviteIn(In):
    """A selection with quotas; without a seed one is drawn. `by_hand` lists handles and addresses, and stands alone."""

    kind: Literal["", "customer", "employee"] = ""
    segments: list[Name] = Field(default_factory=list, max_length=100)
    functions: list[Name] = Field(default_factory=list, max_length=100)
    deed: Literal["", "asked", "answered", "ideas", "commented"] = ""
    least: int = Field(1, ge=1, le=1000)
    days: int = Field(90, ge=1, le=730)
    joined_since: datetime.date | None = None
    by_hand: list[Annotated[Text, Field(max_length=254)]] = Field(default_factory=list, max_length=200)
    cell_by: Literal["segment", "function", "kind", "none"] = "segment"
    each: int = Field(40, ge=0, le=2000)
    quotas: dict[Name, Annotated[int, Field(ge=0, le=2000)]] = Field(default_factory=dict, max_length=200)
    seed: Text = Field("", pattern=re.compile(r"^([0-9a-f]{8,40})?$").pattern)
    lasts_days: int = Field(14, ge=1, le=90)
    message: Text = Field("", max_length=500)
    preview: bool = False

    @property
    def wanted(self) -> Wanted:
        """The selection."""
        return Wanted(
            kind=self.kind, segments=tuple(self.segments), functions=tuple(self.functions), deed=self.deed,
            least=self.least, days=self.days, joined_since=self.joined_since, by_hand=tuple(self.by_hand),
            cell_by=self.cell_by,
        )  # fmt: skip


class CellOut(Out):
    """What a cell had, was to give, and gave."""

    name: str
    available: int
    wanted: int
    drawn: int


class DrawOut(Out):
    """A draw, or with `id` null a preview of one."""

    id: int | None
    seed: str
    cells: list[CellOut]

    @classmethod
    def of(cls, draw: Draw) -> DrawOut:
        """From a row."""
        return cls(id=draw.id, seed=draw.seed, cells=[CellOut(**cell) for cell in draw.cells])


class ItemIn(In):
    """Something to ask; `least` and `most` bound the choices, or are the ends of the scale."""

    kind: Literal["single", "multiple", "rank", "scale", "text"]
    prompt: Text = Field(min_length=3, max_length=300)
    options: list[Annotated[Text, Field(max_length=120)]] = Field(default_factory=list, max_length=20)
    least: int = Field(0, ge=0, le=20)
    most: int = Field(0, ge=0, le=20)
    low_label: Text = Field("", max_length=60)
    high_label: Text = Field("", max_length=60)
    section: Text = Field("", max_length=80)
    required: bool = True
    per_concept: bool = False


class ConceptIn(In):
    """Something to judge; `file` is the token of a picture of one's own that hangs on nothing yet."""

    name: Name
    body: Text = Field("", max_length=LONGEST)
    file: Text | None = Field(None, max_length=32)
    alt: Text = Field("", max_length=200)


class StudyIn(In):
    """A study, with what it shows and asks; it is announced at once unless `announce` is false."""

    kind: Literal["poll", "concept"]
    title: Text = Field(min_length=3, max_length=160)
    intro: Text = Field("", max_length=LONGEST)
    design: Literal["monadic", "sequential"] = "monadic"
    named: bool = False
    shares_results: bool = True
    opens_at: When
    closes_at: When
    concepts: list[ConceptIn] = Field(default_factory=list, max_length=8)
    items: list[ItemIn] = Field(default_factory=list, max_length=60)
    announce: bool = True

    @property
    def words(self) -> dict[str, Any]:
        """What makes the study, without what it shows and asks."""
        return self.model_dump(exclude={"concepts", "items", "announce"})


class AskedOut(Out):
    """Something that is asked, under the key of its answer."""

    key: str
    kind: str
    prompt: str
    options: list[str]
    least: int
    most: int
    required: bool
    concept: int | None

    @classmethod
    def of(cls, key: str, item: Item) -> AskedOut:
        """From a row."""
        concept = int(key[1:].partition("q")[0]) if key.startswith("c") else None
        plain = {name: getattr(item, name) for name in cls.model_fields if name not in {"key", "concept"}}
        return cls(key=key, concept=concept, **plain)


class StudyOut(Out):
    """A study; `asked` and `answers` are one's own sheet, where one has one."""

    id: int
    panel: int
    kind: str
    title: str
    intro_html: str
    state: str
    named: bool
    shares_results: bool
    opens_at: Moment
    closes_at: Moment
    url: str
    answered: bool | None
    asked: list[AskedOut] = Field(default_factory=list)
    answers: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def of(cls, study: Study, sheet: Sheet | None, keys: dict[str, Item] | None = None) -> StudyOut:
        """From a row, with one's own sheet; what it asks only where `keys` tell."""
        own = {"panel", "answered", "asked", "answers"}
        plain = {name: getattr(study, name) for name in cls.model_fields if name not in own}
        return cls(
            **plain, panel=study.panel_id, answered=sheet.answered_at is not None if sheet else None,
            asked=[AskedOut.of(key, item) for key, item in (keys or {}).items()],
            answers=sheet.answers if sheet and keys else {},
        )  # fmt: skip


class AnswerIn(In):
    """By key: a place (single), places (multiple; rank: all, best first), a number (scale), or words."""

    answers: dict[Annotated[Text, Field(max_length=50)], int | list[int] | Annotated[Text, Field(max_length=8000)]] = (
        Field(max_length=500)
    )


class OutcomeIn(In):
    """What was decided, perhaps with a page of this site about it."""

    body: Text = Field(min_length=3, max_length=4000)
    url: Text = Field("", max_length=300)
    decided_on: datetime.date | None = None


class OutcomeOut(Out):
    """You said, we did."""

    id: int
    study: int
    body_html: str
    url: str
    decided_on: datetime.date

    @classmethod
    def of(cls, outcome: Outcome) -> OutcomeOut:
        """From a row."""
        return cls(
            id=outcome.id, study=outcome.study_id, body_html=outcome.body_html, url=outcome.url,
            decided_on=outcome.decided_on,
        )  # fmt: skip
