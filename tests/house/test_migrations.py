"""The migrations run up and down on both databases, and end where the models are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import Connection, Row, inspect, text
from sqlalchemy.exc import IntegrityError

from app import create_app
from app.extensions import db
from config import load


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database with nothing in it."""
    environ = {"WAGGLE_DATA_DIR": str(tmp_path), "WAGGLE_TESTING": "1", "PATH": os.environ["PATH"]}
    if request.param == "postgres":
        environ["WAGGLE_DATABASE_URL"] = _fresh_database(request.getfixturevalue("postgres_url"))
    app = create_app(load(environ))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_up_equals_the_models_and_down_leaves_nothing(empty: Flask) -> None:
    run = empty.test_cli_runner().invoke
    assert run(args=["db", "upgrade"]).exit_code == 0
    assert _differences(empty) == []
    assert run(args=["db", "downgrade", "base"]).exit_code == 0
    assert _tables(empty) <= {"alembic_version"}
    assert run(args=["db", "upgrade"]).exit_code == 0
    assert _differences(empty) == []


def test_what_people_wrote_survives_the_way_down_and_up(empty: Flask) -> None:
    """Tables are made anew on SQLite while others point to them."""
    run = empty.test_cli_runner().invoke
    assert run(args=["db", "upgrade"]).exit_code == 0
    with empty.app_context():
        _write_something()
    for step in (["db", "downgrade", "0016"], ["db", "upgrade"]):
        done = run(args=step)
        assert done.exit_code == 0, done.exception
    with empty.app_context():
        kept = db.session.execute(
            text("SELECT question.title, answer.body FROM answer JOIN question ON question.id = answer.question_id")
        ).one()
        assert tuple(kept) == ("Where is it?", "Here.")
        from app.core import audit

        assert (audit.verify().broken_at, audit.entries().items[0].action) == (None, "audit.sealed_anew")
        with pytest.raises(IntegrityError):
            db.session.execute(text("DELETE FROM question"))


def _write_something() -> None:
    from app.accounts import commands as accounts
    from app.board import commands as board
    from app.core import transaction
    from app.spaces import commands as spaces

    with transaction.unit():
        stella = accounts.add_person(name="Stella", handle="stella", kind="employee", roles=("steward",))
        space = spaces.open_space(slug="help", name="Help", by=stella)
        board.answer(board.ask(space=space, title="Where is it?", by=stella), "Here.", by=stella)


def test_the_audit_log_refuses_changes_after_migrating(empty: Flask) -> None:
    assert empty.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0
    with empty.app_context():
        from app.core import audit, transaction

        with transaction.unit():
            audit.log("test.done", "nothing:1", by=None)
        for attack in (
            "DELETE FROM audit_entry",
            "UPDATE audit_entry SET action = 'x'",
            "UPDATE audit_detail SET content = 'x'",
        ):
            with pytest.raises(Exception, match="append-only"), transaction.unit():
                db.session.execute(text(attack))


@pytest.mark.parametrize("broken_at", [None, 1])
def test_an_audit_log_that_was_broken_before_it_was_sealed_anew_stays_on_record(
    empty: Flask, broken_at: int | None
) -> None:
    run = empty.test_cli_runner().invoke
    assert run(args=["db", "upgrade"]).exit_code == 0
    with empty.app_context():
        _write_something()
    assert run(args=["db", "downgrade", "0056"]).exit_code == 0
    if broken_at is not None:
        with empty.app_context(), db.engine.begin() as connection:
            _unguard(connection)
            connection.execute(text(f"UPDATE audit_entry SET reason = 'forged' WHERE id = {broken_at}"))
    assert run(args=["db", "upgrade"]).exit_code == 0
    with empty.app_context():
        from app.core import audit

        latest = audit.entries().items[0]
        assert latest.after["was_broken_at"] == broken_at
        assert audit.verify().broken_at is None


