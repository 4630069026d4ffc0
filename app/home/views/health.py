"""System health: who reads the event book how far, what could not be sent, and another try."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import me, somebody
from app.accounts.guarding import Answer
from app.accounts.policy import may_administer
from app.core import audit, dispatch, subscriptions
from app.core.access import ensure, found
from app.home.views.front import blueprint


@blueprint.get("/admin/health")
def health() -> str:
    """Subscribers, dispatch, dead letters, parked events."""
    somebody()
    ensure(may_administer(me()))
    return render_template(
        "home/health.html",
        subscribers=subscriptions.status(),
        depth=dispatch.depth(),
        dead=dispatch.dead_letters(after=request.args.get("after")),
        parked=subscriptions.parked_events(after=request.args.get("parked-after")),
    )


@blueprint.post("/admin/dispatch/<id:row_id>/tries")
def dispatch_again(row_id: int) -> Answer:
    """Put a dead letter back in the queue."""
    by = somebody()
    ensure(may_administer(by))
    dispatch.again(found(dispatch.dead_letter(row_id)))
    audit.log("core.dispatch_again", f"dispatch:{row_id}", by=by)
    flash(_("It is in the queue again."))
    return redirect("/admin/health", 303)


@blueprint.post("/admin/parked/<id:parked_id>/tries")
def parked_again(parked_id: int) -> Answer:
    """Let a parked event be tried again."""
    by = somebody()
    ensure(may_administer(by))
    subscriptions.again(found(subscriptions.parked_event(parked_id)))
    audit.log("core.parked_again", f"parked:{parked_id}", by=by)
    flash(_("It is tried again with the next round."))
    return redirect("/admin/health", 303)
