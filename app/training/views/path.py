"""Learn: where one stands on the path, and what one holds."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.accounts.current import me, somebody
from app.core.access import ensure, found, public
from app.training import path, policy, queries
from app.training.forms import RevocationForm
from app.training.models import Certificate

blueprint = Blueprint("training", __name__)


@blueprint.get("/learn")
def learn() -> str:
    """The path with its progress, certificates, mentor, and what one may do today."""
    person = somebody()
    public()
    courses = queries.courses()
    steps = path.steps_of(person, courses)
    return render_template(
        "training/learn.html",
        steps=steps,
        groups=[
            (name, [(step.label, step.note, step.state, step.url) for step in some])
            for name, some in path.by_level(steps)
        ],
        others=path.others(person, courses),
        current=next((step for step in steps if step.state == "current"), None),
        left=sum(step.state != "done" for step in steps),
        certificates=queries.certificates_of(person),
        mentor=queries.mentor_of(person),
        novices=queries.novices_of(person) if person.has_role("mentor") else [],
        clearances=policy.clearances(person),
        owns=policy.may_own_training(person),
        judges=policy.may_judge(person),
    )


@blueprint.get("/learn/certificates/<id:certificate_id>")
def certificate(certificate_id: int) -> str:
    """A certificate, for its holder and colleagues."""
    shown = found(queries.certificate_by_id(certificate_id))
    ensure(policy.may_see_certificate(me(), shown))
    return certificate_page(shown, RevocationForm())


def certificate_page(shown: Certificate, form: RevocationForm) -> str:
    """The page of a certificate, with the owner's form to take it back."""
    return render_template(
        "training/certificate.html",
        certificate=shown,
        attempt=queries.attempt_behind(shown),
        may_know_why=policy.may_know_why(me(), shown),
        may_renew=_may_renew(shown),
        may_revoke=shown.is_live and policy.may_own_training(me()),
        may_release=shown.holds_back and policy.may_release(me(), shown),
        form=form,
    )


def _may_renew(shown: Certificate) -> bool:
    """Whether its holder looks at it, and it ends soon or has ended without being replaced."""
    person = me()
    mine = person is not None and person.id == shown.person_id and shown.replaced_at is None
    return mine and shown.course.is_taught and not shown.holds_back and (shown.ends_soon or not shown.is_live)
