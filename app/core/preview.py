"""The live preview: the same renderer that will render the post."""

from __future__ import annotations

from flask import Flask, Response, request
from flask_babel import gettext as _

from app.core import blanks, text
from app.core.access import Invalid, public


def install(app: Flask) -> None:
    """Add POST /preview."""
    app.add_url_rule("/preview", "preview", preview, methods=["POST"])


def preview() -> Response:
    """Markdown in, the HTML that would be shown out, with open blanks marked; changes nothing."""
    public()
    source = request.form.get("body", "")
    if len(source) > text.LONGEST:
        raise Invalid({"body": _("This text is too long to post: at most %(most)d characters.", most=text.LONGEST)})
    return Response(blanks.marked(text.render(source)), mimetype="text/html")
