"""The way in for guests, who have no password: from a link in their mail."""

from __future__ import annotations

from flask import redirect, render_template

from app.accounts import queries, sessions
from app.accounts.guarding import Answer
from app.accounts.views.signing import blueprint
from app.core import returning
from app.core.access import public

GONE = 410


@blueprint.get("/guests/<word>")
def guest(word: str) -> Answer:
    """A button; what only fetches links, as mail scanners do, signs nobody in."""
    public()
    if queries.guest_by_word(word) is None:
        return render_template("accounts/lost_link.html", purpose="guest"), GONE
    return render_template("accounts/guest.html", word=word)


@blueprint.post("/guests/<word>")
def let_guest_in(word: str) -> Answer:
    """Come in, and go on where the mail led."""
    public()
    person = queries.guest_by_word(word)
    if person is None:
        return render_template("accounts/lost_link.html", purpose="guest"), GONE
    sessions.open_for(person)
    return redirect(returning.wanted() or "/", 303)
