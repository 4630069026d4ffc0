"""What somebody may not see of panels is not there for them, whoever they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import realtime, transaction
from app.panels import commands, queries
from app.panels.models import Panel
from tests.cast import Cast
from tests.panels.conftest import Join, MakePanel, MakeStudy, hand_in

Browser = Callable[[Person], FlaskClient]
SECRET = "zyxomma"


@pytest.fixture
def secret(cast: Cast, panel_of: MakePanel, join: Join, study_of: MakeStudy, settle: Callable[[], None]) -> Panel:
    """A panel whose words nobody outside may read: Carla is in it, Cleo was and left, the others are strangers."""
    panel = panel_of(f"The {SECRET} circle")
    join(panel, cast.carla, cast.cleo)
    study = study_of(panel)
    hand_in(study, cast.carla, text=f"The {SECRET} is blue")
    with transaction.unit():
        commands.tell_outcome(study, body=f"The {SECRET} is built.", by=cast.ines)
        member = queries.member_of(cast.cleo, panel)
        assert member is not None
        commands.leave(panel, member, by=cast.cleo)
    settle()
    return panel


@pytest.mark.parametrize("handle", ["", "cleo", "colin", "emma", "sam", "cara", "anna", "max"])
def test_nobody_outside_finds_it_anywhere(
    signed_in: Browser, client: FlaskClient, api: Callable[..., FlaskClient], cast: Cast, secret: Panel, handle: str
) -> None:
    person = getattr(cast, handle) if handle else None
    browser = signed_in(person) if person else client
    study = f"/studies/{queries.studies(cast.ines, secret).items[0].id}"
    for address in (
        secret.url, f"{secret.url}/members", f"{secret.url}/invite", f"{secret.url}/studies/new", study,
        f"{study}/edit", f"{study}/results", f"{study}/results.csv", f"{study}/preview",
    ):  # fmt: skip
        assert browser.get(address).status_code in ({404} if person else {303}), address
    for address in (
        "/", "/panels", "/search?q=circle", "/people/carla", "/notifications", "/drafts", "/spaces/help",
        "/crm/contacts",
    ):  # fmt: skip
        assert SECRET not in browser.get(address, follow_redirects=True).text, address
    for name in (f"panel:{secret.id}", f"study-results:{study.rpartition('/')[2]}"):
        assert not realtime.may_watch(name, person)
    if person:
        caller = api(person, "all")
        for address in (
            f"/api/v1{secret.url}",
            f"/api/v1{secret.url}/studies",
            f"/api/v1{study}",
            f"/api/v1{study}/results",
        ):
            assert caller.get(address).status_code == 404
        assert caller.get("/api/v1/panels").json["items"] == []  # type: ignore[index]
        assert caller.put(f"/api/v1{secret.url}/membership", json={}).status_code == 404
        assert caller.put(f"/api/v1{study}/answer", json={"answers": {}}).status_code == 404
        assert 'href="/panels"' not in browser.get("/spaces").text


def test_members_do_not_find_each_other(signed_in: Browser, cast: Cast, secret: Panel) -> None:
    carla = signed_in(cast.carla)
    study = f"/studies/{queries.studies(cast.ines, secret).items[0].id}"
    for address in (secret.url, study, "/panels"):
        page = carla.get(address).text
        assert SECRET in page or address != secret.url
        assert "Cleo" not in page
    for address in (f"{secret.url}/members", f"{secret.url}/invite", f"{study}/edit", f"{study}/results.csv"):
        assert carla.get(address).status_code == 403
    assert not realtime.may_watch(f"panel:{secret.id}", cast.carla)
    assert realtime.may_watch(f"panel:{secret.id}", cast.ines)
