"""What the operations of the idea exchange take."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, AwareDatetime, Field

from app.core.api import Cursor, In
from app.core.api.operations import Text
from app.core.text import LONGEST
from app.files.commands import MOST_ON_ONE
from app.ideas.api.taken_fields import Answers, AsksIn
from app.ideas.commands import Words, criterion_key
from app.ideas.plans import Stretch

Stage = Annotated[Text, Field(min_length=1, max_length=20)]
Kind = Literal["open", "review", "decided", "doing", "done", "closed"]
Sort = Literal["top", "discover", "hot", "new", "discussed"]
Category = Literal["revenue", "saving", "avoidance", "satisfaction", "people", "purchase", "running", "other"]
Key = Annotated[Text, Field(min_length=1, max_length=40)]
Score = Annotated[int, Field(ge=1, le=5)]
Number = Annotated[int, Field(ge=1, lt=2**63)]
Cap = Annotated[int | None, Field(ge=1, le=10_000)]


def _within_reach(moment: datetime.datetime) -> datetime.datetime:
    """A time in UTC, in years that every database and calendar can hold."""
    if not 1970 <= moment.year < 9000:
        raise ValueError("must be in the years 1970 to 8999")
    return moment.astimezone(datetime.UTC)


When = Annotated[AwareDatetime, AfterValidator(_within_reach)]


class CriterionIn(In):
    """One line of a rubric; without a key it gets one from its name."""

    key: Key | None = None
    name: Text = Field(min_length=1, max_length=80)
    weight: float = Field(1.0, gt=0, le=100, allow_inf_nan=False)
    help: Text = Field("", max_length=300)
    anchor_1: Text = Field("", max_length=200)
    anchor_3: Text = Field("", max_length=200)
    anchor_5: Text = Field("", max_length=200)

    def as_row(self, place: int) -> dict[str, Any]:
        """As the challenge keeps it, at its place among the others."""
        said = {name: value for name, value in self.model_dump().items() if value or not name.startswith("anchor")}
        return {**said, "key": self.key or criterion_key(self.name, place)}


def rubric_rows(rubric: Sequence[CriterionIn]) -> list[dict[str, Any]]:
    """A rubric as the commands take it."""
    return [criterion.as_row(place) for place, criterion in enumerate(rubric)]


class PhaseIn(In):
    """A phase; with the `id` of one that is there it changes that one."""

    id: Number | None = None
    name: Text = Field(min_length=1, max_length=80)
    starts_at: When
    ends_at: When
    deeds: list[Literal["submit", "discuss", "vote", "review", "decide"]] = Field(min_length=1, max_length=5)

    def as_stretch(self) -> Stretch:
        """As the command takes it."""
        return Stretch(self.name, self.starts_at, self.ends_at, tuple(dict.fromkeys(self.deeds)), self.id)


class ChallengeEditIn(In):
    """What is said of a challenge; phases say when it opens and closes, without them and `closes_at` it never does."""

    title: Text = Field(min_length=3, max_length=160)
    brief: Text = Field("", max_length=LONGEST)
    sponsor: Text = Field("", max_length=120)
    goal: Text = Field("", max_length=300)
    rules: Text = Field("", max_length=LONGEST)
    reward: Text = Field("", max_length=300)
    audience: Literal["public", "segments", "internal"] = "public"
    segments: list[Annotated[Text, Field(min_length=1, max_length=80)]] = Field(default_factory=list, max_length=40)
    opens_at: When
    closes_at: When | None
    phases: list[PhaseIn] = Field(default_factory=list, max_length=12)
    blind: bool = False
    blind_rule: Literal["voted", "whole", "hours"] = "voted"
    blind_hours: int | None = Field(None, ge=1, le=10_000)
    allows_anonymous: bool = False
    allows_private: bool = False
    idea_cap: Cap = None
    vote_cap: Cap = None

    def as_words(self) -> Words:
        """As the commands take it."""
        names = ChallengeEditIn.model_fields.keys() - {"phases"}
        plain = {name: value for name, value in self.model_dump().items() if name in names}
        return cast("Words", {**plain, "phases": [phase.as_stretch() for phase in self.phases]})


class ChallengeIn(ChallengeEditIn):
    """A challenge; without a slug it gets one from its title, without a rubric the usual one, without a form none."""

    space: Text = Field(min_length=1, max_length=60)
    slug: Text | None = Field(None, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
    rubric: list[CriterionIn] = Field(default_factory=list, max_length=12)
    form: AsksIn | None = None

    @property
    def asks(self) -> dict[str, Any] | None:
        """The form as the command takes it."""
        return {"fields": self.form.rows, **self.form.guides} if self.form else None


class OpeningIn(In):
    """To whom and where a challenge opens, and how many hours those who took part are told before."""

    audience: Literal["public", "segments"] = "public"
    segments: list[Annotated[Text, Field(min_length=1, max_length=80)]] = Field(default_factory=list, max_length=40)
    space: Text = Field(min_length=1, max_length=60)
    notice_hours: int = Field(24, ge=0, le=1440)


class IdeasQuery(Cursor):
    """Which ideas, in which order; `challenge` is a slug or an id."""

    challenge: Text | None = Field(None, max_length=80)
    stage: Stage | None = None
    kind: Kind | None = None
    sort: Sort = "top"


class IdeaIn(In):
    """An idea; `challenge` is a slug or an id, `anonymous` until it is decided, `private` to the team.

    `fields` answers the challenge's form by the keys of its fields, a person by their handle. With `form_version` an
    answer to a form that has been changed since is refused.
    """

    challenge: Annotated[Text, Field(min_length=1, max_length=80)] | Number
    title: Text = Field(min_length=1, max_length=200)
    body: Text = Field("", max_length=LONGEST)
    fields: Answers = Field(default_factory=dict)
    form_version: int | None = Field(None, ge=0, lt=2**31)
    anonymous: bool = False
    private: bool = False
    attachments: list[Text] = Field(default_factory=list, max_length=MOST_ON_ONE)


class VoteIn(In):
    """1, or 0 to take it back."""

    value: Literal[1, 0]


class ProxyVoteIn(In):
    """A customer's vote: who, by e-mail or handle, and how one heard of it; `name` for somebody new."""

    customer: Text = Field(min_length=1, max_length=254)
    name: Text = Field("", max_length=80)
    source: Literal["call", "meeting", "mail", "chat", "event", "other"]
    note: Text = Field("", max_length=300)


