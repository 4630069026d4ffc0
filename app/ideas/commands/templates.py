"""Templates: what challenges of a kind begin from."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import audit, clock
from app.core.access import Invalid
from app.extensions import db
from app.ideas import queries, starters
from app.ideas.models import Challenge, SpaceStart, Template

LONGEST_NAME = 80


def save_template(challenge: Challenge, name: str, *, by: Person) -> Template:
    """Keep what a challenge says as a template; raises Invalid without a name of its own."""
    name = _checked(name)
    template = Template(
        name=name,
        content=starters.taken_from(challenge, queries.form_of(challenge)),
        made_by_id=by.id,
        made_at=clock.now(),
    )
    db.session.add(template)
    db.session.flush()
    after = {"name": name, "challenge": challenge.slug}
    audit.log("ideas.template_saved", f"challenge_template:{template.id}", by=by, after=after)
    return template


def rename_template(template: Template, name: str, *, by: Person) -> None:
    """Give a template another name; raises Invalid without a name of its own."""
    before, template.name = template.name, _checked(name, template.id)
    subject = f"challenge_template:{template.id}"
    audit.log("ideas.template_renamed", subject, by=by, before={"name": before}, after={"name": template.name})


def remove_template(template: Template, *, by: Person) -> None:
    """Take a template away; challenges that began from it stay as they are, and no space begins from it any more."""
    subject = f"challenge_template:{template.id}"
    audit.log("ideas.template_removed", subject, by=by, before={"name": template.name})
    began = update(SpaceStart).where(SpaceStart.template == str(template.id))
    db.session.execute(began.values(template="").execution_options(synchronize_session="fetch"))
    db.session.delete(template)


def _checked(name: str, own_id: int | None = None) -> str:
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid({"name": _("Give the template a short name.")})
    held = db.session.scalar(select(Template.id).where(Template.name == name))
    if held not in {None, own_id}:
        raise Invalid({"name": _("There is a template of this name already.")})
    return name
