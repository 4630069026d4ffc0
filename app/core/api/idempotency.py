"""`Idempotency-Key`: a POST that is sent again is answered again, not done again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import BigInteger, String, Text, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.access import Invalid, public
from app.extensions import Id, Model, db

KEPT = timedelta(hours=24)
LONGEST = 200
FIRST_ERROR = 400


class IdempotentAnswer(Model):
    """What was answered to one key of one person."""

    __tablename__ = "idempotent_answer"
    __table_args__ = (UniqueConstraint("person_id", "key"),)

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str] = mapped_column(String(LONGEST))
    digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    body: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(index=True)


def once(operation: str, act: Callable[[], Response]) -> Response:
    """Do the act once per key and person; failures are not kept, since their transaction is rolled back."""
    key = request.headers.get("Idempotency-Key")
    if not key or not current_user.is_authenticated:
        return act()
    if len(key) > LONGEST:
        raise Invalid({"Idempotency-Key": _("This key is too long.")})
    digest = _digest(operation)
    kept = _reserve(int(current_user.id), key, digest)
    if kept.digest != digest:
        raise Invalid({"Idempotency-Key": _("This key was used for another request.")})
    if kept.status is not None:
        return _again(kept)
    response = act()
    if response.status_code < FIRST_ERROR:
        kept.status, kept.body = response.status_code, response.get_data(as_text=True)
    return response


def forget_old() -> None:
    """Drop answers that are older than a day."""
    db.session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.created_at < clock.now() - KEPT))


def _digest(operation: str) -> str:
    """What a request asks for; of a form with files what it holds, since each sending marks its parts anew."""
    said = hashlib.sha256("\0".join([operation, request.full_path, ""]).encode())
    if request.mimetype != "multipart/form-data":
        said.update(request.get_data())
        return said.hexdigest()
    for name, file in request.files.items(multi=True):
        said.update("\0".join(["", name, file.filename or "", file.mimetype, ""]).encode())
        said.update(hashlib.sha256(file.read()).digest())
        file.stream.seek(0)
    return said.hexdigest()


def _reserve(person_id: int, key: str, digest: str) -> IdempotentAnswer:
    """The row of this key; a concurrent duplicate waits here for the first one's commit."""
    query = select(IdempotentAnswer).where(IdempotentAnswer.person_id == person_id, IdempotentAnswer.key == key)
    if (kept := db.session.scalar(query)) is not None:
        return kept
    try:
        with db.session.begin_nested():
            made = IdempotentAnswer(person_id=person_id, key=key, digest=digest, created_at=clock.now())
            db.session.add(made)
    except IntegrityError:
        return db.session.scalars(query).one()
    return made


def _again(kept: IdempotentAnswer) -> Response:
    public()  # the door was passed by the same person when this was answered first
    response = Response(kept.body, kept.status or 200, mimetype="application/json")
    response.headers["Idempotent-Replay"] = "true"
    return response
