"""Import lines of ideas, and how one goes in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import Field

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import clock
from app.core.access import Conflict, Invalid
from app.core.api.operations import Text
from app.core.imports import Author, Moment, Report, Row
from app.discussion import queries as discussion
from app.ideas import commands, queries
from app.ideas.fields import Field as FormField
from app.ideas.models import SHOWN, Challenge, Idea
from app.voting import queries as voting

TAKES_TAGS = ("text", "choice", "choices")
DUPLICATE = "duplicate"
# Who merged two ideas there is in no export.
ELSEWHERE = {"handle": "merged-elsewhere", "name": "Somebody elsewhere"}


class VoteRow(Row):
    """A vote as it comes in; of one person's votes on an idea the last counts."""

    person: Author
    value: int = Field(ge=-1, le=1)
    at: Moment


class CommentRow(Row):
    """A comment as it comes in."""

    external_id: Text = Field(min_length=1, max_length=120)
    reply_to: Text | None = None
    body: Text = Field(min_length=1)
    author: Author
    at: Moment


class IdeaRow(Row):
    """An idea as it comes in."""

    external_id: Text = Field(min_length=1, max_length=120)
    title: Text = Field(min_length=1)
    body: Text = ""
    author: Author
    created_at: Moment
    stage: Text = ""
    votes: list[VoteRow] = Field(default_factory=list)
    comments: list[CommentRow] = Field(default_factory=list)


class ForeignRow(IdeaRow):
    """An idea of another product, with its status there, whether nobody saw it, its tags, and what it went into."""

    status: Text = ""
    hidden: bool = False
    tags: list[Text] = Field(default_factory=list)
    merged_into: Text = ""


@dataclass
class Intake:
    """Ideas going into a challenge; `stages` are keys of stages by the status that others give them, `tagged` is the
    field of its form that takes their tags.
    """

    challenge: Challenge
    report: Report
    stages: Mapping[str, str] = field(default_factory=dict)
    tagged: FormField | None = None
    voted: dict[tuple[int, int], datetime | None] = field(default_factory=dict)

    def take(self, row: IdeaRow) -> bool:
        """Add an idea and what is new of its votes and comments; returns whether anything was new."""
        stage = self._stage(row)
        idea = queries.by_external_id(row.external_id)
        is_new = idea is None
        if idea is not None and idea.challenge_id != self.challenge.id:
            there = idea.challenge.slug
            raise Conflict(f"idea {row.external_id} is in the challenge {there} already; nothing of it was changed")
        if idea is None:
            with clock.at(row.created_at):
                idea = commands.submit(
                    self.challenge, title=row.title, body=row.body, external_id=row.external_id,
                    fields=self._tags(row), by=_person(row.author),
                )  # fmt: skip
        changed = [self._vote(idea, vote) for vote in sorted(row.votes, key=lambda vote: vote.at)]
        added = [self._comment(idea, comment) for comment in self._in_turn(row.comments)]
        if is_new and stage:
            with clock.at(row.created_at):
                commands.place(idea, stage)
        if is_new and isinstance(row, ForeignRow) and row.hidden and idea.hold == SHOWN:
            commands.set_idea_hold(idea, "hidden", by=None)
            self.report.note("hidden", "", 0, f"idea {row.external_id} was kept from others there, and is here")
        return is_new or any(changed) or any(added)

    def _stage(self, row: IdeaRow) -> str:
        """The stage it enters; raises Invalid for one that there is not, notes a status that nobody mapped."""
        keys = [stage.key for stage in queries.stages_of(self.challenge.space_id)]
        if row.stage and row.stage not in keys:
            raise Invalid({"stage": f"must be one of {', '.join(keys)}"})
        if not isinstance(row, ForeignRow) or not row.status:
            return row.stage
        if row.merged_into and row.status.casefold() == DUPLICATE:
            return ""
        stage = self.stages.get(row.status.casefold(), "")
        if not stage:
            text = f"idea {row.external_id} is “{row.status}” there; it begins at the start. Use --stage STATUS=STAGE"
            self.report.note("status", "", 0, text)
        return stage

    def _tags(self, row: IdeaRow) -> dict[str, Any]:
        """What the form's field takes of an idea's tags; what it does not is told."""
        if not isinstance(row, ForeignRow) or not row.tags:
            return {}
        if self.tagged is None:
            self.report.note("dropped", "", 0, f"idea {row.external_id} is tagged {_quoted(row.tags)}; it has no place")
            return {}
        taken, left = taken_tags(self.tagged, row.tags)
        if left:
            text = f"idea {row.external_id} is tagged {_quoted(left)}; “{self.tagged.label}” does not take it"
            self.report.note("tag", "", 0, text)
        return {self.tagged.key: taken} if taken else {}

    def merge(self, rows: Iterable[ForeignRow]) -> None:
        """Make the merges that were made there, duplicates of duplicates first; each that cannot be made is told."""
        into = {row.external_id: row.merged_into for row in rows if row.merged_into}
        for key in sorted(into, key=lambda key: (-_depth(key, into), key)):
            idea, other = queries.by_external_id(key), queries.by_external_id(into[key])
            if idea is None or other is None or idea.merged_into_id == other.id:
                continue
            try:
                commands.merge(idea, other, by=accounts.ensure_imported(**ELSEWHERE))
            except Conflict as refusal:
                self.report.note("merged", "", 0, f"idea {key} went into {into[key]} there: {refusal}")

    def _vote(self, idea: Idea, row: VoteRow) -> bool:
        """Replay one vote, unless one of that time or later stood before this import; of equal times the later line."""
        before = idea.vote_count
        with clock.at(row.at):
            voter = _person(row.person)
            pair = (idea.id, voter.id)
            if pair not in self.voted:
                self.voted[pair] = voting.voted_at(voter, "idea", idea.id)
            stood = self.voted[pair]
            if stood is not None and stood >= row.at:
                return False
            return commands.vote(idea, max(0, row.value), by=voter) != before

    def _in_turn(self, comments: Sequence[CommentRow]) -> list[CommentRow]:
        """The oldest first, but none before what it answers, whatever their dates say; the first of a number counts."""
        waiting: dict[str, CommentRow] = {}
        for comment in comments:
            if waiting.setdefault(comment.external_id, comment) is not comment:
                self.report.note("duplicate", "", 0, f"comment {comment.external_id} is there twice")
        turns: list[CommentRow] = []
        for each in sorted(waiting.values(), key=lambda comment: comment.at):
            key: str | None = each.external_id
            answered = []
            while key in waiting:
                answered.append(waiting.pop(key))
                key = answered[-1].reply_to
            turns += reversed(answered)
        return turns

    def _comment(self, idea: Idea, row: CommentRow) -> bool:
        known = discussion.by_external_id(row.external_id)
        if known is not None:
            if (known.kind, known.subject_id) != ("idea", idea.id):
                text = f"comment {row.external_id} stands beneath something else already; it was left out here"
                self.report.note("duplicate", "", 0, text)
            return False
        parent = discussion.by_external_id(row.reply_to) if row.reply_to else None
        if row.reply_to and parent is None:
            text = f"comment {row.external_id} answers {row.reply_to}, which is not there"
            self.report.note("orphan", "", 0, text)
        with clock.at(row.at):
            commands.comment(
                idea, row.body, by=_person(row.author), reply_to_id=parent.id if parent else None,
                external_id=row.external_id,
            )  # fmt: skip
        return True


