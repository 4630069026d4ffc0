"""Spaces: the list, and each one's page."""

from __future__ import annotations

from flask import render_template, request

from app.accounts.current import me
from app.board import queries as board
from app.core.access import found, public
from app.home.views.front import blueprint
from app.ideas import queries as ideas
from app.ideas.policy import may_run_challenges
from app.spaces import policy, queries
from app.spaces.policy.premoderation import held_back


@blueprint.get("/spaces")
def spaces() -> str:
    """The spaces one may see."""
    public()
    page = queries.visible_page(me(), after=request.args.get("after"))
    return render_template("spaces/spaces.html", page=page, may_open=policy.may_open_spaces(me()))


@blueprint.get("/spaces/<slug>")
def space(slug: str) -> str:
    """What a space is for, and what goes on in it."""
    public()
    person = me()
    shown = found(queries.visible_space(person, slug))
    open_here = [c for c in ideas.open_challenges(person, 50) if c.space_id == shown.id]
    return render_template(
        "spaces/space.html",
        space=shown,
        questions=board.visible_questions(person, space=shown, sort="active", limit=10).items,
        ideas=ideas.listed(person, space_id=shown.id, sort="hot", limit=5).items,
        challenges=open_here,
        may_post=policy.may_post(person, shown),
        may_run_challenges=may_run_challenges(person),
        may_run=policy.may_run(person, shown),
        may_archive=policy.may_archive(person, shown),
        may_see_members=policy.may_see_members(person, shown),
        in_charge=queries.in_charge(shown),
        held_back=held_back(shown),
    )
