"""Identities: the inbox with proposed ties and handles that nobody tied yet, and one identity with its ties."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.core.access import Conflict, Invalid, ensure, found
from app.crm import commands, policy, queries
from app.crm.forms import AcceptForm, LinkForm
from app.crm.models import Identity, IdentityProposal
from app.crm.views.blueprint import Answer, blueprint


@blueprint.get("/identities")
def identities() -> Answer:
    """The inbox: proposed ties with their reasons, active handles nobody has tied yet, and the ties made lately."""
    ensure(policy.may_link(somebody()))
    return _inbox()


@blueprint.post("/identities/proposals/<id:proposal_id>/acceptance")
def accept(proposal_id: int) -> Answer:
    """Make a proposed tie; where it contradicts another, somebody says from when on, or that it stands instead."""
    person = somebody()
    ensure(policy.may_link(person))
    proposal, form = found(queries.proposal(proposal_id)), AcceptForm()
    if not form.validate():
        return _inbox(proposal, form), 422
    try:
        commands.accept_proposal(proposal, valid_from=form.begins(), instead=bool(form.instead.data), by=person)
    except (Conflict, Invalid) as error:
        form.valid_from.errors = list(error.errors.values()) if isinstance(error, Invalid) else [str(error)]
        return _inbox(proposal, form), 409 if isinstance(error, Conflict) else 422
    flash(_("%(handle)s is tied to %(name)s.", handle=proposal.identity.value, name=proposal.contact.name))
    return redirect("/crm/identities", 303)


@blueprint.post("/identities/proposals/<id:proposal_id>/rejection")
def reject(proposal_id: int) -> Answer:
    """Say that these two are not the same; it is proposed no more."""
    person = somebody()
    ensure(policy.may_link(person))
    proposal = found(queries.proposal(proposal_id))
    commands.reject_proposal(proposal, by=person)
    flash(
        _("%(handle)s will not be proposed for %(name)s again.", handle=proposal.identity.value,
          name=proposal.contact.name)
    )  # fmt: skip
    return redirect("/crm/identities", 303)


@blueprint.route("/identities/<path:handle>", methods=["GET", "POST"])
def identity(handle: str) -> Answer:
    """One handle: what it did, its ties, and the form that ties it to a contact."""
    person = somebody()
    ensure(policy.may_link(person))
    shown, form = found(queries.identity(handle)), LinkForm()
    if form.validate_on_submit() and (target := form.chosen_contact()) is not None:
        try:
            commands.link_identity(
                shown, target, evidence=form.evidence.data or "", confidence=float(form.confidence.data or 1),
                valid_from=form.begins(), by=person,
            )  # fmt: skip
        except Conflict as error:
            form.contact.errors = [str(error)]
        except Invalid as error:
            for name, said in error.errors.items():
                form[name].errors = [said]
        else:
            flash(_("%(handle)s is tied to %(name)s.", handle=shown.value, name=target.name))
            return redirect(target.url, 303)
    return _identity(shown, form), 422 if form.errors else 200


@blueprint.delete("/identities/<path:handle>/link")
def unlink(handle: str) -> Answer:
    """Undo the last tie that stands."""
    person = somebody()
    ensure(policy.may_link(person))
    shown = found(queries.identity(handle))
    commands.unlink_identity(shown, reason=request.form.get("reason", ""), by=person)
    return _untied(shown)


@blueprint.delete("/identities/<path:handle>/links/<id:link_id>")
def unlink_one(handle: str, link_id: int) -> Answer:
    """Undo one tie of several."""
    person = somebody()
    ensure(policy.may_link(person))
    shown = found(queries.identity(handle))
    link = found(queries.link(link_id))
    commands.unlink_identity(shown, link=link, reason=request.form.get("reason", ""), by=person)
    return _untied(shown)


def _untied(shown: Identity) -> Answer:
    flash(_("%(handle)s is untied. What it did is where it was before.", handle=shown.value))
    return redirect(shown.url, 303)


def _inbox(about: IdentityProposal | None = None, form: AcceptForm | None = None) -> str:
    page = queries.unlinked(after=request.args.get("after"))
    proposed = queries.proposals(after=request.args.get("proposed"))
    links = queries.links(limit=20)
    seen = [*page.items, *(each.identity for each in proposed.items)]
    return render_template(
        "crm/identities.html", page=page, proposed=proposed, people=queries.people_of(seen), links=links,
        contacts=queries.contacts_by_ids(link.contact_id for link in links.items), about=about, form=form,
    )  # fmt: skip


def _identity(shown: Identity, form: LinkForm) -> str:
    words = request.args.get("q", "") or form.contact.data or ""
    history = queries.history_of(shown)
    return render_template(
        "crm/identity.html", identity=shown, form=form, sought=words, people=queries.people_of([shown]),
        candidates=queries.contacts(words=words, limit=8).items if words else [], link=queries.live_link(shown.id),
        history=history, contacts=queries.contacts_by_ids(link.contact_id for link in history),
        proposed=queries.proposals_for(shown),
        page=queries.lines(
            queries.interactions(identity=shown, after=request.args.get("after"), limit=20), somebody()
        ),
    )  # fmt: skip
