"""People and their profiles."""

from __future__ import annotations

from flask import render_template, request

from app.accounts import queries as accounts
from app.accounts.current import me
from app.accounts.models import KINDS
from app.board import queries as board
from app.core.access import found, public
from app.home.views.front import blueprint
from app.ideas import queries as ideas
from app.topics import queries as topics


@blueprint.get("/people")
def people() -> str:
    """Members, by name or function."""
    public()
    words = request.args.get("q", "").strip()[:80]
    kind = request.args.get("kind", "") if request.args.get("kind") in KINDS else ""
    page = accounts.people(words=words, kind=kind, after=request.args.get("after"))
    known = topics.expert_topics([p.id for p in page.items], [topic.id for topic in board.topics_shown(me())])
    return render_template("home/people.html", page=page, sought=words, kind=kind, known=known)


@blueprint.get("/people/<handle>")
def profile(handle: str) -> str:
    """What somebody knows, and did."""
    public()
    person = found(accounts.by_handle(handle))
    if person.is_guest:
        return render_template("home/guest.html", person=person)
    shown = {topic.id for topic in board.topics_shown(me())}
    return render_template(
        "home/profile.html",
        person=person,
        expertise=[known for known in topics.expertise_of(person) if known[1].id in shown][:12],
        answers=board.latest_answers(person, me(), 5),
        questions=board.asked_by(person, me(), 5),
        ideas=ideas.listed(me(), author_id=person.id, sort="new", limit=5).items,
    )
