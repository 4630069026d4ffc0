"""Topics: what is known, who knows it, and what is missing."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.board import commands, policy, queries
from app.board.forms import TopicForm
from app.board.views.frame import Page, blueprint, question_of
from app.core.access import Conflict, Invalid, ensure, found, public
from app.topics import queries as known
from app.topics.models import Topic


@blueprint.get("/topics")
def topics() -> Page:
    """The topics one may see, by name."""
    public()
    words = request.args.get("q", "").strip()[:60]
    page = queries.topic_page(me(), words=words, after=request.args.get("after"))
    experts = known.experts_of_all([topic.id for topic in page.items])
    may_see_gaps = policy.may_see_gaps(me())
    return render_template("board/topics.html", page=page, sought=words, experts=experts, may_see_gaps=may_see_gaps)


@blueprint.get("/topics/gaps")
def gaps() -> Page:
    """What is asked often without a verified answer, and what nobody is an expert of."""
    ensure(policy.may_see_gaps(somebody()))
    page = queries.gaps(me(), after=request.args.get("after"))
    return render_template("board/gaps.html", page=page)


@blueprint.get("/topics/<slug>")
def topic(slug: str) -> Page:
    """One topic: its canonical answers, its experts, what is known and what is missing."""
    public()
    shown = found(queries.visible_topic(me(), slug))
    return _topic_page(shown) if shown.slug == slug else redirect(shown.url, 301)


@blueprint.put("/topics/<slug>")
def describe_topic(slug: str) -> Page:
    """Say what a topic is about."""
    person, shown, form = somebody(), found(queries.visible_topic(me(), slug)), TopicForm()
    ensure(policy.may_describe_topic(person, shown))
    try:
        if form.validate_on_submit():
            commands.describe_topic(shown, form.about.data or "", by=person)
            return redirect(f"/topics/{shown.slug}", 303)
    except Invalid as refusal:
        form.refuse(refusal)
    return _topic_page(shown, form=form), 422


@blueprint.put("/topics/<slug>/canonical/<id:question_id>")
def choose_canonical(slug: str, question_id: int) -> Page:
    """Point to a question's answers first."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_choose_canonical(person, question))
    shown = found(queries.visible_topic(person, slug))
    try:
        commands.choose_canonical(question, shown, by=person)
        flash(_("Its answers are canonical for %(topic)s now.", topic=shown.name))
    except Conflict as conflict:
        flash(str(conflict))
    return redirect(question.url, 303)


@blueprint.delete("/topics/<slug>/canonical/<id:question_id>")
def drop_canonical(slug: str, question_id: int) -> Page:
    """No longer point to it first."""
    person, question = somebody(), question_of(question_id)
    ensure(policy.may_choose_canonical(person, question))
    commands.drop_canonical(question, found(queries.visible_topic(person, slug)), by=person)
    return redirect(question.url, 303)


def _topic_page(shown: Topic, form: TopicForm | None = None) -> str:
    person, after = me(), request.args.get("after")
    return render_template(
        "board/topic.html", topic=shown, canonical=queries.canonical_of(person, shown),
        experts=known.experts(shown), often=queries.asked_often(person, shown),
        best=queries.best_known(person, shown, after=after), after=after,
        may_describe=policy.may_describe_topic(person, shown), may_see_gaps=policy.may_see_gaps(person),
        form=form or TopicForm(formdata=None, about=shown.about),
    )  # fmt: skip
