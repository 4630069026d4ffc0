"""The API's operations on files."""

from __future__ import annotations

from flask import request
from pydantic import Field

from app.accounts.current import me, somebody
from app.core import transaction
from app.core.access import ensure, found
from app.core.api import In, Out, operation
from app.core.api.operations import Moment, Text
from app.core.uploads import takes_files
from app.files import commands, policy, queries
from app.files.models import LONGEST_ALT, StoredFile


class FileQuery(In):
    """The name of a file that is sent as the raw body."""

    name: Text = Field("", max_length=200)


class AltIn(In):
    """What a picture shows."""

    alt: Text = Field(max_length=LONGEST_ALT)


class FileOut(Out):
    """A file; `id` names it in `attachments`, `url` is served to whoever may see what it hangs on."""

    id: str
    name: str
    media: str
    size: int
    width: int | None
    height: int | None
    alt: str
    url: str
    thumb_url: str | None
    uploaded_at: Moment

    @classmethod
    def of(cls, file: StoredFile) -> FileOut:
        """From a row."""
        return cls(
            id=file.token, name=file.name, media=file.media, size=file.size, width=file.width, height=file.height,
            alt=file.alt, url=file.url, thumb_url=file.thumb_url if file.is_image else None,
            uploaded_at=file.uploaded_at,
        )  # fmt: skip


@operation("uploadFile", "POST /files", query=FileQuery, returns=FileOut, status=201, takes="file")
@takes_files(commands.MOST_BYTES + 256 * 1024)
def upload_file(query: FileQuery) -> FileOut:
    """Send a file in, as a form's field `file` or as the raw body with `?name=`; then name its id in `attachments`."""
    person = somebody()
    ensure(policy.may_upload(person))
    sent = _sent(query.name)
    transaction.settle()
    return FileOut.of(commands.store(commands.prepare(sent), by=person))


@operation("describeFile", "PUT /files/<id>/alt", body=AltIn, returns=FileOut)
def describe_file(id: str, body: AltIn) -> FileOut:
    """Say what a picture shows, for those who do not see it, before it is posted."""
    person, file = somebody(), found(queries.visible_file(me(), id))
    ensure(policy.may_describe(person, file))
    commands.describe([file], {file.token: body.alt})
    return FileOut.of(file)


@operation("removeFile", "DELETE /files/<id>")
def remove_file(id: str) -> None:
    """Take your own file away, also from where it hangs."""
    person, file = somebody(), found(queries.visible_file(me(), id))
    ensure(policy.may_remove(person, file))
    commands.remove(file, by=person)


def _sent(name: str) -> commands.Sent:
    # Only then: whatever curl sends it calls a form, and looking for its files would read it away.
    sent = request.files.get("file") if request.mimetype == "multipart/form-data" else None
    return commands.Sent.of(sent) if sent is not None else commands.Sent(name, request.mimetype, request.get_data())
