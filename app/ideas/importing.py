"""Import lines of ideas, and how one goes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import Field

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import clock
from app.core.access import Invalid
from app.core.api.operations import Text
from app.core.imports import Author, Moment, Report, Row
from app.discussion import queries as discussion
from app.ideas import commands, queries
from app.ideas.models import SHOWN, Challenge, Idea
from app.voting import queries as voting


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
    """An idea of another product, with its status there, and whether nobody saw it."""

    status: Text = ""
    hidden: bool = False


@dataclass
class Intake:
    """Ideas going into a challenge; `stages` are keys of stages by the status that others give them."""

    challenge: Challenge
    report: Report
    stages: Mapping[str, str] = field(default_factory=dict)
    voted: dict[tuple[int, int], datetime | None] = field(default_factory=dict)

    def take(self, row: IdeaRow) -> bool:
        """Add an idea and what is new of its votes and comments; returns whether anything was new."""
        stage = self._stage(row)
        idea = queries.by_external_id(row.external_id)
        is_new = idea is None
        if idea is None:
            with clock.at(row.created_at):
                idea = commands.submit(
                    self.challenge, title=row.title, body=row.body, external_id=row.external_id, by=_person(row.author)
                )
        changed = [self._vote(idea, vote) for vote in sorted(row.votes, key=lambda vote: vote.at)]
        added = [_comment(idea, comment) for comment in sorted(row.comments, key=lambda comment: comment.at)]
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
        stage = self.stages.get(row.status.casefold(), "")
        if not stage:
            text = f"idea {row.external_id} is “{row.status}” there; it begins at the start. Use --stage STATUS=STAGE"
            self.report.note("status", "", 0, text)
        return stage

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


def _comment(idea: Idea, row: CommentRow) -> bool:
    if discussion.by_external_id(row.external_id) is not None:
        return False
    parent = discussion.by_external_id(row.reply_to) if row.reply_to else None
    with clock.at(row.at):
        commands.comment(
            idea, row.body, by=_person(row.author), reply_to_id=parent.id if parent else None,
            external_id=row.external_id,
        )  # fmt: skip
    return True


def _person(author: Author) -> Person:
    return accounts.ensure_imported(**author.model_dump())
