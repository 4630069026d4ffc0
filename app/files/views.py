"""Sending files in, and serving them to who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, send_file
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.current import me, somebody
from app.core import returning, transaction
from app.core.access import Invalid, ensure, found, public
from app.core.errors import wants_problem
from app.core.uploads import takes_files
from app.files import commands, policy, queries, vault
from app.files.models import StoredFile

blueprint = Blueprint("files", __name__)
Page = str | Response | BaseResponse | tuple[Any, int]
MOST_IN_ONE_REQUEST = commands.MOST_BYTES + 256 * 1024
SEALED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@blueprint.post("/files")
@takes_files(MOST_IN_ONE_REQUEST)
def upload() -> Page:
    """Take one file in before its text is posted, as pages with scripts do; answers with its chip."""
    person = somebody()
    ensure(policy.may_upload(person))
    file = received(request.files.get("file"))
    transaction.settle()
    stored = commands.store(commands.prepare(file), by=person)
    return render_template("files/_chip.html", file=stored), 201


@blueprint.get("/files/loose")
def loose() -> Page:
    """The chips of one's own files that hang on nothing yet, for a draft that comes back."""
    person = somebody()
    ensure(policy.may_upload(person))
    files = queries.loose(person, request.args.getlist("file")[: commands.MOST_ON_ONE])
    return render_template("files/_chips.html", files=files)


@blueprint.get("/files/<token>")
def served(token: str) -> Response:
    """A file, for whoever may see what it hangs on."""
    file = found(queries.visible_file(me(), token))
    public()
    return _served(file, thumb=False)


@blueprint.get("/files/<token>/thumb")
def served_small(token: str) -> Response:
    """A picture's small copy."""
    file = found(queries.visible_file(me(), token))
    public()
    return _served(file, thumb=True)


@blueprint.delete("/files/<token>")
def remove(token: str) -> Page:
    """Take one's own file away."""
    person, file = somebody(), found(queries.visible_file(me(), token))
    ensure(policy.may_remove(person, file))
    commands.remove(file, by=person)
    if wants_problem():
        return jsonify({}), 200
    return redirect(returning.here(), 303)


def loose_files(tokens: list[str] | str | None) -> Sequence[StoredFile]:
    """The reader's own files that a draft names and that hang on nothing yet."""
    person = me()
    return queries.loose(person, [tokens] if isinstance(tokens, str) else tokens) if person and tokens else []


def received(sent: FileStorage | None) -> commands.Sent:
    """One file as a browser sent it; raises Invalid when there is none."""
    if sent is None or not sent.filename:
        raise Invalid({"files": _("Choose a file first.")})
    return commands.Sent.of(sent)


def _served(file: StoredFile, *, thumb: bool) -> Response:
    path = vault.path_of(file.token, thumb=thumb)
    if not path.is_file() or (thumb and not file.is_image):
        raise NotFound
    media = "image/webp" if thumb else file.media
    response = send_file(
        path, mimetype=media, download_name=file.name, as_attachment=not file.is_image, conditional=True,
        etag=f"{file.token}{'-thumb' if thumb else ''}", last_modified=file.uploaded_at, max_age=0,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = SEALED
    response.headers["Cache-Control"] = "private, no-cache" if file.subject else "no-store"
    return response
