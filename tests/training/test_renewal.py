"""Certificates that end: reminded of in time, renewed, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Invalid
from app.core.events import Entry
from app.extensions import db
from app.notifications.models import Notification
from app.training import commands, policy, queries
from app.training.models import Certificate
from tests.cast import Cast
from tests.training.test_commands import happened
from tests.training.test_views import cost, send

Browser = Callable[[Person], FlaskClient]


def told(person: Person) -> list[str]:
    """What somebody was told, by kind."""
    mine = select(Notification.kind).where(Notification.person_id == person.id).order_by(Notification.id)
    return list(db.session.scalars(mine))


def test_holders_are_reminded_twice_in_time(cast: Cast, settle: Callable[[], None]) -> None:
    (certificate,) = cast.certify(emma := cast.emma)
    for before, expected in ((31, 0), (29, 1), (20, 1), (6, 2), (1, 2)):
        with clock.at(certificate.expires_at - timedelta(days=before)):
            settle()
        assert told(emma).count("ending") == expected, before
    with clock.at(certificate.expires_at + timedelta(days=1)):
        settle()
    assert (told(emma).count("ending"), told(emma).count("lapsed")) == (2, 1)


def test_whoever_is_late_is_reminded_once(cast: Cast) -> None:
    (certificate,) = cast.certify(cast.emma)
    with clock.at(certificate.expires_at - timedelta(days=3)), transaction.unit():
        assert (commands.remind(), commands.remind()) == (1, 0)
    assert len(happened("training.certificate_ending")) == 1


def test_what_is_renewed_or_taken_back_reminds_of_nothing(cast: Cast) -> None:
    (old,) = cast.certify(cast.emma)
    (taken,) = cast.certify(cast.erik)
    soon = old.expires_at - timedelta(days=3)
    with clock.at(soon - timedelta(days=30)):
        cast.certify(cast.emma)
        with transaction.unit():
            commands.revoke(taken, by=cast.stella, reason="A false claim.")
    with clock.at(soon), transaction.unit():
        assert commands.remind() == 0


def test_a_steward_reads_that_none_ends_soon_though_some_are_in_force(signed_in: Browser, cast: Cast) -> None:
    cast.certify(cast.emma)
    stella = signed_in(cast.stella)
    assert "No certificate ends soon" in stella.get("/learn/certificates").text
    assert "Emma Employee" in stella.get("/learn/certificates?state=force").text


def test_a_grace_that_ends_certificates_reminds_of_them(cast: Cast) -> None:
    cast.certify(cast.emma)
    with transaction.unit():
        assert commands.remind() == 0
        commands.publish_guideline("Be kinder.", grace_days=14, recertify=True, by=cast.stella)
        assert (len(happened("training.certificate_ending")), commands.remind()) == (1, 0)


@pytest.mark.parametrize(("grace", "at_once", "in_all"), [(0, 0, 0), (1, 1, 1), (7, 1, 1), (8, 1, 2), (31, 0, 2)])
def test_a_grace_of_a_day_leaves_a_day_after_the_warning(cast: Cast, grace: int, at_once: int, in_all: int) -> None:
    """Warned with the version that ends it, not at the worker's next turn; later warnings come in their time."""
    (certificate,) = cast.certify(cast.emma)
    with transaction.unit():
        commands.publish_guideline("Be kinder.", grace_days=grace, recertify=True, by=cast.stella)
    warned = db.session.scalars(select(Entry.at).where(Entry.name == "training.certificate_ending")).all()
    assert len(warned) == at_once
    db.session.refresh(certificate)
    assert all(certificate.expires_at - at >= timedelta(days=grace) for at in warned)
    for days in range(grace + 2):
        with clock.at(clock.now() + timedelta(days=days)), transaction.unit():
            commands.remind()
    assert len(happened("training.certificate_ending")) == in_all


def test_taking_back_is_told_with_its_reason_and_works_at_once(
    signed_in: Browser, cast: Cast, settle: Callable[[], None]
) -> None:
    (certificate,) = cast.certify(emma := cast.emma)
    with pytest.raises(Invalid):
        commands.revoke(certificate, by=cast.stella, reason=" ")
    with transaction.unit():
        commands.revoke(certificate, by=cast.stella, reason="A false claim.")
    assert policy.clearance(emma, "answer", cast.space()).gate == "training"
    settle()
    mine = (Notification.person_id == emma.id, Notification.kind == "revoked")
    said = db.session.scalars(select(Notification).where(*mine)).one()
    assert (said.params["note"], said.url) == ("A false claim.", certificate.url)
    page = signed_in(emma).get(certificate.url).text
    assert "A false claim." in page
    assert "may be taken again" in page
    assert "Renew it" not in page


def test_a_certificate_can_be_renewed_when_it_ends_soon(signed_in: Browser, cast: Cast) -> None:
    (certificate,) = cast.certify(cast.emma)
    for before, shown in ((31, False), (29, True), (-1, True)):
        with clock.at(certificate.expires_at - timedelta(days=before)):
            assert ("Renew it" in signed_in(cast.emma).get(certificate.url).text) is shown
            assert "Renew it" not in signed_in(cast.nell).get(certificate.url).text


def test_stewards_see_what_ends(signed_in: Browser, cast: Cast) -> None:
    (certificate,) = cast.certify(cast.emma)
    page = "/learn/certificates?state="

    def listed(state: str) -> bool:
        return certificate.number in signed_in(cast.stella).get(page + state).text

    assert [listed(state) for state in ("ending", "force", "ended", "")] == [False, True, False, False]
    with clock.at(certificate.expires_at - timedelta(days=9)):
        assert [listed(state) for state in ("ending", "force", "ended")] == [True, True, False]
    with clock.at(certificate.expires_at):
        assert [listed(state) for state in ("ending", "force", "ended")] == [False, False, True]
    for who in (cast.nell, cast.mona, cast.carla):
        assert signed_in(who).get(page).status_code == 403


def test_the_list_goes_on_page_by_page_and_costs_the_same(signed_in: Browser, cast: Cast) -> None:
    stella, address = signed_in(cast.stella), "/learn/certificates?state=force"
    cast.certify(cast.emma)
    few = cost(stella, address)
    for who in ("erik", "sam", "sue", "nell"):
        cast.certify(getattr(cast, who), "answer", "review")
    assert cost(stella, address) == few
    seen: list[Certificate] = []
    after: str | None = None
    while len(seen) < 9:
        page = queries.certificates_page("force", after=after, limit=2)
        seen += page.items
        after = page.next
    assert len({certificate.id for certificate in seen}) == 9
    assert after is None
    assert send(stella, "/learn/certificates/1/revocation", "/learn/certificates/1", reason="x").status_code == 303
