"""The operator's verbs for training."""

from __future__ import annotations

import click

from app.accounts import queries as accounts
from app.core import transaction
from app.core.access import Invalid
from app.core.cli import fail
from app.training import commands, queries


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
