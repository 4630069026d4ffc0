"""What was said elsewhere, from a file: looked at first, each bad row told with its reason, the same row once."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from app.core import clock
from app.core.access import Invalid
from app.core.api.operations import Text
from app.core.events import Actor
from app.core.sheet import separator
from app.listening import queries as channels
from app.listening.monitoring import queries
from app.listening.monitoring.commands.hearing import Heard, hear
from app.listening.monitoring.naming import identity_of
from app.listening.monitoring.terms import topics_in

MOST_ROWS = 5_000
LARGEST = 2 * 1024 * 1024
WEB = re.compile(r"https?://", re.IGNORECASE)
EMPTY = ("", None)


class MentionRow(BaseModel):
    """One thing that was said, as it comes in."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    at: datetime
    text: Text = Field(min_length=1, max_length=20_000)
    author: Text = Field("", max_length=254)
    channel: Text = Field("upload", min_length=1, max_length=40)
    url: Text = Field("", max_length=500)
    followers: int = Field(0, ge=0, le=2_000_000_000)
    replies: int = Field(0, ge=0, le=100_000_000)
    shares: int = Field(0, ge=0, le=100_000_000)

    @field_validator("at")
    @classmethod
    def _in_utc(cls, value: datetime) -> datetime:
        moment = clock.in_utc(value)
        if not clock.START <= moment <= clock.now():
            raise ValueError("must not be in the future")
        return moment

    @field_validator("url")
    @classmethod
    def _on_the_web(cls, value: str) -> str:
        if value and not WEB.match(value):
            raise ValueError("must begin with http:// or https://")
        return value

    @property
    def key(self) -> str:
        """What makes a second import of the same row change nothing but its counts."""
        said = "\0".join((self.channel.casefold(), self.author.casefold(), self.at.isoformat(), self.url, self.text))
        return f"row:{hashlib.sha256(said.encode()).hexdigest()[:60]}"


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken: its line, and why."""

    line: int
    reason: str


@dataclass
class Taken:
    """What became of a file."""

    added: int = 0
    known: int = 0
    refused: list[Refusal] = field(default_factory=list)


def read_rows(content: str) -> tuple[list[tuple[int, MentionRow]], list[Refusal]]:
    """The good rows of a CSV text with their lines, and the refused ones; raises Invalid where no table can be read."""
    if len(content) > LARGEST:
        raise Invalid({"content": _("This file is too large: hand in at most 2 MB at a time.")})
    text = content.removeprefix("\ufeff")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator(text))
    missing = {"at", "text"} - {(name or "").strip() for name in _names(reader)}
    if missing:
        said = _("The first line must name the columns; missing: %(all)s.", all=", ".join(sorted(missing)))
        raise Invalid({"content": said})
    good: list[tuple[int, MentionRow]] = []
    refused: list[Refusal] = []
    for line, row in _lines(reader):
        try:
            good.append((line, MentionRow.model_validate(row)))
        except ValidationError as error:
            refused.append(Refusal(line, _reason(error)))
    if len(good) > MOST_ROWS:
        raise Invalid({"content": _("At most %(most)d rows at a time.", most=MOST_ROWS)})
    return good, refused


def hear_rows(rows: Iterable[tuple[int, MentionRow]], *, by: Actor | None) -> Taken:
    """Hear each row once; of a known one only the counts follow.

    In the order of their keys, so that two who hand in the same rows at once do not wait for each other in a ring.
    """
    taken, names = Taken(), queries.topic_names()
    for row in sorted((row for _line, row in rows), key=lambda each: each.key):
        _mention, is_new = hear(_heard(row, names), by=by)
        taken.added += is_new
        taken.known += not is_new
    return taken


def _heard(row: MentionRow, names: dict[str, str]) -> Heard:
    tied = channels.tie_called(row.channel, row.author) if row.author else None
    return Heard(
        key=row.key, channel=row.channel, said_at=row.at, text=row.text, author=row.author, url=row.url,
        person_id=tied.person_id if tied else None, identity="" if tied else identity_of(row.author),
        follower_count=row.followers, reply_count=row.replies, share_count=row.shares,
        topics=tuple(topics_in(row.text, names)),
    )  # fmt: skip


def _names(reader: csv.DictReader[str]) -> Sequence[str]:
    try:
        return reader.fieldnames or ()
    except csv.Error as error:
        raise Invalid({"content": _("The first line cannot be read as CSV: %(why)s.", why=error)}) from error


def _lines(reader: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        for row in reader:
            yield reader.line_num, {k.strip(): v for k, v in row.items() if k is not None and v not in EMPTY}
    except csv.Error as error:
        said = _("Line %(line)d cannot be read as CSV: %(why)s.", line=reader.line_num, why=error)
        raise Invalid({"content": said}) from error


def _reason(error: ValidationError) -> str:
    said: Sequence[Any] = error.errors()
    told = ((".".join(map(str, each["loc"])), _why(each)) for each in said[:3])
    return "; ".join(f"{where}: {why}" for where, why in told)


def _why(fault: Any) -> str:
    if fault["type"].startswith("datetime"):
        return str(_("write the date and the time as %(example)s", example="2026-05-01T10:00:00Z"))
    return str(fault["msg"]).removeprefix("Value error, ")
