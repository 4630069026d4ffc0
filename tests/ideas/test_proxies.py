"""Votes on behalf of a customer: who may cast them, that each counts once, and that the customer has the last word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import queries as people
from app.accounts.models import Person
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.core.audit import AuditEntry
from app.core.dispatch import Dispatch
from app.extensions import db
from app.ideas import commands, policy, queries
from app.ideas.models import Idea, ProxyVote
from app.ideas.policy import voting as rules
from app.voting import queries as voting
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea, Send

NEW = "dora@example.org"


def cast_for(idea: Idea, customer: str, by: Person, **more: str) -> ProxyVote:
    with transaction.unit():
        return commands.vote_for(idea, customer, by=by, **{"source": "call", "note": "Wants it by spring.", **more})


def vote(idea: Idea, value: int, by: Person) -> int:
    with transaction.unit():
        return commands.vote(idea, value, by=by)


@pytest.mark.parametrize("name", ["carla", "colin", "emma", "sam", "max", "stella", "anna", "cara", "ines", "ada"])
def test_who_may_vote_for_others(cast: Cast, idea: Idea, name: str) -> None:
    person = getattr(cast, name)
    assert bool(policy.may_vote_for_others(person, idea)) is (name in {"cara", "ines", "ada"})
    assert bool(policy.sees_proxies(person)) is (name in {"cara", "ines", "ada"})


def test_it_is_open_only_while_votes_are(cast: Cast, idea: Idea, monkeypatch: pytest.MonkeyPatch) -> None:
    assert policy.may_vote_for_others(None, idea).gate == "sign-in"
    with clock.at(clock.now() + timedelta(days=11)):
        assert policy.may_vote_for_others(cast.cara, idea).gate == "dates"
    cast_for(idea, cast.colin.handle, cast.cara)
    monkeypatch.setattr(rules, "MOST_A_DAY", 1)
    assert policy.may_vote_for_others(cast.cara, idea).gate == "cap"
    assert policy.may_vote_for_others(cast.ines, idea)
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert policy.may_vote_for_others(cast.cara, idea)


def test_the_days_most_is_counted_in_the_deed_too(cast: Cast, idea: Idea, monkeypatch: pytest.MonkeyPatch) -> None:
    cast_for(idea, cast.colin.handle, cast.cara)
    monkeypatch.setattr(rules, "MOST_A_DAY", 1)
    with pytest.raises(Conflict, match="Go on tomorrow"):
        cast_for(idea, NEW, cast.cara)


def test_an_unknown_customer_becomes_somebody_who_cannot_sign_in(
    cast: Cast, idea: Idea, settle: Callable[[], None]
) -> None:
    made = cast_for(idea, NEW, cast.cara, name="Dora Dent")
    assert (made.person.name, made.person.state, made.person.email_confirmed_at) == ("Dora Dent", "imported", None)
    assert (idea.vote_count, queries.on_behalf_count(idea), idea.challenge.vote_count) == (1, 1, 1)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "ideas.vote_proxied")).one()
    assert (entry.actor_id, entry.after["source"]) == (cast.cara.id, "call")
    settle()
    mail = db.session.scalars(select(Dispatch).where(Dispatch.key.like("mail:proxied:%"))).one()
    assert mail.payload["to"] == NEW
    assert f"/proxy-votes/{queries.word_for(made)}" in mail.payload["text"]


def test_the_customers_own_vote_takes_its_place(cast: Cast, idea: Idea) -> None:
    cast_for(idea, "colin@example.com", cast.cara)
    assert vote(idea, 1, cast.colin) == 1
    assert queries.on_behalf_count(idea) == 0
    made = queries.proxy_vote(idea, cast.colin.id)
    assert made is not None
    with pytest.raises(Conflict):
        commands.take_back(made, by=cast.cara)
    assert voting.recount("idea", idea.id) == 1


def test_what_the_customer_took_back_nobody_casts_again(cast: Cast, idea: Idea) -> None:
    cast_for(idea, cast.colin.handle, cast.cara)
    assert vote(idea, 0, cast.colin) == 0
    with pytest.raises(Conflict, match="took back"):
        cast_for(idea, cast.colin.handle, cast.cara)
    assert vote(idea, 1, cast.colin) == 1


def test_what_the_team_took_back_can_be_cast_again(cast: Cast, idea: Idea) -> None:
    made = cast_for(idea, cast.colin.handle, cast.cara)
    with transaction.unit():
        commands.take_back(made, by=cast.ines)
    assert (idea.vote_count, idea.challenge.vote_count) == (0, 0)
    cast_for(idea, f"@{cast.colin.handle}", cast.ines, source="meeting")
    assert [vote.source for vote in queries.proxy_votes(idea)] == ["meeting"]


@pytest.mark.parametrize(
    ("customer", "source"),
    [("emma", "call"), ("nobody-here", "call"), ("no@address", "call"), ("a b@c.example", "call"), ("carla", "call"),
     ("colin", "rumour"), ("@", "call")],
)  # fmt: skip
def test_for_whom_nobody_votes(cast: Cast, idea: Idea, customer: str, source: str) -> None:
    for handle in ("emma", "colin"):
        getattr(cast, handle)
    with pytest.raises(Invalid):
        cast_for(idea, customer, cast.cara, source=source)
    assert voting.recount("idea", idea.id) == 0


def test_customers_vote_only_for_what_they_see(cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea) -> None:
    ours = idea_of(challenge_of("ours", audience="internal"), by=cast.emma)
    with pytest.raises(Invalid):
        cast_for(ours, NEW, cast.cara)
    assert people.by_email(NEW) is None


def test_it_goes_along_with_a_merge_and_is_taken_back_everywhere(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    challenge, ines = challenge_of(), cast.ines
    one, two, three = (idea_of(challenge, f"Idea number {n}", by=cast.emma) for n in range(3))
    made = cast_for(one, cast.colin.handle, cast.cara)
    with transaction.unit():
        commands.merge(one, two, by=ines)
        commands.merge(two, three, by=ines)
    assert [queries.on_behalf_count(idea) for idea in (one, two, three)] == [1, 1, 1]
    with transaction.unit():
        commands.take_back(made, by=cast.colin)
    assert [idea.vote_count for idea in (one, two, three)] == [0, 0, 0]
    assert challenge.vote_count == 0


def test_only_the_team_is_told_which_votes_they_are(
    cast: Cast, idea: Idea, signed_in: Callable[[Person], FlaskClient]
) -> None:
    cast_for(idea, NEW, cast.cara, name="Dora Dent")
    assert "1 on behalf" in signed_in(cast.ines).get(idea.url).text
    for person in (cast.colin, cast.emma):
        page = signed_in(person).get(idea.url).text
        assert "on behalf" not in page.casefold()
        assert "Dora" not in page


def test_the_page_counts_a_vote_and_keeps_what_was_refused(
    cast: Cast, idea: Idea, signed_in: Callable[[Person], FlaskClient], send: Send
) -> None:
    browser, deed = signed_in(cast.cara), f"/ideas/{idea.id}/proxy-votes"
    refused = send(browser, deed, idea.url, customer="nobody-here", source="call", note="Said so.")
    assert refused.status_code == 422
    assert 'value="nobody-here"' in refused.text
    assert send(browser, deed, idea.url, customer=NEW, name="Dora", source="call", note="Said so.").status_code == 303
    assert send(browser, deed, idea.url, customer=NEW, source="call").status_code == 409
    assert send(signed_in(cast.emma), deed, idea.url, customer=NEW, source="call").status_code == 403
    (made,) = queries.proxy_votes(idea)
    assert send(browser, f"{deed}/{made.id}?_method=DELETE", idea.url).status_code == 303
    assert queries.proxy_votes(idea) == []


def test_the_customer_takes_it_back_by_the_link_in_the_mail(
    cast: Cast, idea: Idea, client: FlaskClient, send: Send
) -> None:
    word = queries.word_for(cast_for(idea, NEW, cast.cara))
    page = f"/proxy-votes/{word}"
    assert idea.title in client.get(page).text
    assert send(client, f"{page}?_method=DELETE", page).status_code == 303
    assert "does not stand any more" in client.get(page).text
    db.session.expire_all()
    assert idea.vote_count == 0
    assert client.get(f"/proxy-votes/{word[:-1]}").status_code == 404


def test_the_api_casts_lists_and_takes_back(cast: Cast, idea: Idea, api: Callable[..., FlaskClient]) -> None:
    caller, address = api(cast.cara), f"/api/v1/ideas/{idea.id}/proxy-votes"
    made = caller.post(address, json={"customer": NEW, "name": "Dora", "source": "mail", "note": "Wrote so."})
    assert (made.status_code, made.json["customer"]["name"]) == (201, "Dora")
    assert caller.post(address, json={"customer": NEW, "source": "mail"}).status_code == 409
    assert [row["source"] for row in caller.get(address).json["items"]] == ["mail"]
    assert api(cast.colin).get(address).status_code == 403
    other = f"/api/v1/ideas/{idea.id + 1}/proxy-votes/{made.json['id']}"
    assert caller.delete(other).status_code == 404
    assert caller.delete(f"{address}/{made.json['id']}").status_code == 204
    assert caller.get(address).json["items"] == []


def test_care_counts_no_hidden_votes_by_those_cast_for_customers(
    signed_in: Callable[[Person], FlaskClient], cast: Cast, api: Callable[..., FlaskClient],
    challenge_of: MakeChallenge, idea_of: MakeIdea,
) -> None:  # fmt: skip
    idea = idea_of(challenge_of(blind=True, blind_rule="whole"))
    for customer, by in ((NEW, cast.cara), ("nora@example.org", cast.ines), ("olga@example.org", cast.ines)):
        cast_for(idea, customer, by)
    address = f"/api/v1/ideas/{idea.id}/proxy-votes"
    for at, told in ((clock.now(), [False, 1, 1]), (idea.challenge.closes_at, [True, 3, 3])):
        with clock.at(at):
            page, listed = signed_in(cast.cara).get(idea.url).text, api(cast.cara).get(address).json["items"]
            assert ["3 on behalf" in page, page.count("Wants it by spring"), len(listed)] == told
    assert "3 on behalf" in signed_in(cast.ines).get(idea.url).text


def test_nobody_takes_back_what_was_cast_for_their_own_idea(
    cast: Cast, idea: Idea, idea_of: MakeIdea, signed_in: Callable[[Person], FlaskClient], send: Send,
    api: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    own = idea_of(idea.challenge, "One shelf for all", by=cast.ines)
    made, other = cast_for(own, NEW, cast.cara), cast_for(idea, NEW, cast.cara)
    with transaction.unit():
        commands.merge(idea, own, by=cast.ada)
    ines, cara = signed_in(cast.ines), signed_in(cast.cara)
    assert "Let a colleague take back votes for it." in ines.get(own.url).text
    for vote in (made, other):  # what was merged into it counts for it
        deed = f"/ideas/{vote.idea_id}/proxy-votes/{vote.id}"
        assert send(ines, f"{deed}?_method=DELETE", own.url).status_code == 403
        assert deed not in ines.get(own.url).text
        assert api(cast.ines).delete(f"/api/v1{deed}").status_code == 403
    deed = f"/ideas/{own.id}/proxy-votes/{made.id}"
    assert deed in cara.get(own.url).text
    assert send(cara, f"{deed}?_method=DELETE", own.url).status_code == 303