class CommentIn(In):
    """A comment, perhaps in reply to another one."""

    body: Text = Field(min_length=1, max_length=4000)
    reply_to: Number | None = None


class ReviewIn(In):
    """A score and a reason for each criterion, or a conflict of interest in words.

    `statement` says why one judges although one is tied to the idea; it is needed then, and public.
    """

    scores: dict[Key, Score] = Field(default_factory=dict, max_length=40)
    reasons: dict[Key, Annotated[Text, Field(max_length=4000)]] = Field(default_factory=dict, max_length=40)
    conflict: Text | None = Field(None, max_length=300)
    statement: Text | None = Field(None, max_length=300)


class MergeIn(In):
    """The id of the idea to merge into."""

    into: Number


class OutcomeIn(In):
    """A line of the ledger; `currency` is an ISO 4217 code. With `until` the amount is that of a month, up to it."""

    kind: Literal["cost", "benefit"]
    basis: Literal["forecast", "realised"]
    amount: Decimal = Field(gt=0, lt=10**12, decimal_places=2)
    currency: Text = Field(pattern=r"^[A-Za-z]{3}$")
    date: datetime.date
    evidence: Text = Field(min_length=1, max_length=4000)
    category: Category = "other"
    until: datetime.date | None = None
    link: Text = Field("", max_length=500)
    files: list[Text] = Field(default_factory=list, max_length=10, description="Ids of files you sent in before.")
    low: Decimal | None = Field(None, ge=0, lt=10**12, decimal_places=2, description="Of a forecast: at least.")
    high: Decimal | None = Field(None, ge=0, lt=10**12, decimal_places=2, description="Of a forecast: at most.")


class StrikeIn(In):
    """Why a line is taken back."""

    reason: Text = Field(min_length=1, max_length=4000)
