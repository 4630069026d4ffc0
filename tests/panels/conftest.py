"""What the tests of panels share: a panel, members who joined, studies, and forms sent with their page's token."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import clock, transaction
from app.panels import commands, queries
from app.panels.models import Panel, Study
from app.panels.queries import Wanted
from tests.cast import Cast

SEED = "00c0ffee00c0ffee"
MakePanel = Callable[..., Panel]
MakeStudy = Callable[..., Study]
Join = Callable[..., None]
Crowd = Callable[..., list[Person]]
Send = Callable[..., TestResponse]


@pytest.fixture
def panel_of(cast: Cast) -> MakePanel:
    """Makes panels, Ines' in the help space unless said otherwise."""

    def make(name: str = "Home office circle", *, space: str = "help", by: Person | None = None, **more: Any) -> Panel:
        place, owner = cast.space(space), by or cast.ines
        with transaction.unit():
            return commands.make_panel(
                place, name=name, purpose="We plan the *next* hub.", promise="One study a month", by=owner, **more
            )

    return make


@pytest.fixture
def panel(panel_of: MakePanel) -> Panel:
    """Ines' panel."""
    return panel_of()


@pytest.fixture
def join() -> Join:
    """Invites people by hand, and lets them accept unless told not to."""

    def run(panel: Panel, *people: Person, accept: bool = True) -> None:
        with transaction.unit():
            wanted = Wanted(by_hand=[person.handle for person in people], cell_by="none")
            commands.invite(panel, wanted, each=100, quotas={}, seed=SEED, by=panel.owner)
        for person in people if accept else ():
            with transaction.unit():
                member = queries.member_of(person, panel)
                assert member is not None
                commands.accept(panel, member, by=person)

    return run


@pytest.fixture
def crowd(app: object) -> Crowd:
    """Makes so many customers of a segment."""

    def make(count: int, segment: str = "Households", name: str = "crowd") -> list[Person]:
        with transaction.unit():
            people = [
                accounts.add_person(
                    name=f"{name.title()} Person{n}", handle=f"{name}{n}", kind="customer",
                    email=f"{name}{n}@example.com", confirmed=True,
                )
                for n in range(count)
            ]  # fmt: skip
            accounts.note_facts([each.id for each in people], customer=f"C-{name}", segment=segment, value=None)
            return people

    return make


@pytest.fixture
def study_of(cast: Cast) -> MakeStudy:
    """Makes and announces studies: a poll of every kind of question, or a concept test of two concepts."""

    def make(panel: Panel, kind: str = "poll", *, announce: bool = True, days: int = 7, **more: Any) -> Study:
        moment = clock.now()
        with transaction.unit():
            study = commands.make_study(
                panel, kind=kind, title=f"Which hub? ({kind})", intro="Two *minutes*.", by=panel.owner,
                opens_at=moment - timedelta(hours=1), closes_at=moment + timedelta(days=days), **more,
            )  # fmt: skip
            if kind == "poll":
                ask_all_kinds(study)
            else:
                show_two(study, panel.owner)
            if announce:
                commands.announce(study, by=panel.owner)
            return study

    return make


@pytest.fixture
def send() -> Send:
    """Posts a form with the token that its page carries."""

    def post(browser: FlaskClient, address: str, page: str, **fields: Any) -> TestResponse:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(page).text)
        assert token
        return browser.post(address, data={"csrf_token": token[1], **fields})

    return post


def ask_all_kinds(study: Study) -> None:
    """One of each kind."""
    commands.add_item(study, kind="single", prompt="Which one?", options=["Small", "Large"])
    commands.add_item(study, kind="multiple", prompt="Where?", options=["Desk", "Hall", "Attic"], least=1, most=2)
    commands.add_item(study, kind="rank", prompt="In which order?", options=["Price", "Speed", "Looks"])
    commands.add_item(
        study, kind="scale", prompt="How likely?", least=1, most=5, low_label="Never", high_label="Surely"
    )
    commands.add_item(study, kind="text", prompt="Why?", required=False)


def show_two(study: Study, by: Person) -> None:
    """Two concepts, each with a scale and a text; one question after."""
    commands.add_concept(study, name="Hexa", body="A *flat* hub.", by=by)
    commands.add_concept(study, name="Tower", body="A tall hub.", by=by)
    commands.add_item(study, kind="scale", prompt="How good is it?", least=1, most=5, per_concept=True)
    commands.add_item(study, kind="text", prompt="What is missing?", required=False, per_concept=True)
    commands.add_item(study, kind="single", prompt="Do you rent?", options=["Yes", "No"])


def keys(study: Study, person: Person) -> dict[str, str]:
    """The keys of somebody's sheet by kind of question; of several of a kind the first."""
    sheet = queries.sheet_of(person, study)
    assert sheet is not None
    found: dict[str, str] = {}
    for key, item in commands.keys_of(queries.items(study), sheet).items():
        found.setdefault(item.kind, key)
    return found


def fill(study: Study, person: Person, *, single: int = 0, scale: int = 4, text: str = "") -> dict[str, Any]:
    """A whole answer to a poll or a concept test."""
    sheet = queries.sheet_of(person, study)
    assert sheet is not None
    said: dict[str, Any] = {"single": single, "multiple": [0, 2], "rank": [1, 0, 2], "scale": scale, "text": text}
    whole = {key: said[item.kind] for key, item in commands.keys_of(queries.items(study), sheet).items()}
    return {key: value for key, value in whole.items() if value != ""}


def hand_in(study: Study, person: Person, **said: Any) -> None:
    """Answer as a member."""
    with transaction.unit():
        sheet = queries.sheet_of(person, study)
        assert sheet is not None
        commands.answer(study, sheet, fill(study, person, **said), by=person)
