"""Asking and editing questions."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.accounts.current import me, somebody
from app.accounts.models import Person
from app.accounts.policy import may_write
from app.board import commands, policy, queries
from app.board.forms import AskForm, EditQuestionForm
from app.board.models import Question
from app.board.views import guests
from app.board.views.frame import Page, blueprint, question_of
from app.core import signals
from app.core.access import Invalid, ensure, found, public
from app.core.uploads import takes_files
from app.core.words import Piece
from app.discussion import commands as drafts
from app.files.forms import MOST_IN_ONE_REQUEST, take_files
from app.spaces import queries as spaces
from app.spaces.models import Space
from app.topics import queries as topics

OFFERED_TOPICS = 200
MOST_NAMED = 100


@blueprint.get("/questions/new")
def new_question() -> Page:
    """The ask form; a visitor may write, and signs in to post."""
    public()
    form = AskForm(formdata=None, title=request.args.get("title") or request.args.get("q"))
    _offer(form)
    form.space.data = request.args.get("space") or form.space.data
    form.asked_of.data = request.args.get("of")
    form.private.data = bool(request.args.get("private"))
    return _ask_page(form)


@blueprint.post("/questions/new")
@takes_files(MOST_IN_ONE_REQUEST)
def ask() -> Page:
    """Post a question; what must change is said on its field, with the text kept."""
    person = me()
    form = AskForm()
    _offer(form)
    if person is None and _for_guests():
        public()
        proposed = guests.propose(form) if form.validate_on_submit() else None
        return (_ask_page(form), 422) if proposed is None else proposed
    ensure(may_write(person))
    person = somebody()
    take_files(form, by=person)
    if not form.validate_on_submit():
        return _ask_page(form), 422
    space = found(spaces.visible_space(person, form.space.data))
    ensure(policy.may_ask(person, space))
    try:
        question = commands.ask(
            space=space,
            title=form.title.data or "",
            body=form.body.data or "",
            topics=form.topic_names,
            private=bool(form.private.data),
            asked_of=_named(form),
            by=person,
            attachments=form.tokens,
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _ask_page(form), 422
    drafts.end_draft("question:new", by=person)
    signals.sought.send(question.title)
    held = question.hold == "held"
    flash(_("A moderator will look at your question before others see it.") if held else _("Your question is posted."))
    return redirect(question.url, 303)


@blueprint.get("/questions/<id:question_id>/edit")
def edit_question(question_id: int) -> Page:
    """The form to change a question's words."""
    question = question_of(question_id)
    ensure(policy.may_edit_question(somebody(), question))
    return _edit_page(question, EditQuestionForm(formdata=None, **_words(question)))


@blueprint.post("/questions/<id:question_id>/edit")
@takes_files(MOST_IN_ONE_REQUEST)
def save_question(question_id: int) -> Page:
    """Change a question's words; where somebody else changed them meanwhile, what differs is shown."""
    person, question, form = somebody(), question_of(question_id), EditQuestionForm()
    ensure(policy.may_edit_question(person, question))
    take_files(form, by=person)
    try:
        if form.validate_on_submit():
            commands.edit(
                question, title=form.title.data or "", body=form.body.data or "", topics=form.topic_names, by=person,
                version=form.version.data, attachments=form.tokens, without=form.without.data or (),
            )  # fmt: skip
            drafts.end_draft(f"edit:question:{question.id}", by=person)
            return redirect(question.url, 303)
    except commands.Stale:
        form.version.data = question.version
        return _edit_page(question, form, form.apart_from(_words(question))), 409
    except Invalid as refusal:
        form.refuse(refusal)
    return _edit_page(question, form), 422


def _words(question: Question) -> dict[str, str]:
    """What the form begins with: the question as it is now."""
    names = ", ".join(topic.name for topic in question.topics)
    return {"title": question.title, "body": question.body, "topics": names, "version": question.version}


def _edit_page(
    question: Question, form: EditQuestionForm, differs: Sequence[tuple[str, Sequence[Piece]]] | None = None
) -> str:
    present = queries.attachments([question.id], []).get(f"question:{question.id}", [])
    return render_template(
        "board/edit_question.html", question=question, form=form, topics=_topics(), differs=differs, present=present
    )


def _named(form: AskForm) -> Person | None:
    """The colleague who was asked by name; raises Invalid for a handle that nobody has."""
    handle = (form.asked_of.data or "").strip().removeprefix("@")
    person = accounts.by_handle(handle) if handle else None
    if handle and person is None:
        raise Invalid({"asked_of": _("Nobody has this handle. Choose one from the list, or leave it empty.")})
    return person


def _offer(form: AskForm) -> None:
    form.offer(_spaces())
    if me() is None and _for_guests():
        form.need_address()


def _for_guests() -> list[str]:
    """The spaces in which a visitor may ask by a link in the mail."""
    return [space.name for space in _spaces() if space.takes_guests and space.visibility == "public"]


def _spaces() -> list[Space]:
    person = me()
    return [space for space in spaces.visible(person) if not may_write(person) or policy.may_ask(person, space)]


def _topics() -> list[str]:
    return [topic.name for topic in queries.topics_shown(me(), OFFERED_TOPICS)]


def _ask_page(form: AskForm) -> str:
    experts = topics.known_for_something(MOST_NAMED) if me() else []
    one_way = [space.name for space in _spaces() if space.one_way]
    return render_template(
        "board/ask.html",
        form=form,
        topics=_topics(),
        gate=may_write(me()),
        experts=experts,
        one_way=one_way,
        for_guests=_for_guests(),
    )
