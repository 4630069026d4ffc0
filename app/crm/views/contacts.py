"""Contacts, one contact across channels, and what the desk is told of whoever asked."""

from __future__ import annotations

from flask import render_template, request

from app.accounts.current import somebody
from app.board import queries as board
from app.core.access import ensure, found, public
from app.crm import policy, queries
from app.crm.forms import LogFilter
from app.crm.views.blueprint import Answer, blueprint

LAST = 4


@blueprint.get("/contacts")
def contacts() -> Answer:
    """The list of contacts."""
    ensure(policy.may_read_log(somebody()))
    words, segment = request.args.get("q", ""), request.args.get("segment", "")
    page = queries.contacts(words=words, segment=segment, after=request.args.get("after"))
    return render_template(
        "crm/contacts.html", page=page, sought=words, segment=segment, segments=queries.segments(),
        proposed=queries.proposed_count(),
    )  # fmt: skip


@blueprint.get("/contacts/<id:contact_id>")
def contact(contact_id: int) -> Answer:
    """One contact across channels, all of it or what the filters leave."""
    person = somebody()
    ensure(policy.may_read_log(person))
    shown = found(queries.contact(contact_id))
    asked = LogFilter(request.args)
    is_fine = asked.validate()
    links = queries.links_of(shown)
    identities = [link.identity for link in links]
    page = queries.interactions(
        contact=shown, ties=links, filters=asked.filters() if is_fine else queries.NOTHING,
        after=request.args.get("after"),
    )  # fmt: skip
    drawn = render_template(
        "crm/contact.html", contact=shown, links=links, people=queries.people_of(identities), asked=asked,
        facets=queries.facets(shown, links), is_filtered=any(asked.data.values()) or not is_fine,
        page=queries.lines(page, person),
    )  # fmt: skip
    return drawn if is_fine else (drawn, 422)


@blueprint.get("/questions/<id:question_id>/customer")
def customer(question_id: int) -> Answer:
    """What is known of whoever asked, for the desk: to whoever may not see contacts, an empty frame."""
    person = somebody()
    question = found(board.visible_question(person, question_id))
    public()  # the frame itself says nothing; its content is the care team's
    asker = queries.asker_of(question) if policy.may_read_log(person) else None
    if asker is None:
        return render_template("crm/_customer.html", identity=None)
    contact = queries.contact_at(asker, question.asked_at)
    known = queries.identities_of(contact) if contact else [asker]
    log = queries.interactions(contact=contact, identity=None if contact else asker, limit=LAST)
    return render_template(
        "crm/_customer.html", identity=asker, contact=contact, cases=queries.open_cases(known, person),
        log=queries.lines(log, person).items,
    )  # fmt: skip
