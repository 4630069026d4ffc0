"""Atom feeds of what everybody may read: a feed reader does not sign in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, redirect, render_template, request
from flask_babel import gettext as _

from app.board import queries
from app.board.models import Question
from app.board.views.frame import Page, blueprint
from app.core import clock
from app.core.access import found, public
from app.core.settings import settings
from app.spaces import queries as spaces


@blueprint.get("/questions.atom")
def atom() -> Response:
    """The newest questions."""
    public()
    return _questions(queries.newest_for_feed(), title=_("Questions"), page="/questions")


@blueprint.get("/spaces/<slug>.atom")
def space_atom(slug: str) -> Response:
    """The newest questions of a space."""
    public()
    space = found(spaces.visible_space(None, slug))
    return _questions(queries.newest_for_feed(space=space), title=space.name, page=space.url)


@blueprint.get("/topics/<slug>.atom")
def topic_atom(slug: str) -> Page:
    """The newest questions about a topic."""
    public()
    topic = found(queries.visible_topic(None, slug))
    if topic.slug != slug:
        return redirect(f"{topic.url}.atom", 301)
    return _questions(queries.newest_for_feed(topic=topic), title=topic.name, page=topic.url)


@blueprint.get("/questions/<id:question_id>.atom")
def question_atom(question_id: int) -> Response:
    """The answers to one question, newest first."""
    public()
    question = found(queries.visible_question(None, question_id))
    answers = sorted(queries.answers_for(None, question), key=lambda each: each.posted_at, reverse=True)
    entries = [
        {
            "title": _("Answer by %(name)s", name=answer.author.name), "url": answer.url, "id": f"/answers/{answer.id}",
            "author": answer.author.name, "published": answer.posted_at, "html": answer.body_html, "topics": [],
            "updated": answer.edited_at or answer.posted_at,
        }
        for answer in answers[: queries.IN_FEED]
    ]  # fmt: skip
    return _feed(entries, title=question.title, page=question.url)


def _questions(questions: Sequence[Question], *, title: str, page: str) -> Response:
    entries = [
        {
            "title": question.title, "url": question.url, "id": f"/questions/{question.id}",
            "author": question.asker_name, "published": question.asked_at, "html": question.body_html,
            "updated": question.active_at, "topics": question.topics,
        }
        for question in questions
    ]  # fmt: skip
    return _feed(entries, title=title, page=page)


def _feed(entries: Sequence[dict[str, Any]], *, title: str, page: str) -> Response:
    moments: list[datetime] = [entry["updated"] for entry in entries]
    body = render_template(
        "board/feed.atom.xml", entries=entries, title=title, page=page, here=request.path, stamp=clock.rfc3339,
        base_url=settings().base_url, updated=max(moments, default=clock.START),
    )  # fmt: skip
    response = Response(body, mimetype="application/atom+xml")
    response.headers["Cache-Control"] = "public, max-age=300"
    response.add_etag()
    response.make_conditional(request)
    return response
