"""The operator's page about providers: what is set, what to tell them, and whether each can be signed on with."""

from __future__ import annotations

from flask import render_template

from app.accounts import queries as people
from app.accounts.current import somebody
from app.accounts.policy import may_administer
from app.accounts.signon import protocol, queries, trial
from app.accounts.signon.trial import Step
from app.accounts.views.signing import blueprint
from app.core import audit, transaction
from app.core.access import ensure, found

LAST = 5


@blueprint.get("/admin/sign-on")
def sign_on() -> str:
    """All providers."""
    ensure(may_administer(somebody()))
    return _page()


@blueprint.post("/admin/sign-on/<name>/trials")
def try_provider(name: str) -> str:
    """Ask one whether it can be signed on with."""
    by = somebody()
    ensure(may_administer(by))
    provider = found(queries.provider(name))
    audit.log("accounts.sign_on_tried", f"sign-on:{name}", by=by)
    transaction.settle()
    return _page({name: trial.run(provider)})


def _page(tried: dict[str, list[Step]] | None = None) -> str:
    providers = queries.providers()
    entries = {each.name: audit.entries(subject=f"sign-on:{each.name}", limit=LAST).items for each in providers}
    return render_template(
        "accounts/admin_sign_on.html", providers=providers, counts=queries.counts(), tried=tried or {},
        people=people.by_ids(entry.actor_id for rows in entries.values() for entry in rows if entry.actor_id),
        addresses={each.name: protocol.address_of_answers(each) for each in providers}, entries=entries,
    )  # fmt: skip
