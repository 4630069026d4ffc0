"""Twenty-odd words of one person, planted wherever the product keeps words: exported whole, then erased everywhere."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.accounts import commands as accounts
from app.accounts import jobs
from app.accounts.models import Person
from app.board import commands as board
from app.board.queries.desk import Wanted
from app.core import audit, transaction
from app.core.settings import settings
from app.crm import commands as crm
from app.crm.commands import ContactRow
from app.crm.queries import contact_by_reference
from app.discussion import commands as discussion
from app.extensions import db
from app.files import commands as files
from app.ideas import commands as ideas
from app.insights import commands as insights
from app.moderation import commands as moderation
from app.moderation import subjects
from app.search import queries as search
from tests.accounts.test_settings import deed
from tests.cast import Cast
from tests.ideas.conftest import ROWS, MakeChallenge, challenge_of

__all__ = ["challenge_of"]
Browsers = Callable[[Person], FlaskClient]
WORDS = [
    "name",
    "handle",
    "address",
    "bio",
    "question",
    "asked",
    "reworded",
    "answer",
    "answered",
    "note",
    "reply",
    "view",
    "comment",
    "commented",
    "idea",
    "described",
    "field",
    "version",
    "why",
    "draft",
    "file",
    "bytes",
    "picture",
    "token",
    "agent",
    "flag",
    "request",
    "wanted",
    "evidence",
]
PLANTED = {word: f"zq{word}xk" for word in WORDS}


def plant(cast: Cast, challenge_of: MakeChallenge) -> Person:
    """Somebody who left a word of their own in every place that takes one."""
    p, sam, space = PLANTED, cast.sam, cast.space()
    challenge = challenge_of()
    cast.certify(sam)
    cast.season(sam)
    with transaction.unit():
        ideas.change_form(challenge, ROWS, guides={}, version=0, by=cast.ines)
        sam.handle, sam.email = p["handle"], f"{p['address']}@example.com"
        accounts.change_profile(sam, name=f"Sam {p['name']}", function="", bio=p["bio"], by=sam)
        accounts.make_token(sam, ["read"], name=p["token"], by=sam)
        accounts.sign_in(sam, agent=p["agent"])
    with transaction.unit():
        sent = files.Sent(f"{p['file']}.txt", "", f"Bytes: {p['bytes']}".encode())
        file = files.store(files.prepare(sent), by=sam)
        files.describe([file], {file.token: p["picture"]})
        mine = board.ask(space=space, title=p["question"], body=p["asked"], by=sam, attachments=[file.token])
        board.edit(mine, title=p["question"], body=p["reworded"], topics=[], by=sam)
        theirs = board.ask(space=space, title="Of somebody else", by=cast.carla)
    with transaction.unit():
        given = board.answer(theirs, p["answer"], by=sam)
        board.edit_answer(given, p["answered"], by=sam)
        board.add_note(theirs, p["note"], by=sam)
        board.save_reply("Greeting", p["reply"], by=sam)
        board.keep_view(p["view"], Wanted(), by=sam)
        idea = ideas.submit(challenge, title=p["idea"], body=p["described"], by=sam,
                            fields={"area": "Shop", "who-gains": p["field"]})  # fmt: skip
        other = ideas.submit(challenge, title="Of somebody else", body="So.", by=cast.carla, fields={"area": "Shop"})
    with transaction.unit():
        said = ideas.comment(idea, p["comment"], by=sam)
        ideas.edit_comment(said, p["commented"], by=sam)
        ideas.vote(idea, 1, by=cast.emma)
        ideas.edit(idea, title=p["idea"], body=p["version"], by=sam, fields={"area": "Shop"})
        ideas.endorse(other, p["why"], standing="expert", by=sam)
        discussion.save_draft("question:new", {"title": p["draft"]}, version=0, by=sam)
        moderation.flag(subjects.find(f"idea:{other.id}"), "other", p["flag"], by=sam)  # type: ignore[arg-type]
        insights.file_contact(p["request"], p["wanted"], email="", journey=None, by=sam)
        crm.import_contacts([(1, ContactRow(external_id="c-1", name="The company's own"))], by=None)
        contact = contact_by_reference("c-1")
        assert contact is not None
        identity = crm.ensure_identity("person", sam.handle, person=sam)
        crm.link_identity(identity, contact, evidence=p["evidence"], by=cast.cara)
    return sam


def lying_about() -> dict[str, list[str]]:
    """Where planted words lie: in which tables, and in which files of the data folder, whatever their case."""
    found: dict[str, list[str]] = {}
    db.session.rollback()
    with transaction.reading():
        for table in db.metadata.sorted_tables:
            rows = " ".join(str(tuple(row)) for row in db.session.execute(table.select())).casefold()
            _note(found, table.name, rows.encode())
        if not settings().on_sqlite:
            found |= _in_index()
    for path in settings().data_dir.rglob("*"):
        if path.is_file() and ".template" not in path.name:
            _note(found, str(path.relative_to(settings().data_dir)), path.read_bytes().lower())
    return found


def _in_index() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    tables = db.session.scalars(text("SELECT tablename FROM pg_tables WHERE tablename LIKE 'search_%'"))
    for name in list(tables):
        rows = " ".join(str(tuple(row)) for row in db.session.execute(text(f"SELECT * FROM {name}")))
        _note(found, name, rows.casefold().encode())
    return found


def _note(found: dict[str, list[str]], place: str, content: bytes) -> None:
    if words := [word for word in PLANTED.values() if word.encode() in content]:
        found[place] = words


def erase(settle: Callable[[], None]) -> None:
    """What the worker does within seconds, and all that follows from it."""
    with transaction.unit():
        jobs.erase()
    settle()


@pytest.fixture
def sam(cast: Cast, challenge_of: MakeChallenge, settle: Callable[[], None]) -> Person:
    """The one who is to be erased, with all that followed from their deeds."""
    person = plant(cast, challenge_of)
    settle()
    return person


def test_nothing_is_left_of_who_wants_to_be_erased(
    sam: Person, cast: Cast, signed_in: Browsers, settle: Callable[[], None]
) -> None:
    missing = set(PLANTED.values()) - {word for words in lying_about().values() for word in words}
    assert not missing, "each word was planted somewhere"
    browser = signed_in(sam)
    sent = {"erase-words": "y", "erase-sure": "y"}
    assert deed(browser, "/settings/erasure", **sent).status_code == 303
    assert browser.get("/settings").status_code == 303, "signed out at once"
    erase(settle)
    assert lying_about() == {}
    with transaction.reading():
        assert audit.verify().broken_at is None
        assert search.count(cast.ada, PLANTED["question"], "question") == 0
    page = browser.get("/questions").text
    assert "Of somebody else" in page


def test_what_they_wrote_stays_under_nobodys_name_if_they_want(
    sam: Person, signed_in: Browsers, settle: Callable[[], None]
) -> None:
    assert deed(signed_in(sam), "/settings/erasure", **{"erase-sure": "y"}).status_code == 303
    erase(settle)
    found = lying_about()
    left = {word for words in found.values() for word in words}
    gone = ("name", "handle", "address", "bio", "draft", "token", "agent", "reply", "view", "request", "evidence")
    kept = {place: words for place, words in found.items() if {PLANTED[word] for word in gone} & set(words)}
    assert kept == {}
    assert {PLANTED["question"], PLANTED["answered"], PLANTED["version"]} <= left
    db.session.expire_all()
    assert (sam.name, sam.handle, sam.email) == (f"Former member {sam.id}", f"former-{sam.id}", None)


def test_all_of_it_is_taken_along(sam: Person, signed_in: Browsers) -> None:
    answer = deed(signed_in(sam), "/settings/data/export")
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        told = packed.read("data.json").decode()
        (name,) = [name for name in packed.namelist() if name.startswith("files/")]
        held = told + packed.read(name).decode()
    assert {word for word in PLANTED.values() if word not in held} == set()
    assert json.loads(told)["parts"]["account"][0]["email"] == f"{PLANTED['address']}@example.com"


def test_the_suspended_and_uncleared_take_along_and_are_erased(
    cast: Cast, signed_in: Browsers, settle: Callable[[], None]
) -> None:
    nell = cast.nell
    with transaction.unit():
        accounts.suspend(nell, None, by=cast.ada, reason="For the test.")
    browser = signed_in(nell)
    assert deed(browser, "/settings/data/export").status_code == 200
    assert deed(browser, "/settings/erasure", **{"erase-sure": "y"}).status_code == 303
    erase(settle)
    db.session.expire_all()
    assert nell.name == f"Former member {nell.id}"


def test_the_last_administrator_stays(app: Flask, cast: Cast, signed_in: Browsers) -> None:
    browser = signed_in(cast.ada)
    refused = deed(browser, "/settings/erasure", **{"erase-sure": "y"})
    assert (refused.status_code, "somebody else an administrator" in refused.text) == (409, True)
    assert deed(browser, "/settings/erasure").status_code == 422
    with transaction.unit():
        accounts.grant_roles(cast.emma, ["admin"], by=cast.ada)
    assert deed(browser, "/settings/erasure", **{"erase-sure": "y"}).status_code == 303
