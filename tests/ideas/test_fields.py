"""The form of a challenge: what it takes, who reads the answers, and its versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import transaction
from app.core.access import Conflict, Invalid
from app.ideas import commands, queries
from app.ideas.fields import Field, checked
from app.ideas.models import Challenge, Idea
from app.screening import commands as screening
from tests.cast import Cast
from tests.ideas.conftest import GUIDES, SAID, SECRET
from tests.ideas.test_exports import as_csv, as_xlsx

Api = Callable[..., FlaskClient]
Browser = Callable[[Person], FlaskClient]
Settle = Callable[[], None]
Cost = Callable[[FlaskClient, str], int]
SOUGHT = "budgetgeheimnis"


@pytest.mark.parametrize(
    ("field", "said", "kept"),
    [
        ({"kind": "text"}, "  one\n line ", "one line"), ({"kind": "text", "longest": 3}, "four", None),
        ({"kind": "number", "least": 1, "most": 9}, "7.5", 7.5), ({"kind": "number"}, 7, 7),
        ({"kind": "number", "least": 1}, "0", None), ({"kind": "number"}, "many", None),
        ({"kind": "number"}, "NaN", None), ({"kind": "number"}, "1e99", None), ({"kind": "number"}, True, None),
        ({"kind": "money", "currency": "EUR"}, "12.5", {"amount": "12.50", "currency": "EUR"}),
        ({"kind": "money"}, {"amount": 3, "currency": "gbp"}, {"amount": "3.00", "currency": "GBP"}),
        ({"kind": "money"}, "12", None),
        ({"kind": "money", "currency": "EUR"}, {"amount": "1", "currency": "USD"}, None),
        ({"kind": "date"}, "2030-02-01", "2030-02-01"), ({"kind": "date"}, "2030-02-31", None),
        ({"kind": "choice", "options": ("A", "B")}, "A", "A"), ({"kind": "choice", "options": ("A", "B")}, "C", None),
        ({"kind": "choices", "options": ("A", "B", "C"), "most": 2}, ["C", "A", "A"], ["A", "C"]),
        ({"kind": "choices", "options": ("A", "B", "C"), "most": 2}, ["A", "B", "C"], None),
        ({"kind": "yes"}, "no", False), ({"kind": "yes"}, True, True), ({"kind": "yes"}, "perhaps", None),
        ({"kind": "link"}, "https://example.com/a?b", "https://example.com/a?b"),
        ({"kind": "link"}, "javascript:alert(1)", None), ({"kind": "link"}, "https://[", None),
        ({"kind": "person"}, "@Sam", 7), ({"kind": "person"}, "nobody", None),
        ({"kind": "text", "required": True}, " ", None), ({"kind": "long"}, ["x"], None),
    ],
)  # fmt: skip
def test_what_each_kind_takes(app: object, field: dict[str, Any], said: Any, kept: Any) -> None:
    definition = [Field(key="x", label="X", **field)]
    if kept is None:
        with pytest.raises(Invalid) as refused:
            checked(definition, {"x": said}, people={"sam": 7})
        assert list(refused.value.errors) == ["fields.x"]
    else:
        assert checked(definition, {"x": said}, people={"sam": 7}) == {"x": kept}


def test_an_idea_keeps_its_answers_and_their_form(cast: Cast, guided: Challenge, answered: Idea) -> None:
    form = queries.form_of(guided)
    assert (form.version, answered.form_id) == (1, form.id)
    assert answered.answers == {
        "area": "Shop", "who-gains": "People **far** away", "cost": {"amount": "1200.00", "currency": "EUR"},
        "sponsor-in-house": SECRET, "who-could-help": cast.sam.id,
    }  # fmt: skip
    with pytest.raises(Invalid) as refused, transaction.unit():
        commands.submit(guided, title="Short", body=" ", fields={"cost": "9999", "more": "x"}, by=cast.carla)
    assert set(refused.value.errors) == {"title", "body", "fields.area", "fields.cost", "fields.more"}
    with pytest.raises(Conflict), transaction.unit():
        commands.submit(guided, title="Lend a hub", body="So.", fields=SAID, form_version=0, by=cast.carla)
    with transaction.unit():
        imported = commands.submit(guided, title="Lend a hub", body="", external_id="x:1", by=cast.carla)
    assert imported.answers == {}


def test_changing_the_form_keeps_what_was_answered(cast: Cast, guided: Challenge, answered: Idea) -> None:
    rows = [field.as_row() for field in queries.form_of(guided).fields]
    again = [{**rows[2], "label": "Price"}, rows[0], {"kind": "text", "label": "Sponsor in house"}]
    with pytest.raises(Conflict), transaction.unit():
        commands.change_form(guided, again, guides=GUIDES, version=0, by=cast.ines)
    for row in ({**rows[3], "team": False}, {**rows[1], "kind": "text"}):
        with pytest.raises(Invalid), transaction.unit():
            commands.change_form(guided, [row], guides=GUIDES, version=1, by=cast.ines)
    with transaction.unit():
        form = commands.change_form(guided, again, guides={}, version=1, by=cast.ines)
    assert [field.key for field in form.asked] == ["cost", "area", "sponsor-in-house-2"]
    assert {field.key for field in form.fields if field.retired} == {"who-gains", "sponsor-in-house", "who-could-help"}
    said = commands.check_words(form, title="Lend a hub", body="", fields={"area": "Network"}, kept=answered.answers)
    assert said.answers == {
        "area": "Network", "who-gains": "People **far** away", "sponsor-in-house": SECRET,
        "who-could-help": cast.sam.id,
    }  # fmt: skip


def test_answers_for_the_team_are_nowhere_for_others(
    signed_in: Browser, api: Api, client: FlaskClient, settle: Settle, cast: Cast, guided: Challenge, answered: Idea
) -> None:
    with transaction.unit():
        commands.vote(answered, 1, by=cast.colin)
        fields = {**SAID, "who-gains": "People far away", "sponsor-in-house": f"{SECRET} again"}
        commands.edit(answered, title="Lend a spare hub", body="Please.", fields=fields, by=cast.carla)
    settle()
    pages = (
        answered.url, guided.url, "/ideas", "/ideas.atom", "/search?q=spare+hub&kind=idea", f"/search?q={SOUGHT}",
        f"/search/similar?kind=idea&q={SOUGHT}", f"{guided.url}/export", "/people/carla", "/", "/moderation",
        f"/api/v1/ideas/{answered.id}", "/api/v1/ideas", f"/api/v1/challenges/{guided.slug}",
        f"/api/v1/search?q={SOUGHT}", f"/flags/new?subject=idea:{answered.id}",
        f"/shortlist/compare?ideas={answered.id}",
        f"{guided.url}/form", f"/ideas/{answered.id}/alike", f"/ideas/{answered.id}/review",
        f"/ideas/{answered.id}/versions", f"/ideas/{answered.id}/edit", f"/api/v1/ideas/{answered.id}/history",
    )  # fmt: skip
    readers = [client, *(signed_in(person) for person in (cast.cleo, cast.erik, cast.sam, cast.max))]
    readers += [api(person) for person in (cast.cleo, cast.erik, cast.sam)]
    for reader in readers:
        told = {page: reader.get(page).text for page in pages}
        assert [page for page, words in told.items() if SECRET.split()[1] in words] == []
        assert [page for page, words in told.items() if SOUGHT in page and f"ideas/{answered.id}" in words] == []
    public, history = client.get(answered.url).text, client.get(f"/ideas/{answered.id}/versions").text
    assert ("People far away" in public, "Sponsor in house" in public) == (True, False)
    assert ("Who gains?" in history, "Sponsor in house" in history) == (True, False)
    assert api(cast.erik).get(f"/api/v1/ideas/{answered.id}").json["fields"].keys() == SAID.keys() - {
        "sponsor-in-house"
    }
    for person in (cast.carla, cast.ines):
        assert SECRET in signed_in(person).get(answered.url).text
        assert api(person).get(f"/api/v1/ideas/{answered.id}").json["fields"]["sponsor-in-house"] == f"{SECRET} again"
    assert answered.url in client.get("/search?q=people+far+away&kind=idea").text


def test_a_column_for_each_field(signed_in: Browser, cost: Cost, cast: Cast, guided: Challenge, answered: Idea) -> None:
    sam = cast.sam
    with transaction.unit():
        said = {**SAID, "who-gains": "=1+1", "cost": 7}
        other = commands.submit(guided, title="Lend a spare phone", body="Please.", fields=said, by=cast.colin)
    at = f"{guided.url}/export?format="
    for person, last in ((cast.carla, []), (cast.ines, ["Sponsor in house"])):
        rows = as_csv(signed_in(person).get(f"{at}csv").data)
        assert rows[0][-4 - len(last) :] == ["Area", "Who gains?", "Cost (EUR)", *last, "Who could help"]
        assert rows[2][-4 - len(last) :] == ["Shop", "'=1+1", "7.0", *([SECRET] if last else []), f"'@{sam.handle}"]
    cells = as_xlsx(signed_in(cast.ines).get(f"{at}xlsx").data)
    assert cells[2][-4:] == [("inlineStr", "=1+1"), ("n", "7"), ("inlineStr", SECRET), ("inlineStr", "@sam")]
    ines = signed_in(cast.ines)
    beside, before = ines.get(f"/shortlist/compare?ideas={answered.id},{other.id}").text, cost(ines, f"{at}csv")
    with transaction.unit():
        commands.submit(guided, title="Lend a spare cable", body="Please.", fields=SAID, by=cast.cleo)
    assert cost(ines, f"{at}csv") == before
    for words in ("Who gains?", "<strong>far</strong>", SECRET):
        assert words in beside


def test_a_rule_reads_the_answers_too(signed_in: Browser, settle: Settle, cast: Cast, guided: Challenge) -> None:
    max_, _sam = cast.max, cast.sam
    with transaction.unit():
        screening.add_rule(name="Swearing", kind="words", action="hold", terms=["drat"], by=max_)
        screening.add_rule(name="Never", kind="words", action="refuse", terms=["zounds"], by=max_)
    said = {**SAID, "sponsor-in-house": "Drat it"}
    with pytest.raises(Invalid) as refused, transaction.unit():
        commands.submit(guided, title="Lend it", body="So.", fields={**said, "who-gains": "Zounds!"}, by=cast.carla)
    assert set(refused.value.errors) == {"title", "fields.who-gains"}
    with transaction.unit():
        made = commands.submit(guided, title="Lend a spare hub", body="So.", fields=said, by=cast.carla)
    assert made.hold == "held"
    settle()
    assert "Drat it" in signed_in(cast.max).get("/moderation").text


def test_whoever_a_field_names_is_tied_to_the_idea_but_by_no_answer_for_the_team(
    cast: Cast, guided: Challenge, answered: Idea
) -> None:
    assert "named" in queries.ties_of(cast.sam, answered)
    carla, sue = cast.carla, cast.sue
    with transaction.unit():
        other = commands.submit(
            guided, title="Lend two hubs", body="Please.", by=carla,
            fields={"area": "Shop", "who-gains": f"{cast.emma.name} does", "sponsor-in-house": sue.name},
        )  # fmt: skip
    assert "named" in queries.ties_of(cast.emma, other)
    assert "named" not in queries.ties_of(sue, other)
