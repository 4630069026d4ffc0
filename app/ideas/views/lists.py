"""The list of ideas."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from app.accounts.current import me
from app.core.access import public
from app.ideas import policy, queries, words
from app.ideas.models import KINDS, Challenge
from app.ideas.views.frame import Page, ballots, blueprint, challenge_of

FEW = 4


@blueprint.get("/ideas")
def ideas() -> Page:
    """Ideas in one of the orders, of one challenge or of all."""
    public()
    wanted = request.args.get("challenge")
    challenge = challenge_of(wanted) if wanted else None
    return render_template(
        "ideas/ideas.html", **listing(challenge), challenges=queries.open_challenges(me(), FEW),
        decided=queries.outcomes(me()),
    )  # fmt: skip


def listing(challenge: Challenge | None) -> dict[str, Any]:
    """What a list of ideas shows: a page of it, its order, the votes."""
    asked, stage, kind = (request.args.get(name, "") for name in ("sort", "stage", "kind"))
    named = words.stages_named(challenge)
    sort = asked if asked in words.orders() else "top"
    page = queries.listed(
        me(), challenge_id=challenge.id if challenge else None, stage=stage if stage in named else "",
        kind=kind if kind in KINDS else "", sort=sort,
        after=request.args.get("after"),
    )  # fmt: skip
    return {
        "challenge": challenge, "page": page, "sort": sort, "orders": words.orders(), "notes": words.order_notes(),
        "ballots": ballots(page.items), "stage": stage if stage in named else "", "kind": kind if kind in KINDS else "",
        "only": named.get(stage) or words.kind_titles().get(kind, ""),
        "runs": policy.may_run_challenges(me()), "for_me": _for_me(),
    }  # fmt: skip


def _for_me() -> int:
    """How many questions wait for one as an author."""
    person = me()
    return queries.waiting_question_count(person) if person else 0
