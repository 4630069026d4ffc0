"""Small things that the tests of files share."""

from __future__ import annotations

from io import BytesIO

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from app.extensions import db
from app.files.models import StoredFile


def png(size: tuple[int, int] = (40, 30), colour: str = "red") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def csrf(client: FlaskClient, path: str = "/settings") -> str:
    return client.get(path).get_data(as_text=True).split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def only_file() -> StoredFile:
    return db.session.scalars(select(StoredFile).execution_options(populate_existing=True)).one()
