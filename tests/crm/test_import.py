"""Importing contacts and support contacts: what goes in, what is refused and why, and what a second time changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import transaction
from app.core.access import Invalid
from app.crm import commands, queries
from app.crm.commands import ContactRow, ImportReport, SupportRow
from app.crm.commands.reading import LARGEST
from app.crm.models import Contact, Interaction, SupportContact
from app.extensions import db
from tests.crm.conftest import Settle, add_contact, lines

GOOD = 'external_id,name,email,attributes\nC-1,Ann,Ann@Example.com,"{""plan"": ""Fibre""}"\nC-2,Bob,,\n'
BAD = (
    "external_id,name,email\nC-1,Ann,ann@example.com\n,Nameless,\nC-3,Cid,not an address\n"
    "C-4,Dan,,one too many\nC-5,Eve,,\n"
)


def take(content: str) -> ImportReport:
    rows, refused = commands.read_csv(content, ContactRow)
    with transaction.unit():
        report = commands.import_contacts(rows, by=None)
    report.refused += refused
    return report


def figures(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, len(report.refused)


def test_a_file_goes_in_once(app: Flask) -> None:
    assert figures(take(GOOD)) == (2, 0, 0, 0)
    ann = queries.contact_by_reference("C-1")
    assert ann is not None
    assert (ann.email, ann.attributes) == ("ann@example.com", {"plan": "Fibre"})
    assert figures(take(GOOD)) == (0, 0, 2, 0)
    assert figures(take(GOOD.replace("Bob", "Robert"))) == (0, 1, 1, 0)
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 2


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_file_is_read_as_a_spreadsheet_writes_it(app: Flask, tmp_path: Path, mark: str) -> None:
    file = tmp_path / "contacts.csv"
    rows = [["External_ID", " Name", "Segment"], ["C-1", "Özil, Ann", "Nord"]]
    file.write_text("\r\n".join(map(mark.join, rows)), encoding="utf-16")
    said = app.test_cli_runner().invoke(args=["contacts", "import", str(file)])
    assert (said.exit_code, said.stdout.strip()) == (0, "1 added, 0 changed, 0 unchanged, 0 refused"), said.output
    ann = queries.contact_by_reference("C-1")
    assert ann is not None
    assert (ann.name, ann.segment) == ("Özil, Ann", "Nord")


def test_bad_rows_are_told_with_their_line_and_reason(app: Flask) -> None:
    rows, refused = commands.read_csv(BAD, ContactRow)
    assert [line for line, _ in rows] == [2, 6]
    assert [refusal.line for refusal in refused] == [3, 4, 5]
    assert "external_id" in refused[0].reason
    assert "email" in refused[1].reason
    assert "1 cell more than the first line names" in refused[2].reason


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "name\nAnn\n"])
def test_what_is_no_table_of_contacts_is_refused_whole(app: Flask, content: str) -> None:
    with pytest.raises(Invalid, match="columns"):
        commands.read_csv(content, ContactRow)


def test_a_column_that_is_not_there_stays_and_an_empty_one_is_emptied(app: Flask) -> None:
    whole = (
        "external_id,name,email,segment,value,consent,handles\nC-1,Ann,ann@example.com,North,1200,given,social:ann\n"
    )
    assert figures(take(whole)) == (1, 0, 0, 0)
    assert figures(take("external_id,name,shoe_size\nC-1,Ann,38\n")) == (0, 0, 1, 0)
    assert figures(take("external_id,name,segment\nC-1,Ann,\n")) == (0, 1, 0, 0)
    ann = queries.contact_by_reference("C-1")
    assert ann is not None
    assert (ann.email, ann.segment, ann.value, ann.consent) == ("ann@example.com", "", 1200, "given")
    assert ann.consent_at is not None
    assert [each.identity.reference for each in queries.proposals().items] == ["social:ann"]


@pytest.mark.parametrize(
    ("cell", "column"),
    [("maybe", "consent"), ("lots", "value"), ("-1", "value"), ("jimbo", "handles"), ("[" * 5000, "attributes"),
     ('{"a":NaN}', "attributes"), ('"{""a"":""\\u0000""}"', "attributes"), ('"{""a"":""\\ud800""}"', "attributes")],
)  # fmt: skip
def test_what_a_cell_cannot_say_is_told_by_its_column(app: Flask, cell: str, column: str) -> None:
    _, refused = commands.read_csv(f"external_id,name,{column}\nC-1,Ann,{cell}\n", ContactRow)
    assert [(refusal.line, column in refusal.reason) for refusal in refused] == [(2, True)]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-05:00"])
def test_a_moment_at_the_end_of_the_calendar_is_told_with_its_row(app: Flask, at: str) -> None:
    _, refused = commands.read_csv(f"handle,at,channel\njo,{at},call\n", SupportRow)
    assert [(refusal.line, "at" in refusal.reason) for refusal in refused] == [(2, True)]


def test_a_first_line_that_cannot_be_read_is_refused(app: Flask) -> None:
    with pytest.raises(Invalid, match="first line"):
        commands.read_csv("x" * 200_000 + "\n", ContactRow)


def test_what_a_connector_pulled_goes_in_by_external_id(app: Flask) -> None:
    pulled = [
        {"external_id": "C-1", "name": "Ann", "value": "12.50", "consent": "given", "handles": ["sso:ann"]},
        {"external_id": "C-2"},
        {"external_id": "C-3", "name": "Cid", "email": ""},
    ]
    for expected in ((2, 0, 0, 1), (0, 0, 2, 1)):
        with transaction.unit():
            report = commands.upsert_from_crm(pulled)
        assert figures(report) == expected
    assert [(refusal.line, "name" in refusal.reason) for refusal in report.refused] == [(2, True)]
    tied = queries.identity("sso:ann")
    assert tied is not None
    assert tied.contact is not None
    assert tied.contact.external_id == "C-1"


def test_ids_that_differ_in_case_alone_are_two(app: Flask, settle: Settle) -> None:
    upper, lower = add_contact("003aB"), add_contact("003Ab")
    rows, _ = commands.read_csv(
        "contact,at,channel,reason\n003aB,2026-03-01T10:00:00Z,call,Bill\n003Ab,2026-03-01T10:00:00Z,call,Bill\n",
        SupportRow,
    )
    with transaction.unit():
        commands.import_support_contacts(rows, by=None)
    settle()
    assert [line[0] for line in lines(upper)] == ["called"]
    assert [line[0] for line in lines(lower)] == ["called"]
    assert queries.identity("crm:003AB") is None


def test_a_file_of_any_size_goes_in_by_the_command_some_at_a_time(app: Flask, tmp_path: Path) -> None:
    file, note = tmp_path / "contacts.csv", "x" * 2_000
    rows = [f'C-{number % 1100},Number {number},"{{""note"": ""{note}""}}"' for number in range(1_200)]
    file.write_text("\n".join(["external_id,name,attributes", *rows]), encoding="utf-8")
    assert file.stat().st_size > LARGEST
    commits = []

    def note(connection: object) -> None:
        commits.append(connection)

    db.event.listen(db.engine, "commit", note)
    try:
        said = app.test_cli_runner().invoke(args=["contacts", "import", str(file)])
    finally:
        db.event.remove(db.engine, "commit", note)
    assert said.stdout.strip() == "1100 added, 100 changed, 0 unchanged, 0 refused"
    assert len(commits) >= 3
    last = queries.contact_by_reference("C-7")
    assert last is not None
    assert last.name == "Number 1107"


def test_a_look_says_what_would_change_and_changes_nothing(app: Flask) -> None:
    take(GOOD)
    rows, _ = commands.read_csv(
        "external_id,name,segment\nC-1,Ann,North\nC-2,Bob,\nC-3,Cid,\nC-3,Cid,South\n", ContactRow
    )
    plans = commands.plan_contacts(rows)
    states = [(plan.line, plan.state, plan.earlier) for plan in plans]
    assert states == [(2, "changed", 0), (3, "unchanged", 0), (4, "new", 0), (5, "repeated", 4)]
    assert plans[0].differs == {"segment": ("", "North")}
    assert queries.contact_by_reference("C-3") is None
    assert figures(take("external_id,name,segment\nC-1,Ann,North\nC-2,Bob,\nC-3,Cid,\n")) == (1, 1, 1, 0)


def test_a_file_too_large_is_refused(app: Flask) -> None:
    with pytest.raises(Invalid, match="too large"):
        commands.read_csv("external_id,name\n" + "x" * 2_100_000, ContactRow)


def test_the_operator_imports_and_hears_of_each_bad_row(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text(BAD, encoding="utf-8")
    said = app.test_cli_runner().invoke(args=["contacts", "import", str(file)])
    assert (said.exit_code, said.stdout.strip()) == (1, "2 added, 0 changed, 0 unchanged, 3 refused")
    assert "line 3: external_id" in said.stderr
    file.write_bytes(b"\xff\xfe\x00")
    assert app.test_cli_runner().invoke(args=["contacts", "import", str(file)]).exit_code == 2


def test_the_operator_says_what_a_file_is_saved_in_and_hears_of_what_repeats(app: Flask, tmp_path: Path) -> None:
    file, runner = tmp_path / "contacts.csv", app.test_cli_runner()
    file.write_text("external_id;name\nC-1;Jörg\nC-1;Jürgen\n", encoding="cp1252")
    said = runner.invoke(args=["contacts", "import", str(file)])
    assert (said.exit_code, "--encoding cp1252" in said.stderr, said.stdout) == (2, True, "")
    said = runner.invoke(args=["contacts", "import", str(file), "--encoding", "cp1252"])
    assert (said.exit_code, said.stderr.strip()) == (0, "line 3: speaks of the same as line 2")
    contact = queries.contact_by_reference("C-1")
    assert contact is not None
    assert contact.name == "Jürgen"


def test_support_contacts_stand_on_the_log_once(app: Flask, settle: Settle) -> None:
    ann = add_contact("C-1", "Ann")
    content = (
        "contact,handle,at,channel,reason,minutes\n"
        "C-1,,2026-03-01T10:00:00Z,call,Bill,6.5\n"
        ",ann-home,2026-03-02 11:00,chat,Router,\n"
        "C-9,,2026-03-02T10:00:00Z,call,Who,1\n"
        "C-1,,2026-03-02T10:00:00Z,fax,Bill,1\n"
        ",,2026-03-02T10:00:00Z,call,Bill,1\n"
    )
    rows, refused = commands.read_csv(content.replace("Router,\n", "Router,0\n"), SupportRow)
    assert [refusal.line for refusal in refused] == [5, 6]
    plans, strangers = commands.plan_support_contacts([*rows, (9, rows[0][1])])
    assert [(plan.line, plan.state, plan.earlier) for plan in plans] == [
        (2, "new", 0),
        (3, "new", 0),
        (9, "repeated", 2),
    ]
    assert [refusal.line for refusal in strangers] == [4]
    for expected in ((2, 0, 0, 1), (0, 0, 2, 1)):
        with transaction.unit():
            assert figures(commands.import_support_contacts(rows, by=None)) == expected
        settle()
    assert [(kind, at.hour, channel) for kind, at, channel, _, _ in lines(ann)] == [("called", 10, "call")]
    assert db.session.get_one(Contact, ann.id).interaction_count == 1
    assert db.session.scalar(select(func.count()).select_from(SupportContact)) == 2
    assert db.session.scalar(select(func.count()).select_from(Interaction)) == 2
