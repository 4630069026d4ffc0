"""What somebody wrote in a form that came to nothing stands on the page that says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from app.board.models import Question
from app.core import clock, transaction
from tests.board.test_views import send
from tests.cast import Cast

WORDS = "Set the channel <to> 36 & save."
SHOWN = "Set the channel &lt;to&gt; 36 &amp; save."
Browsers = Callable[..., FlaskClient]


def test_a_certificate_that_lapsed_while_one_wrote_costs_no_words(
    cast: Cast, asked: Question, signed_in: Browsers
) -> None:
    (held,) = cast.certify(cast.emma)
    browser = signed_in(cast.emma)
    with transaction.unit():
        held.expires_at = clock.now() - timedelta(seconds=1)
    for where in ("", "?at=desk"):
        page = send(browser, f"/questions/{asked.id}/answers{where}", body=WORDS)
        assert page.status_code == 403
        assert SHOWN in page.text


def test_nor_does_a_session_that_ended(cast: Cast, asked: Question, client: FlaskClient) -> None:
    page = send(client, f"/questions/{asked.id}/answers", body=WORDS)
    assert page.status_code == 403
    assert SHOWN in page.text
    forged = client.post(f"/questions/{asked.id}/answers", data={"body": WORDS})
    assert (forged.status_code, SHOWN in forged.text) == (400, True)


def test_what_another_site_sent_is_not_shown_as_ones_own(asked: Question, client: FlaskClient) -> None:
    sent = {"data": {"body": WORDS, "password": "three bees"}, "headers": {"Sec-Fetch-Site": "cross-site"}}
    assert SHOWN not in client.post(f"/questions/{asked.id}/answers", **sent).text


def test_nothing_else_of_a_form_is_shown(asked: Question, client: FlaskClient) -> None:
    page = client.post(f"/questions/{asked.id}/answers", data={"body": "", "password": "three bees"})
    assert "three bees" not in page.text
    assert "What you wrote" not in page.text
    assert "What you wrote" not in client.get("/questions/999999").text
