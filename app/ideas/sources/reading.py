"""From the tables of an export to import lines, with whatever does not add up noted and nothing guessed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.core import clock
from app.core.imports import Report
from app.ideas.sources.shapes import Source
from app.ideas.sources.tables import Unreadable, moment, rows

__all__ = ["Files", "Unreadable", "read"]
LONGEST_TITLE = 160
# A time without a zone is taken for UTC, and may lie ahead by as much as the zone it was written in.
ZONES = timedelta(hours=14)
WHOLE = re.compile(r"-?[0-9]{1,18}")
BETWEEN_TAGS = re.compile(r"[,;|\n]")
Line = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Files:
    """The tables of an export; `renamed` says which columns hold which fields where they have names of their own."""

    items: Path
    votes: Path | None = None
    comments: Path | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)


def read(source: Source, files: Files, report: Report) -> list[Line]:
    """The ideas of an export as import lines with their line numbers.

    Notes orphans, re-votes, duplicates, dropped columns and counters that disagree with the rows. Raises Unreadable.
    """
    reading = _Reading(source, files, report)
    reading.take_items()
    reading.settle_merges()
    reading.take_votes()
    reading.take_comments()
    reading.compare_counters()
    return [(line, row) for line, row in reading.items.values()]


class _Reading:
    """One pass over an export."""

    def __init__(self, source: Source, files: Files, report: Report) -> None:
        self.source, self.files, self.report = source, files, report
        self.items: dict[str, Line] = {}
        self.counters: dict[str, tuple[int, dict[str, str]]] = {}
        self.refused: set[str] = set()

    def take_items(self) -> None:
        dropped: Counter[str] = Counter()
        for line, said, fault in rows(self.files.items, "items", self.source.items, self.files.renamed):
            key = said.get("external_id", "")
            if key in self.items:
                self.note("duplicate", self.files.items, line, f"idea {key} is there twice; the first one counts")
                continue
            try:
                row = self.item(line, key, said, fault)
            except ValueError as error:
                self.refused.add(key)
                self.report.refuse(line, str(error))
                continue
            self.items[key], self.counters[key] = (line, row), (line, said)
            dropped.update(["dropped"] if said.get("dropped") else [])
        if dropped:
            columns = " or ".join(self.source.items["dropped"])
            self.note("dropped", self.files.items, 0, f"{dropped['dropped']} ideas have a {columns}; it has no place")

    def item(self, line: int, key: str, said: Mapping[str, str], fault: str) -> dict[str, Any]:
        """One import line; raises ValueError with what is wrong or missing."""
        if fault:
            raise ValueError(fault)
        if not key or not said.get("title"):
            raise ValueError("external_id or title is missing")
        at = self.time(said, "at")
        title, body = said["title"], said.get("body", "")
        if self.source.statement:
            title, body = _as_title(title), title if len(title) > LONGEST_TITLE else ""
        return {
            "external_id": self.named(key), "title": title, "body": body, "created_at": at, "votes": [],
            "author": self.author(self.files.items, line, said), "comments": self.response(key, line, said, at),
            "status": said.get("status", ""), "hidden": said.get("state", "") in self.source.hidden,
            "tags": _tags(said), "merged_into": "",
        }  # fmt: skip

    def settle_merges(self) -> None:
        """What went into what there, as far as both are here and it makes sense; what does not is told."""
        into = {key: said.get("merged_into", "") for key, (_line, said) in self.counters.items()}
        for key, (line, said) in self.counters.items():
            if why := self.merge_fault(key, into):
                self.note("merged", self.files.items, line, f"idea {key} {why}; it stands")
            elif target := into[key]:
                row, other = self.items[key][1], self.items[target][1]
                row["merged_into"], title = other["external_id"], said.get("merged_title", "")
                if title and title.casefold() != str(other["title"]).casefold():
                    text = f"idea {key} went into {target}, named “{title}” there, but “{other['title']}” is {target}"
                    self.note("merged", self.files.items, line, f"{text}; the number counts")

    def merge_fault(self, key: str, into: Mapping[str, str]) -> str:
        """Why an idea cannot have gone where the export says, or nothing."""
        target, said = into[key], self.counters[key][1]
        if not target:
            is_lost = said.get("status", "").casefold() == "duplicate" and "merged_into" in self.source.items
            return "is a duplicate there, of what is not said" if is_lost else ""
        if target not in self.items:
            return f"went into {target} there, which {'was refused' if target in self.refused else 'is not there'}"
        seen = {key}
        while target and target not in seen:
            seen.add(target)
            target = into.get(target, "")
        return f"went round in a circle there, by {into[key]}" if target else ""

    def response(self, key: str, line: int, said: Mapping[str, str], at: datetime) -> list[dict[str, Any]]:
        """An official response as the comment of whoever wrote it: who may speak for this company is not known."""
        if "response" not in said:
            return []
        by = {"handle": said.get("response_by", "")}
        answered = self.time(said, "response_at") if "response_at" in said else at
        author = self.author(self.files.items, line, by)
        self.note("response", self.files.items, line, f"idea {key} has an official response; it is taken as a comment")
        words = said["response"]
        return [{"external_id": f"{self.named(key)}-response", "body": words, "author": author, "at": answered}]

    def take_votes(self) -> None:
        if self.files.votes is None:
            return
        seen: set[tuple[str, str]] = set()
        for line, said, row in self.beneath(self.files.votes, "votes", self.source.votes):
            who = self.author(self.files.votes, line, said)
            value = _value(said)
            if value is None:
                self.report.refuse(line, f"{self.files.votes.name}: a vote is 1, 0 or -1, not {said['value']}")
                continue
            at = self.optional_time(self.files.votes, line, said, row)
            if at is None:
                continue
            pair = (said["item"], _identity(who))
            if pair in seen:
                text = f"{_identity(who)} voted on {said['item']} before; the last vote counts"
                self.note("re-vote", self.files.votes, line, text)
            seen.add(pair)
            row["votes"].append({"person": who, "value": value, "at": at})

    def take_comments(self) -> None:
        if self.files.comments is None:
            return
        taken: dict[str, tuple[dict[str, str], dict[str, Any], int]] = {}
        for line, said, row in self.beneath(self.files.comments, "comments", self.source.comments):
            number = said.get("external_id") or f"{said['item']}-{line}"
            if number in taken:
                self.note("duplicate", self.files.comments, line, f"comment {number} is there twice")
                continue
            at = self.optional_time(self.files.comments, line, said, row)
            if at is None:
                continue
            made = {"external_id": f"{self.source.name}-c{number}", "body": said["body"], "at": at}
            row["comments"].append(made | {"author": self.author(self.files.comments, line, said), "reply_to": None})
            taken[number] = said, row["comments"][-1], line
        for number, (said, comment, line) in taken.items():  # in any order: the newest may come first
            to = said.get("reply_to")
            if to in taken and taken[to][0]["item"] == said["item"]:
                comment["reply_to"] = taken[to][1]["external_id"]
            elif to:
                self.note("orphan", self.files.comments, line, f"comment {number} answers {to}, which is not there")

    def beneath(self, path: Path, table: str, columns: Any) -> Iterator[tuple[int, dict[str, str], dict[str, Any]]]:
        """The rows of a further table, each with the idea it belongs to."""
        for line, said, fault in rows(path, table, columns, self.files.renamed):
            item = self.items.get(said.get("item", ""))
            if fault:
                self.report.refuse(line, f"{path.name}: {fault}")
            elif item is None:
                why = "was refused" if said.get("item") in self.refused else "is not there"
                self.note("orphan", path, line, f"its idea {said.get('item', '(none)')} {why}")
            elif table == "comments" and "body" not in said:
                self.report.refuse(line, f"{path.name}: a comment without words")
            else:
                yield line, said, item[1]

    def compare_counters(self) -> None:
        """Votes and comments that an export counts, against the rows that it has."""
        for key, (line, said) in self.counters.items():
            row = self.items[key][1]
            spoken = len(row["comments"]) - ("response" in said)
            for name, counted in (("vote_count", _standing(row["votes"])), ("comment_count", spoken)):
                told, what = said.get(name, ""), name.removesuffix("_count")
                if told and (not WHOLE.fullmatch(told) or int(told) != counted):
                    text = f"idea {key} says {told[:20]} {what}s, its rows make {counted}; the rows count"
                    self.note("counter", self.files.items, line, text)

    def author(self, path: Path, line: int, said: Mapping[str, str]) -> dict[str, str]:
        """Somebody by e-mail, else by their number or name there; nobody is told apart by a guess."""
        name = said.get("name", "")[:80]
        if "@" in (email := said.get("email", "")):
            return {"email": email, "name": name}
        handle = said.get("handle") or name
        if not handle:
            self.note("unknown", path, line, "nobody is named; it stands under “somebody elsewhere”")
            return {"handle": self.named("somebody"), "name": "Somebody elsewhere"}
        return {"handle": self.named(handle)[:120], "name": name or handle[:80]}

    def time(self, said: Mapping[str, str], name: str) -> datetime:
        if name not in said:
            raise ValueError("it has no date")
        try:
            when = moment(said[name])
        except (ValueError, OverflowError, OSError):
            raise ValueError(f"{said[name]!r} is no date that can be read") from None
        if when > clock.now() + ZONES:
            raise ValueError(f"{said[name]!r} is still to come")
        return when

    def optional_time(self, path: Path, line: int, said: Mapping[str, str], row: Mapping[str, Any]) -> datetime | None:
        """When it was; the idea's own time where the table has none, and None, refused, where it cannot be read."""
        if "at" not in said:
            self.note("undated", path, line, "it has no date and takes its idea's")
            at: datetime = row["created_at"]
            return at
        try:
            return self.time(said, "at")
        except ValueError as error:
            self.report.refuse(line, f"{path.name}: {error}")
            return None

    def named(self, key: str) -> str:
        return f"{self.source.name}-{key}"

    def note(self, kind: str, path: Path, line: int, text: str) -> None:
        self.report.note(kind, path.name, line, text)


def _tags(said: Mapping[str, str]) -> list[str]:
    """Tags and category, each once whatever its letters, in the order they stand."""
    named = [" ".join(each.split()) for each in (*BETWEEN_TAGS.split(said.get("tags", "")), said.get("category", ""))]
    found: dict[str, str] = {}
    for each in filter(None, named):
        found.setdefault(each.casefold(), each)
    return list(found.values())


def _as_title(statement: str) -> str:
    line = " ".join(statement.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def _value(said: Mapping[str, str]) -> int | None:
    """What a vote is worth; a table without a value holds votes that are for it."""
    return {"1": 1, "0": 0, "-1": -1}.get(said.get("value", "1"))


def _identity(who: Mapping[str, str]) -> str:
    return (who.get("email") or who.get("handle") or "").casefold()


def _standing(votes: list[dict[str, Any]]) -> int:
    """How many people's last vote is for it; of two at the same time the later line counts."""
    last: dict[str, int] = defaultdict(int)
    for vote in sorted(votes, key=lambda vote: vote["at"]):
        last[_identity(vote["person"])] = vote["value"]
    return sum(value > 0 for value in last.values())