def _unguard(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TRIGGER audit_entry_no_update"))
    else:
        connection.execute(text("SET LOCAL session_replication_role = replica"))


def test_what_was_there_is_made_to_fit_what_came_since(empty: Flask) -> None:
    run = empty.test_cli_runner().invoke
    assert run(args=["db", "upgrade"]).exit_code == 0
    with empty.app_context():
        _leave_an_idea_and_begin_a_quiz()
        kept = _write_to_support()
    assert run(args=["db", "downgrade", "0190"]).exit_code == 0
    columns = "person_id, course_id, drawn, answers, marks, needed, course_version, started_at"
    with empty.app_context(), db.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO course_attempt ({columns}) SELECT {columns} FROM course_attempt"))
        for slug, name in (("c", "C#"), ("gir", "Ægir"), ("hub", "Hubs"), ("f", "F#"), ("f-sharp", "F sharp")):
            row = {"slug": slug, "name": name}
            connection.execute(text("INSERT INTO topic (slug, name, about) VALUES (:slug, :name, '')"), row)
    assert run(args=["db", "upgrade"]).exit_code == 0
    with empty.app_context():
        assert db.session.execute(text("SELECT count(*), max(id) FROM course_attempt")).one() == (1, 2)
        left = "SELECT person.handle FROM idea_former_author JOIN person ON person.id = person_id"
        assert db.session.scalars(text(left)).all() == ["erik"]
        assert db.session.execute(text(f"SELECT {SUPPORT} FROM support_contact ORDER BY id")).all() == kept
        slugs = db.session.scalars(text("SELECT slug FROM topic ORDER BY id")).all()
        assert slugs == ["c-sharp", "ægir", "hub", "f", "f-sharp"]
        led = "SELECT topic_alias.slug, name FROM topic_alias JOIN topic ON topic.id = topic_id ORDER BY topic_id"
        assert [tuple(row) for row in db.session.execute(text(led))] == [("c", "C#"), ("gir", "Ægir")]
        assert db.session.scalars(text("SELECT term FROM mention_term")).all() == ["#c-sharp"]


SUPPORT = "key, reason, summary"


def _write_to_support() -> Sequence[Row[Any]]:
    """A call of a contact whose id has capitals, and a message; what is kept of them."""
    from app.core import clock, transaction
    from app.crm import commands as crm
    from app.insights import commands as insights

    with transaction.unit():
        crm.import_contacts([(1, crm.ContactRow(external_id="C-1", name="Ann"))], by=None)
        call = crm.SupportRow(contact="C-1", at=clock.now(), channel="call", reason="Bill")
        crm.import_support_contacts([(1, call)], by=None)
        insights.file_contact("My bill", "Too high.", email="ann@example.com", journey=None, by=None)
    return db.session.execute(text(f"SELECT {SUPPORT} FROM support_contact ORDER BY id")).all()


def _leave_an_idea_and_begin_a_quiz() -> None:
    from app.accounts import commands as accounts
    from app.core import clock, transaction
    from app.ideas import commands as ideas
    from app.listening.monitoring import commands as listening
    from app.spaces import commands as spaces
    from app.training import commands as training

    heard = listening.Heard(key="post:1", text="", channel="forum", said_at=clock.now(), topics=("c",))
    with transaction.unit():
        listening.hear(heard, by=None)
        stella, erik, emma = (
            accounts.add_person(name=name, handle=name.lower(), kind="employee", roles=roles)
            for name, roles in (("Stella", ("steward", "innovation")), ("Erik", ()), ("Emma", ()))
        )
        bank = [{"prompt": f"Is {n} a number?", "choices": ["Yes", "No"], "right": [0]} for n in range(9)]
        course = training.add_course({"slug": "sums", "title": "Sums", "bank": bank}, by=stella)
        training.start_attempt(course, by=erik)
        space, now = spaces.open_space(slug="help", name="Help", by=stella), clock.now()
        dates = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=9)}
        challenge = ideas.open_challenge(space, slug="less", title="Less", brief="How?", by=stella, **dates)
        idea = ideas.submit(challenge, title="Lend hubs", body="Please.", by=stella)
        for person in (erik, emma):
            ideas.invite(idea, person.handle, by=stella)
            ideas.agree(idea, by=person)
        ideas.remove(idea, erik.id, by=erik)


def test_one_change_a_file_each_with_a_way_back() -> None:
    for path in (Path(__file__).parents[2] / "migrations" / "versions").glob("*.py"):
        assert "def downgrade() -> None:" in path.read_text()
        assert len(path.read_text().splitlines()) <= 300


def _differences(app: Flask) -> list[object]:
    with app.app_context(), db.engine.connect() as connection:
        options = {"compare_type": True, "include_object": lambda o, n, k, r, c: not _is_engines(o, n)}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata))


def _is_engines(item: object, name: object) -> bool:
    return str(getattr(getattr(item, "table", item), "name", name)).startswith("search_")


def _tables(app: Flask) -> set[str]:
    with app.app_context(), db.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _fresh_database(url: str) -> str:
    from sqlalchemy import create_engine

    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"migrations_{os.getpid()}"
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{url.rsplit('/', 1)[0]}/{name}"
