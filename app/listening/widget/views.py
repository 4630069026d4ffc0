"""The script on the company's site, and the pages in its frame; whoever opens them is a visitor (core/embedding)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from app.accounts import commands as accounts
from app.accounts import policy as doors
from app.board import commands as board
from app.board import queries as questions
from app.board.models import Question
from app.core import embedding, frame, signals, statics, transaction
from app.core.access import Invalid, doorless, found, public
from app.core.places import place
from app.listening.widget.forms import FrameForm
from app.spaces import queries as spaces
from app.spaces.models import Space

CHANNEL = "widget"
OFTEN = 4
KEPT = "public, max-age=600, stale-while-revalidate=86400"
blueprint = Blueprint("widget", __name__)
Page = str | Response | BaseResponse | tuple[str, int]


@blueprint.get("/widget.js")
@doorless
def script() -> Response:
    """What the company's site includes: the same address for ever, so it is kept for minutes, not for a year."""
    response = statics.static(statics.BUILT + frame.built_name("widget.js"))
    response.headers["Cache-Control"] = KEPT
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/widget/<slug>")
def ask_page(slug: str) -> Page:
    """A line to write the question in, what is known already, and the rest of the form."""
    public()
    return _ask_page(_space(slug), FrameForm(formdata=None))


@blueprint.post("/widget/<slug>")
def ask(slug: str) -> Page:
    """Keep the question until the link in the mail is followed."""
    public()
    space, form = _space(slug), FrameForm()
    if not form.validate_on_submit() or not _propose(space, form):
        return _ask_page(space, form), 422
    return redirect(f"/widget/{space.slug}/asked?{embedding.FIELD}={embedding.word()}", 303)


@blueprint.get("/widget/<slug>/asked")
def asked(slug: str) -> Page:
    """Look into your mail."""
    public()
    return render_template("listening/asked.html", space=_space(slug))


@blueprint.get("/widget/<slug>/questions/<id:question_id>")
def read(slug: str, question_id: int) -> Page:
    """An answered question, read without leaving the site."""
    public()
    space = _space(slug)
    known = next(iter(questions.summaries(None, [question_id])), None)
    if known is None or known.question.space_id != space.id or known.question.merged_into_id is not None:
        found(None)
    assert known  # noqa: S101 - else it was not found
    signals.opened.send(f"question:{question_id}", answered=known.answer is not None)
    return render_template("listening/read.html", space=space, question=known.question, answer=known.answer)


def _propose(space: Space, form: FrameForm) -> bool:
    """Whether the question was kept; else the form says why not."""
    email = form.email.data or ""
    keys = (f"guest:{email.strip().casefold()}", f"guest@{place()}", f"visit:{_secret()}")
    if not (decision := doors.may_try(*keys)):
        form.form_errors.append(decision.reason)
        return False
    try:
        board.propose(
            space=space, title=form.title.data or "", body=form.body.data or "", email=email, channel=CHANNEL
        )  # fmt: skip
    except Invalid as refusal:
        form.refuse(refusal)
        return False
    accounts.count_attempt(*keys)
    transaction.keep()
    signals.sought.send(form.title.data)
    return True


def _secret() -> str:
    return embedding.visit().secret


def _space(slug: str) -> Space:
    return found(spaces.visible_space(None, slug))


def _ask_page(space: Space, form: FrameForm) -> str:
    return render_template("listening/ask.html", space=space, form=form, often=_solved_here(space))


def _solved_here(space: Space) -> Sequence[Question]:
    """What many found worth a vote, before anything is typed; none for those who are shown no suggestions."""
    if signals.suggestions_withheld():
        shown: Sequence[Question] = ()
    else:
        shown = questions.visible_questions(None, space=space, state="solved", sort="votes", limit=OFTEN).items
    signals.tell_suggested([f"question:{question.id}" for question in shown], at=CHANNEL)
    return shown