def taken_tags(tagged: FormField, tags: Sequence[str]) -> tuple[Any, list[str]]:
    """What a field takes of some tags, in the shape of its kind, and the tags that it does not take."""
    if tagged.kind == "text":
        said = ", ".join(tags)
        return (said, []) if len(said) <= tagged.limit else (tags[0][: tagged.limit], list(tags[1:]))
    known = {option.casefold(): option for option in tagged.options}
    most = 1 if tagged.kind == "choice" else int(tagged.most or len(known))
    fitting = [tag for tag in tags if tag.casefold() in known][:most]
    taken = [known[tag.casefold()] for tag in fitting]
    left = [tag for tag in tags if tag not in fitting]
    return (taken[0] if taken and tagged.kind == "choice" else taken), left


def field_for_tags(challenge: Challenge, key: str) -> FormField | None:
    """The field of a challenge's form that takes tags; without a key the one called tags. Raises KeyError."""
    fits = {each.key: each for each in queries.form_of(challenge).asked if each.kind in TAKES_TAGS}
    if key and key not in fits:
        there = ", ".join(sorted(fits)) or "none"
        raise KeyError(f"the form has no field {key} of choices or of a line of text; there are: {there}")
    return fits.get(key or "tags")


def stages_for(challenge: Challenge, kinds: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The stage for each status: the first of its kind in the space, or what was asked for; raises KeyError."""
    stages = queries.stages_of(challenge.space_id)
    first: dict[str, str] = {}
    for stage in stages:
        first.setdefault(stage.kind, stage.key)
    keys = {stage.key for stage in stages}
    for stage_key in own.values():
        if stage_key not in keys:
            raise KeyError(f"there is no stage {stage_key}; there are {', '.join(sorted(keys))}")
    usual = {status: first[kind] for status, kind in kinds.items() if kind in first}
    return {**usual, **{status.casefold(): key for status, key in own.items()}}


def _depth(key: str, into: Mapping[str, str]) -> int:
    """How many merges lead on from an idea; there are no circles."""
    steps = 0
    while key in into:
        key, steps = into[key], steps + 1
    return steps


def _quoted(tags: Iterable[str]) -> str:
    return ", ".join(f"“{tag}”" for tag in tags)


def _person(author: Author) -> Person:
    return accounts.ensure_imported(**author.model_dump())
