"""The operator's verbs for training."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from app.accounts import queries as accounts
from app.core import transaction
from app.core.access import Invalid
from app.core.cli import fail
from app.training import commands, queries

courses = AppGroup("courses", help="What employees learn and are certified in.")


@courses.command("add")
@click.argument("file", type=click.Path(path_type=Path))
def add(file: Path) -> None:
    """Add a course from a JSON file: slug, title, about, clears, pass_share, draw_count, valid_days, lessons, bank."""
    try:
        with transaction.unit():
            course = commands.add_course(json.loads(file.read_text()), by=None)
    except Invalid as error:
        fail(str(error))
    except (OSError, ValueError, KeyError, TypeError) as error:
        fail(f"{file} is not a course: {error!r}")
    else:
        click.echo(f"added {course.title}: {course.lesson_count} lessons, {len(course.items)} questions")


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
        slugs = ", ".join(known.slug for known in queries.courses()) or "none yet"
        raise Invalid({"course": f"there is no course {slug}; there are: {slugs}"})
    certificate = commands.certify(person, course, by=None, reason=reason)
    return f"certified {person.name}: {course.title}, {certificate.number}, until {certificate.expires_at:%Y-%m-%d}"
