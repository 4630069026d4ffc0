"""Guidelines and addenda: published, accepted, with a grace; and what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core import audit, clock, transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.extensions import db
from app.spaces import commands as spaces
from app.training import commands, queries
from tests.cast import Cast


def happened(name: str) -> list[dict[str, Any]]:
    """The payloads of every event of a name."""
    return list(db.session.scalars(select(Entry.payload).where(Entry.name == name).order_by(Entry.id)))


def test_versions_count_up_and_the_first_is_major(cast: Cast) -> None:
    with transaction.unit():
        first = commands.publish_guideline("One.", major=False, by=cast.stella)
        second = commands.publish_guideline("Two.", major=False, by=cast.stella)
    assert [(g.version, g.major) for g in (first, second)] == [(1, True), (2, False)]
    assert [event["version"] for event in happened("training.guidelines_published")] == [1, 2]
    with pytest.raises(Invalid):
        commands.publish_guideline("  ", by=cast.stella)


def test_accepting_keeps_which_text_and_happens_once(cast: Cast) -> None:
    with transaction.unit():
        commands.publish_guideline("Be kind.", by=cast.stella)
        accepted = commands.accept_guidelines(1, by=cast.nell)
        again = commands.accept_guidelines(1, by=cast.nell)
    assert again.id == accepted.id
    assert accepted.text_hash == hashlib.sha256(b"Be kind.").hexdigest()
    assert happened("training.guidelines_accepted") == [{"person_id": cast.nell.id, "version": 1}]


def test_only_the_version_in_force_can_be_accepted(cast: Cast) -> None:
    with transaction.unit():
        commands.publish_guideline("One.", by=cast.stella)
        commands.publish_guideline("Two.", by=cast.stella)
    for version in (1, 3):
        with pytest.raises(Conflict):
            commands.accept_guidelines(version, by=cast.nell)


def test_a_grace_is_for_major_versions_and_never_for_the_first(cast: Cast) -> None:
    with transaction.unit():
        first = commands.publish_guideline("One.", grace_days=9, by=cast.stella)
        second = commands.publish_guideline("Two.", grace_days=9, by=cast.stella)
    assert [g.binding_at - g.published_at for g in (first, second)] == [timedelta(0), timedelta(days=9)]
    for wrong in ({"grace_days": -1}, {"grace_days": 181}, {"major": False, "recertify": True}, {"body": " "}):
        with pytest.raises(Invalid):
            commands.publish_guideline(**{"body": "Three.", **wrong}, by=cast.stella)
    current = queries.current_guideline()
    assert current is not None
    assert current.version == 2


def test_certificates_that_end_with_the_grace_are_told_like_any_other(cast: Cast, settle: Callable[[], None]) -> None:
    (certificate,) = cast.certify(cast.emma)
    with transaction.unit():
        second = commands.publish_guideline("Two.", grace_days=9, recertify=True, by=cast.stella)
    db.session.refresh(certificate)
    assert (certificate.expires_at, certificate.ended_by_version) == (second.binding_at, 2)
    assert happened("training.certificate_lapsed") == []
    with clock.at(second.binding_at + timedelta(minutes=6)):
        settle()
    assert [told["certificate_id"] for told in happened("training.certificate_lapsed")] == [certificate.id]
    logged = select(audit.AuditEntry).where(audit.AuditEntry.action == "training.guidelines_published")
    last = db.session.scalars(logged.order_by(audit.AuditEntry.id.desc())).first()
    assert last is not None
    assert last.after["certificates_ended"] == 1


def test_accepting_an_addendum_keeps_which_text_and_happens_once(cast: Cast) -> None:
    with transaction.unit():
        space = spaces.open_space(slug="shop", name="Shop", addendum="No prices.", addendum_asked=True, by=cast.stella)
        accepted = commands.accept_addendum(space, 1, by=cast.nell)
        assert commands.accept_addendum(space, 1, by=cast.nell) is accepted
    assert accepted.text_hash == hashlib.sha256(b"No prices.").hexdigest()
    told = {"person_id": cast.nell.id, "space_id": space.id, "version": 1}
    assert happened("training.addendum_accepted") == [told]
    for version in (0, 2):
        with pytest.raises(Conflict):
            commands.accept_addendum(space, version, by=cast.nell)
    with pytest.raises(Conflict):
        commands.accept_addendum(cast.space(), 0, by=cast.nell)


def test_what_changed_since_one_accepted(cast: Cast) -> None:
    with transaction.unit():
        commands.publish_guideline("Be kind.\n\nBe quick.", by=cast.stella)
        commands.accept_guidelines(1, by=cast.nell)
        assert queries.what_changed_since(cast.nell) is None
        commands.publish_guideline("Be kind.\n\n- Be right, then **quick**.", by=cast.stella)
    news = queries.what_changed_since(cast.nell)
    assert news is not None
    assert news.changes == [("keep", "Be kind."), ("drop", "Be quick."), ("add", "Be right, then quick.")]
    assert queries.what_changed_since(cast.emma) is None
