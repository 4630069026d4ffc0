"""The operator's verbs for training."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core import transaction
from app.core.access import Conflict, Invalid
from app.core.cli import fail
from app.training import commands, course_file, queries

courses = AppGroup("courses", help="What employees learn and are certified in.")


@courses.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", "email", default="", help="Whose the pictures are that it carries.")
def add(file: Path, email: str) -> None:
    """Add a course from its file (docs/courses.md) and teach it; says line by line what is wrong with a bad one."""
    content = _read(file, complete=True)
    with _refusals(), transaction.unit():
        course = commands.add_course(content, by=_named(email))
    click.echo(f"added {course.title}: {course.lesson_count} lessons, {len(course.items)} questions")


@courses.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", "email", default="", help="Whose the pictures are that it carries.")
def bring_in(file: Path, email: str) -> None:
    """Bring a course in from its file: a draft where its address is new, else the next version of the one there."""
    content = _read(file, complete=False)
    with _refusals(), transaction.unit():
        course = commands.import_course(content, by=_named(email))
    state = "taught" if course.is_taught else "a draft"
    click.echo(f"{course.title} is {state}, version {course.version}: {len(course.items)} questions")


@courses.command("export")
@click.argument("slug")
def take_away(slug: str) -> None:
    """Print a course as its file."""
    with transaction.reading():
        course = queries.course_by_slug(slug)
        if course is None:
            fail(f"there is no course {slug}; there are: {_slugs()}")
        click.echo(course_file.write(queries.file_of(course)), nl=False)


@click.command("certify")
@click.argument("email")
@click.option("--course", "slug", required=True, help="The course's slug.")
@click.option("--reason", required=True, help="Where it was earned; kept on the audit log.")
def certify(email: str, slug: str, reason: str) -> None:
    """Grant a certificate earned elsewhere; the guidelines remain to be accepted in person."""
    try:
        with transaction.unit():
            said = _certify(email, slug, reason)
    except Invalid as error:
        fail(str(error))
    else:
        click.echo(said)


def _certify(email: str, slug: str, reason: str) -> str:
    person, course = accounts.by_email(email), queries.course_by_slug(slug)
    if person is None:
        raise Invalid({"email": f"nobody has the address {email}"})
    if course is None:
        raise Invalid({"course": f"there is no course {slug}; there are: {_slugs()}"})
    certificate = commands.certify(person, course, by=None, reason=reason)
    return f"certified {person.name}: {course.title}, {certificate.number}, until {certificate.expires_at:%Y-%m-%d}"


def _read(file: Path, *, complete: bool) -> Any:
    try:
        content, faults = course_file.read(file.read_text(encoding="utf-8"), complete=complete)
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{file} cannot be read: {error}")
    if faults:
        fail("\n".join(f"{file}:{line}: {fault.where or 'course'}: {fault.says}" for line, fault in faults))
    return content


def _named(email: str) -> Person | None:
    if not email:
        return None
    if (person := accounts.by_email(email)) is None:
        raise Invalid({"by": f"nobody has the address {email}"})
    return person


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (Invalid, Conflict) as refusal:
        fail(str(refusal))


def _slugs() -> str:
    return ", ".join(known.slug for known in queries.courses()) or "none yet"
