"""The bell's page, and the follow button that other pages frame."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.board import queries as board
from app.core import realtime
from app.core.access import ensure, found, public
from app.ideas import queries as ideas
from app.notifications import commands, queries
from app.notifications.words import sentence

blueprint = Blueprint("notifications", __name__)
SUBJECT = re.compile(r"(question|idea|topic|challenge|badges):(\d{1,18})")

SEEN: dict[str, Callable[[Person | None, int], Any]] = {
    "question": board.visible_question, "idea": ideas.visible_idea, "topic": board.visible_topic_by_id,
    "challenge": ideas.visible_challenge_by_id,
}  # fmt: skip
Answer = str | Response | BaseResponse


def bell() -> dict[str, Any]:
    """What base.html shows on the bell."""
    person = me()
    return {"bell_count": queries.unread_count(person) if person else 0}


@realtime.topic("person")
def may_watch_person(identifier: str, person: Any) -> bool:
    """Only oneself."""
    return person is not None and identifier == str(person.id)


@blueprint.get("/notifications")
def index() -> Answer:
    """What I was told."""
    person = somebody()
    ensure(True)
    page = queries.of(person, after=request.args.get("after"))
    return render_template("notifications/index.html", page=page, sentence=sentence)


@blueprint.post("/notifications/<id:notification_id>/reading")
def open_one(notification_id: int) -> Answer:
    """Note that it was looked at, and go there."""
    person = somebody()
    ensure(True)
    notification = found(queries.one(person, notification_id))
    commands.read(notification)
    return redirect(notification.url, 303)


@blueprint.post("/notifications/reading")
def read_all() -> Answer:
    """Note that all was looked at."""
    person = somebody()
    ensure(True)
    commands.read_all(person)
    return redirect("/notifications", 303)


@blueprint.get("/follows/<subject>")
def follow_button(subject: str) -> Answer:
    """The button, for a lazy frame; a page of its own without script."""
    public()
    url = _seen(subject)
    person = me()
    following = queries.follows(person, subject) if person else False
    return render_template("notifications/follow.html", subject=subject, following=following, url=url)


@blueprint.put("/follows/<subject>")
def follow(subject: str) -> Answer:
    """Follow."""
    person = somebody()
    ensure(True)
    _seen(subject)
    commands.follow(person.id, subject, anew=True)
    return redirect(f"/follows/{subject}", 303)


@blueprint.delete("/follows/<subject>")
def unfollow(subject: str) -> Answer:
    """Stop following."""
    person = somebody()
    ensure(True)
    _seen(subject)
    commands.unfollow(person.id, subject)
    return redirect(f"/follows/{subject}", 303)


def _seen(subject: str) -> str:
    """The address of a subject that this person may see; 404 for any other."""
    match = SUBJECT.fullmatch(subject)
    if match is None:
        abort(404)
    kind, number = match.groups()
    if kind == "badges":
        person = me()
        return "/badges" if found(person).id == int(number) else abort(404)
    return str(found(SEEN[kind](me(), int(number))).url)
