"""The operator's verb: import ideas."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from pydantic import Field

from app.accounts import commands as accounts
from app.core import clock, imports, transaction
from app.core.access import Invalid
from app.core.api.operations import Text
from app.core.cli import fail
from app.core.imports import PATH, Author, Moment, Report, Row, importing
from app.discussion import queries as discussion
from app.ideas import commands, queries
from app.ideas.models import Challenge, Idea
from app.spaces import queries as spaces
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


@importing.command("ideas")
@click.argument("file", type=PATH)
@click.option("--space", "slug", required=True, help="The space of the challenge.")
@click.option("--challenge", "challenge_slug", required=True, help="The challenge they answer.")
@click.option("--votes", type=PATH, help="With CSV: a further file whose column item names the idea.")
@click.option("--comments", type=PATH, help="With CSV: a further file whose column item names the idea.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
def import_ideas(
    file: Path, slug: str, challenge_slug: str, votes: Path | None, comments: Path | None, dry_run: bool
) -> None:
    """Import ideas with votes and comments, idempotent by external_id, with the original dates."""
    with transaction.reading():
        space, challenge = spaces.by_slug(slug), queries.by_slug(challenge_slug)
    if space is None or challenge is None or challenge.space_id != space.id:
        fail(f"there is no challenge {challenge_slug} in a space {slug}")
        return
    report = Report()
    rows = imports.read(file, IdeaRow, {"votes": votes, "comments": comments}, report)
    imports.take(rows, partial(_take, challenge), report, dry_run=dry_run)
    if not dry_run:
        with transaction.unit():
            commands.refit(challenge)
    imports.tell(report, dry_run=dry_run)


def _take(challenge: Challenge, row: IdeaRow) -> bool:
    """Add an idea and what is new of its votes and comments; returns whether anything was new."""
    keys = [stage.key for stage in queries.stages_of(challenge.space_id)]
    if row.stage and row.stage not in keys:
        raise Invalid({"stage": f"must be one of {', '.join(keys)}"})
    idea = queries.by_external_id(row.external_id)
    is_new = idea is None
    if idea is None:
        with clock.at(row.created_at):
            idea = commands.submit(
                challenge, title=row.title, body=row.body, external_id=row.external_id,
                by=accounts.ensure_imported(**row.author.model_dump()),
            )  # fmt: skip
    changed = [_vote(idea, vote) for vote in sorted(row.votes, key=lambda vote: vote.at)]
    added = [_comment(idea, comment) for comment in sorted(row.comments, key=lambda comment: comment.at)]
    if is_new and row.stage:
        with clock.at(row.created_at):
            commands.place(idea, row.stage)
    return is_new or any(changed) or any(added)


def _vote(idea: Idea, row: VoteRow) -> bool:
    """Replay one vote, unless a vote of that time or later stands already."""
    before = idea.vote_count
    with clock.at(row.at):
        voter = accounts.ensure_imported(**row.person.model_dump())
        last_at = voting.voted_at(voter, "idea", idea.id)
        if last_at is not None and last_at >= row.at:
            return False
        return commands.vote(idea, max(0, row.value), by=voter) != before


def _comment(idea: Idea, row: CommentRow) -> bool:
    if discussion.by_external_id(row.external_id) is not None:
        return False
    parent = discussion.by_external_id(row.reply_to) if row.reply_to else None
    with clock.at(row.at):
        author = accounts.ensure_imported(**row.author.model_dump())
        commands.comment(
            idea, row.body, by=author, reply_to_id=parent.id if parent else None, external_id=row.external_id
        )
    return True
