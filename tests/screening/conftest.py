"""What screening's tests of pages begin with."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Person

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
Browse = Callable[[Person], FlaskClient]
Send = Callable[..., TestResponse]


@pytest.fixture
def send() -> Send:
    """Send a form the way a page does, with its token; a field may have several values."""

    tokens: dict[FlaskClient, str] = {}

    def post(browser: FlaskClient, url: str, **fields: object) -> TestResponse:
        if browser not in tokens:
            match = TOKEN.search(browser.get("/questions/new").text)
            assert match
            tokens[browser] = match[1]
        return browser.post(url, data={"csrf_token": tokens[browser], **fields})

    return post
