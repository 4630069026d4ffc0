"""The lint: what the rules would say to a text that is still being written."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext as _

from app.accounts.current import me
from app.core.access import Invalid, public
from app.core.text import LONGEST
from app.screening import queries
from app.screening.views.frame import blueprint
from app.spaces import queries as spaces


@blueprint.post("/screening/lint")
def lint() -> str:
    """Warnings about a draft as a fragment, empty when there is nothing to say; changes nothing."""
    public()
    draft, scope = request.form.get("body", ""), request.values.get("scope", "question")
    if len(draft) > LONGEST:
        raise Invalid({"body": _("This text is too long to post: at most %(most)d characters.", most=LONGEST)})
    person = me()
    space = spaces.visible_space(person, request.values.get("space", ""))
    posts = not request.values.get("edit")
    findings = queries.examine(draft, scope, by=person, space_id=space.id if space else None, posts=posts)
    return render_template("screening/_lint.html", findings=findings)
