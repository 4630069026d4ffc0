"""Badges with their evidence: for profiles to frame, and each on its own page."""

from __future__ import annotations

from flask import render_template, request

from app.accounts import queries as accounts
from app.accounts.current import me
from app.core.access import found, public
from app.recognition import points, queries, words
from app.recognition.rules import UNTOLD
from app.recognition.views.frame import blueprint


@blueprint.get("/recognition/of/<handle>")
def of(handle: str) -> str:
    """Somebody's badges, each with its evidence."""
    public()
    person, reader = found(accounts.by_handle(handle)), me()
    tally = queries.tally_of(person)
    level = points.level_of(tally.points) if tally else None
    return render_template(
        "recognition/of.html", person=person, awards=queries.shown(queries.awards_of(person), reader), tally=tally,
        level=level, mine=reader == person,
    )  # fmt: skip


@blueprint.get("/badges/of/<id:award_id>")
def evidence(award_id: int) -> str:
    """What a badge rests on, as far as the reader may see it."""
    reader = me()
    shown = found(queries.visible_award(reader, award_id))
    public()
    holder = accounts.by_ids([shown.award.person_id])[shown.award.person_id]
    untold = queries.counted(shown.award, shown.rule) if shown.rule and shown.rule.kind in UNTOLD else 0
    page = queries.grounds(shown.award, shown.rule, reader, after=request.args.get("after"))
    return render_template(
        "recognition/evidence.html", shown=shown, holder=holder, page=page, say=words, mine=reader == holder,
        untold=untold, may_sign=queries.is_for_all(shown.award), says=words.asks(shown.rule) if shown.rule else "",
    )  # fmt: skip
