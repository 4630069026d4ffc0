"""The tests' stage: an application on a real database, cleaned between tests by laying a fresh copy in its place."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import hypothesis
import pytest
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import NullPool, create_engine, text

from app import create_app
from app.accounts import commands as accounts
from app.accounts.models import Person
from app.core import transaction, worker
from app.extensions import db
from config import load
from tests.cast import Cast
from tests.servers import postgres_server

ROOM = 4 * 1024**3  # bytes; a whole run writes less than a tenth of it


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the same tests run on either database."""
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.addoption("--whole-sets", action="store_true", help="try real data whole, not a part of it: minutes more")


def pytest_configure(config: pytest.Config) -> None:
    """Keep what tests write in memory where there is room: on a disk each of their commits waits for it.

    Properties are tried on the same examples each time, so that what passes here passes again; on new ones with the
    whole sets. How long it takes to make them up says how busy the machine is, and fails nothing.
    """
    slow = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile("repeatable", derandomize=True, suppress_health_check=slow)
    if not config.getoption("--whole-sets"):
        hypothesis.settings.load_profile("repeatable")
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers first, then what is slow, so that no worker is left alone with one at the end; then what kills.

    Journeys share a company, so they go as they are written; all else is shuffled.
    """
    marked = {name: {item.path for item in items if item.get_closest_marker(name)} for name in ("browser", "slow")}

    def turn(item: pytest.Item) -> tuple[int, str, int]:
        if item.path in marked["browser"]:
            return 0, str(item.path), item.reportinfo()[1] or 0
        # While processes are killed under load, a page beside them is not quick enough for what a journey expects.
        if item.path.name == "test_crash.py":
            return 2, "", 0
        return 1 if item.path in marked["slow"] else 3, "", 0

    items.sort(key=turn)


@pytest.fixture(scope="session")
def database_kind(request: pytest.FixtureRequest) -> str:
    """Which database this run is on."""
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def every(request: pytest.FixtureRequest) -> Callable[[int], int]:
    """Which step to take through real data: the one asked for, or 1 where the whole sets are wanted."""
    return lambda step: 1 if request.config.getoption("--whole-sets") else step


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of our own; skips, saying so, where it cannot be had."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def stage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, database_kind: str
) -> Iterator[Flask]:
    """The application, once a run, with an empty schema kept as a template."""
    folder = tmp_path_factory.mktemp("instance")
    environ = {"WAGGLE_DATA_DIR": str(folder), "WAGGLE_TESTING": "1", "WAGGLE_HOLDOUT": "0", "PATH": os.environ["PATH"]}
    if database_kind == "postgres":
        environ["WAGGLE_DATABASE_URL"] = request.getfixturevalue("postgres_url")
    app = create_app(load(environ))
    with app.app_context():
        db.create_all()
        db.session.remove()
        db.engine.dispose()
    _keep_template(app)
    app.wsgi_app = _forgetting(app.wsgi_app)  # type: ignore[method-assign]
    gc.freeze()  # what every test needs is looked through for waste no more
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(stage: Flask) -> Iterator[Flask]:
    """The application with an empty database, inside its context."""
    _lay_fresh(stage)
    for job in worker.JOBS:
        job.due_at = None
    with stage.app_context():
        yield stage
        db.session.remove()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people of the tests, each made when first named."""
    return Cast()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask) -> Callable[[Person], FlaskClient]:
    """Browsers of signed-in people."""

    def open_for(person: Person) -> FlaskClient:
        with transaction.unit():
            token = accounts.sign_in(person)
        browser = app.test_client()
        with browser.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = token, True
        return browser

    return open_for


@pytest.fixture
def api(app: Flask) -> Callable[..., FlaskClient]:
    """API clients: `api(person, "read", "write")` sends that person's token with every request."""

    def open_for(person: Person, *scopes: str) -> FlaskClient:
        with transaction.unit():
            token = accounts.make_token(person, scopes or ("read", "write"), by=person)
        caller = app.test_client()
        caller.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return caller

    return open_for


@pytest.fixture
def closed(app: Flask) -> Iterator[None]:
    """What others than the test had open is closed behind them."""
    yield
    db.session.remove()
    db.engine.dispose()


@pytest.fixture
def settle(app: Flask) -> Callable[[], None]:
    """Let subscribers, dispatch and jobs catch up."""

    def run() -> None:
        db.session.commit()
        worker.drain()

    return run


def _forgetting(application: WSGIApplication) -> WSGIApplication:
    """Requests run in the fixture's context, so that tests see their rows, but must not remember the one before."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if has_app_context():
            vars(g._get_current_object()).clear()
        return application(environ, start_response)

    return answer


def _keep_template(app: Flask) -> None:
    settings = app.extensions["settings"]
    if settings.on_sqlite:
        path = Path(settings.database_url.removeprefix("sqlite:///"))
        shutil.copy(path, path.with_suffix(".template"))


def _lay_fresh(app: Flask) -> None:
    settings = app.extensions["settings"]
    with app.app_context():
        db.session.remove()
        if settings.on_sqlite:
            db.engine.dispose()
            path = Path(settings.database_url.removeprefix("sqlite:///"))
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            shutil.copy(path.with_suffix(".template"), path)
        else:
            _truncate()
    for kept in settings.data_dir.glob("*.heads"):
        kept.unlink()
    for kept in ("index", "mail", "files"):
        shutil.rmtree(settings.data_dir / kept, ignore_errors=True)


def _truncate() -> None:
    """TRUNCATE fires no row triggers, so it may empty even the audit log; only the test's own database is touched."""
    names = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
    with create_engine(db.engine.url, poolclass=NullPool).begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
