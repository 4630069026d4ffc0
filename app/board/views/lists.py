"""The list of questions."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext as _

from app.accounts.current import me
from app.board import queries
from app.board.views.frame import Page, blueprint
from app.core.access import found, public
from app.spaces import queries as spaces

TABS = {
    "needs-answer": ("needs-answer", None),
    "newest": ("newest", None),
    "active": ("active", None),
    "unanswered": ("newest", "open"),
    "solved": ("active", "solved"),
}


@blueprint.get("/questions")
def questions() -> Page:
    """Questions by tab, space and topic."""
    public()
    person = me()
    tab = request.args.get("tab") if request.args.get("tab") in TABS else "newest"
    sort, state = TABS[tab or "newest"]
    wanted_space, wanted_topic = request.args.get("space"), request.args.get("topic")
    space = found(spaces.visible_space(person, wanted_space)) if wanted_space else None
    topic = found(queries.visible_topic(person, wanted_topic)) if wanted_topic else None
    page = queries.visible_questions(
        person, space=space, topic=topic, state=state, sort=sort, after=request.args.get("after")
    )
    return render_template(
        "board/questions.html", page=page, tab=tab, tabs=_labels(), space=space, topic=topic,
        counts=queries.count_by_state(person), spaces=spaces.visible(person), claims=queries.claims_now(person),
        needy=queries.topics_in_need(person),
    )  # fmt: skip


def _labels() -> dict[str, str]:
    return {
        "needs-answer": _("Needs answer"),
        "newest": _("Newest"),
        "active": _("Active"),
        "unanswered": _("Unanswered"),
        "solved": _("Solved"),
    }
