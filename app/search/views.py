"""The page of results, and what is suggested while one types."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, make_response, render_template, request

from app.accounts.current import me
from app.board import policy
from app.board import queries as board
from app.core import signals
from app.core.access import ensure, found, public
from app.core.pages import row_id
from app.ideas import policy as ideas_policy
from app.ideas import queries as ideas
from app.search import queries
from app.search.highlight import marked
from app.spaces import queries as spaces
from app.spaces.models import Space

TYPED = frozenset({"home", "bar", "widget"})
blueprint = Blueprint("search", __name__, url_prefix="/search")
framed = Blueprint("search_framed", __name__, url_prefix="/widget")
# Where suggestions may stand; in those that the experiment holds back, and those that offer "This solved it".
PLACES = ("bar", "home", "ask", "contact", "question", "idea")
WIDGET = "widget"
WITHHELD = frozenset({"ask", "contact", WIDGET})
SOLVING = frozenset({"bar", "home", "ask", "contact", "question"})
SHORTEST = 3
IN_FRAME = 3


@blueprint.get("")
def results() -> str:
    """What has these words: questions, ideas, people."""
    public()
    q, kind, space = _words(), request.args.get("kind", "question"), _space()
    kind = kind if kind in queries.KINDS else "question"
    after = request.args.get("after")
    if q and not after:
        signals.sought.send(q)
    shown = _found(q, kind, space, after)
    return render_template("search/results.html", q=q, kind=kind, space=space, solves=not _answers(), **shown)


@blueprint.get("/similar")
def similar() -> Response:
    """What is already known of this: a fragment for the field that asks, a page for everybody else."""
    public()
    place = request.args.get("at", "")
    place = place if place in PLACES else "home"
    is_part = "Turbo-Frame" in request.headers or request.headers.get("Accept") == "text/html"
    template = "search/_similar.html" if is_part else "search/similar.html"
    shown = {
        "q": _words(),
        "at": place,
        "solves": place in SOLVING and not _answers(),
        "is_part": is_part,
        **_similar(place, _space()),
    }
    response = make_response(render_template(template, **shown))
    response.vary.update(("Accept", "Turbo-Frame"))
    return response


@framed.get("/<slug>/similar")
def similar_in_frame(slug: str) -> Response:
    """What a space knows already of this, in the frame on another site: for a visitor, whoever it is."""
    public()
    space = found(spaces.visible_space(None, slug))
    is_part = request.headers.get("Accept") == "text/html"
    template = "search/_framed.html" if is_part else "search/framed.html"
    response = make_response(render_template(template, q=_words(), space=space, **_similar(WIDGET, space)))
    response.vary.add("Accept")
    return response


@blueprint.get("/topics")
def topics() -> str:
    """What a question being typed may be about: a fragment for the field of topics."""
    public()
    q = _words()
    known = queries.proposed_topics(me(), q) if len(q) >= SHORTEST else []
    return render_template("search/_topics.html", topics=known)


@blueprint.get("/answers")
def answers() -> str:
    """Past answers to questions like the one at hand, to reuse and cite: a frame of the desk."""
    question = found(board.visible_question(me(), request.args.get("question", 0, type=row_id)))
    ensure(policy.may_work(me()))
    known = queries.nearest(me(), question.title, space=None, without=question.id)
    return render_template("search/_answers.html", known=[each for each in known if each.answer])


@blueprint.get("/duplicates/<id:question_id>")
def duplicates(question_id: int) -> str:
    """What a question may be a duplicate of: a fragment for the page on which it is merged."""
    question = found(board.visible_question(me(), question_id))
    ensure(policy.may_merge(me(), question))
    words = f"{question.title} {question.body}"
    known = queries.nearest(me(), words, space=question.space, without=question.id)
    return render_template("search/_duplicates.html", question=question, questions=known)


@blueprint.get("/duplicate-ideas/<id:idea_id>")
def duplicate_ideas(idea_id: int) -> str:
    """What an idea may be a duplicate of, or with `q` what has these words: for the page on which it is merged."""
    idea = found(ideas.visible_idea(me(), idea_id))
    ensure(ideas_policy.may_run_challenges(me()))
    q = _words()
    words = q or f"{idea.title} {idea.body}"
    known = queries.similar_ideas(me(), words, space=idea.space, without=idea.id)
    return render_template("search/_duplicate_ideas.html", idea=idea, ideas=known, asked="-asked" if q else "")


def _found(q: str, kind: str, space: Space | None, after: str | None) -> dict[str, object]:
    if not q:
        return {"page": queries.Results([], None), "counts": {}}
    person = me()
    if kind == "person":
        page = queries.people(q, after=after)
    else:
        page = queries.search(person, q, kind=kind, space=space, after=after)
    others = {each: queries.count(person, q, each, space) for each in ("question", "idea") if each != kind}
    return {"page": page, "counts": {**others, kind: page.total if kind != "person" else None}}


def _similar(place: str, space: Space | None) -> dict[str, object]:
    q, person = _words(), me()
    without = request.args.get("without", 0, type=row_id)
    kind = "idea" if place == "idea" or request.args.get("kind") == "idea" else "question"
    nothing: dict[str, object] = {"kind": kind, "questions": [], "ideas": [], "mark": partial(marked, q=q)}
    if len(q) < SHORTEST or (place in WITHHELD and signals.suggestions_withheld()):
        return nothing
    if kind == "idea":
        return {**nothing, "ideas": queries.similar_ideas(person, q, space=space, without=without)}
    limit = IN_FRAME if place == WIDGET else queries.SIMILAR
    questions = queries.similar(person, q, space=space, without=without, limit=limit)
    if questions:
        signals.tell_suggested([f"question:{known.question.id}" for known in questions], at=place)
    elif place in TYPED:
        signals.sought.send(q)  # finding nothing is a need all the same
    return {**nothing, "questions": questions}


def _answers() -> bool:
    """Whether the reader is here to answer: what they find solves nothing of their own."""
    person = me()
    return person is not None and person.is_employee


def _words() -> str:
    return " ".join(request.args.get("q", "").replace("\0", " ").split())[: queries.LONGEST]


def _space() -> Space | None:
    slug = request.args.get("space")
    return found(spaces.visible_space(me(), slug)) if slug else None
