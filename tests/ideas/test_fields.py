"""The form of a challenge: what it takes, who reads the answers, and its versions."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import transaction
from app.core.access import Conflict, Invalid
from app.extensions import db
from app.ideas import commands, queries
from app.ideas.fields import Field, checked
from app.ideas.models import Challenge, Idea
from app.screening import commands as screening
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, Send
from tests.ideas.test_exports import as_csv, as_xlsx

Api = Callable[..., FlaskClient]
Browser = Callable[[Person], FlaskClient]
Settle = Callable[[], None]
SECRET, SOUGHT = "Budgetgeheimnis Goldvlies", "budgetgeheimnis"
ROWS: list[dict[str, Any]] = [
    {"kind": "choice", "label": "Area", "options": ["Shop", "Network"], "required": True},
    {"kind": "long", "label": "Who gains?", "help": "Name them."},
    {"kind": "money", "label": "Cost", "currency": "EUR", "least": 0, "most": 5000},
    {"kind": "text", "label": "Sponsor in house", "team": True},
    {"kind": "person", "label": "Who could help"},
]
SAID: dict[str, Any] = {
    "area": "Shop", "who-gains": "People **far** away", "cost": {"amount": "1200", "currency": ""},
    "sponsor-in-house": SECRET, "who-could-help": "@Sam",
}  # fmt: skip
GUIDES = {"title": "Begin with a verb.", "body": "What problem does it solve?", "body_required": True}
TYPED = {
    "title": "Lend a spare hub", "body": "Please.", "fields.area": "Shop", "fields.who-gains": "People **far** away",
    "fields.cost": "1200", "fields.cost.currency": "EUR", "fields.sponsor-in-house": SECRET,
    "fields.who-could-help": "@sam",
}  # fmt: skip


@pytest.fixture
def guided(cast: Cast, challenge_of: MakeChallenge) -> Challenge:
    """A challenge with a form of five fields."""
    made, ines = challenge_of(), cast.ines
    with transaction.unit():
        commands.change_form(made, ROWS, guides=GUIDES, version=0, by=ines)
    return made


@pytest.fixture
def answered(cast: Cast, guided: Challenge) -> Idea:
    """Carla's idea that answers all of it."""
    carla, _sam = cast.carla, cast.sam
    with transaction.unit():
        return commands.submit(guided, title="Lend a spare hub", body="Please.", fields=SAID, by=carla)


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


def test_submitting_by_the_form(signed_in: Browser, send: Send, cast: Cast, guided: Challenge) -> None:
    carla, page, _sam = signed_in(cast.carla), f"/ideas/new?challenge={guided.slug}", cast.sam
    drawn = carla.get(page).text
    for words in (
        "What problem does it solve?",
        "Begin with a verb.",
        "Who gains?",
        "Only you and the innovation team",
    ):
        assert words in drawn
    typed = {**TYPED, "challenge": guided.slug, "form_version": "1"}
    wrong = send(carla, "/ideas/new", page, **{**typed, "fields.area": "", "fields.cost": "lots", "title": "x"})
    assert wrong.status_code == 422
    for words in ("This needs an answer", "Use a number such as", 'value="lots"', SECRET, "People **far** away"):
        assert words in wrong.text
    stale = send(carla, "/ideas/new", page, **{**typed, "form_version": "0"})
    assert (stale.status_code, "The form changed while you wrote" in stale.text, SECRET in stale.text) == (
        422,
        True,
        True,
    )
    assert 'name="form_version" type="hidden" value="1"' in stale.text
    made = send(carla, "/ideas/new", page, **typed)
    assert made.status_code == 303
    shown = carla.get(made.location).text
    for words in ("<strong>far</strong>", "1,200.00", "Sam Specialist", SECRET, "Team only"):
        assert words in shown


def test_choosing_another_challenge_keeps_what_was_typed(
    client: FlaskClient, send: Send, challenge_of: MakeChallenge, guided: Challenge
) -> None:
    other = challenge_of("quieter-rooms", allows_anonymous=True)
    assert "Anonymous until" not in client.get("/ideas/new").text
    typed = {**TYPED, "challenge": other.slug, "choose": "1"}
    plain = send(client, "/ideas/new", "/ideas/new", **typed)
    assert (plain.status_code, "Anonymous until" in plain.text, "Who gains?" in plain.text) == (422, True, False)
    asked = send(client, "/ideas/new", "/ideas/new", **{**typed, "challenge": guided.slug})
    for words in ("Lend a spare hub", "Please.", "Who gains?", "People **far** away", SECRET):
        assert words in asked.text
    assert "Anonymous until" not in asked.text
    assert db.session.query(Idea).count() == 0


def test_the_editor_loses_nothing(signed_in: Browser, send: Send, cast: Cast, guided: Challenge) -> None:
    ines, page = signed_in(cast.ines), f"{guided.url}/form"
    at, drawn = f"{page}?_method=PUT", ines.get(page).text
    assert 'href="/challenges/fewer-trips/form"' in ines.get(guided.url).text
    assert "Shop\nNetwork" in drawn
    typed = _typed(drawn)
    moved = send(ines, at, page, **typed, row="down-0")
    assert (moved.status_code, _typed(moved.text)["rows-0-label"]) == (422, "Who gains?")
    more = send(ines, at, page, **_typed(moved.text), row="add", add_kind="number")
    retired = send(
        ines, at, page, **{**_typed(more.text), "rows-5-label": "Hours", "rows-5-most": "ten"}, row="retire-2"
    )
    typed = _typed(retired.text)
    assert (typed["rows-4-label"], typed["rows-4-most"], typed["rows-5-label"]) == ("Hours", "ten", "Cost")
    wrong = send(ines, at, page, **typed)
    assert (wrong.status_code, 'value="ten"' in wrong.text, "Hours: Use a number." in wrong.text) == (422, True, True)
    typed["rows-4-most"] = "10"
    shown = send(ines, at, page, **typed, row="preview")
    assert (shown.status_code, 'name="fields.hours"' in shown.text) == (422, True)
    other = [{"kind": "yes", "label": "Tried before"}]
    with transaction.unit():
        rows = [field.as_row() for field in queries.form_of(guided).fields]
        commands.change_form(guided, [*rows, *other], guides=GUIDES, version=1, by=cast.ines)
    late = send(ines, at, page, **typed)
    assert (late.status_code, "Somebody changed the form meanwhile" in late.text) == (422, True)
    again = _typed(late.text)
    assert (again["version"], again["rows-4-label"], again["rows-5-label"]) == ("2", "Hours", "Tried before")
    assert send(ines, at, page, **again).status_code == 303
    form = queries.form_of(guided)
    assert [field.label for field in form.asked] == [
        "Who gains?", "Area", "Sponsor in house", "Who could help", "Hours", "Tried before",
    ]  # fmt: skip
    assert (form.asked[4].most, form.asked[0].help, form.asked[2].team, form.asked[1].required) == (
        10,
        "Name them.",
        True,
        True,
    )
    for person in (cast.sam, cast.carla):
        assert signed_in(person).get(page).status_code == 403


def _typed(page: str) -> dict[str, Any]:
    """What the form on a page would send, but for its token."""
    reader = _Inputs()
    reader.feed(page)
    return {name: said for name, said in reader.said.items() if name != "csrf_token"}


class _Inputs(HTMLParser):
    """Reads the inputs of the form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.said, self.text = dict[str, Any](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        name, kind = known.get("name") or "", known.get("type")
        if not name.startswith(("rows-", "version", "title_guide", "body_")):
            return
        if tag == "textarea":
            self.text = name
            self.said[name] = ""
        elif tag == "input" and (kind != "checkbox" or "checked" in known):
            self.said[name] = known.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.text:
            self.said[self.text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text:
            self.said[self.text], self.text = self.said[self.text].removeprefix("\r\n"), ""


def test_by_the_interface(api: Api, cast: Cast, guided: Challenge) -> None:
    carla, ines, _sam = api(cast.carla), api(cast.ines), cast.sam
    form = carla.get(f"/api/v1/challenges/{guided.slug}").json["form"]
    assert (form["version"], form["body_guide"], len(form["fields"])) == (1, "What problem does it solve?", 5)
    idea = {"challenge": guided.slug, "title": "Lend a spare hub", "body": "Please.", "form_version": 1, "fields": SAID}
    wrong = carla.post("/api/v1/ideas", json={**idea, "fields": {"area": "Moon", "cost": {"amount": "1e9"}}})
    assert (wrong.status_code, set(wrong.json["errors"])) == (422, {"fields.area", "fields.cost"})
    assert carla.post("/api/v1/ideas", json={**idea, "form_version": 7}).status_code == 409
    made = carla.post("/api/v1/ideas", json={**idea, "fields": {**SAID, "cost": 12}})
    given = carla.get(f"/api/v1/ideas/{made.json['id']}").json["fields"]
    assert given == {**SAID, "cost": {"amount": "12.00", "currency": "EUR"}, "who-could-help": "@sam"}
    fields = [{**form["fields"][0], "label": "Where"}, {"kind": "yes", "label": "Tried before"}]
    anew = {"version": 1, "fields": fields, "body_guide": "So?"}
    at = f"/api/v1/challenges/{guided.slug}/form"
    assert carla.put(at, json=anew).status_code == 403
    wrong = ines.put(at, json={**anew, "fields": [{"kind": "choice", "label": "x", "options": ["one"]}]})
    assert (wrong.status_code, set(wrong.json["errors"])) == (422, {"fields.0.options"})
    assert ines.put(at, json=anew).json["version"] == 2
    assert ines.put(at, json=anew).status_code == 409
    seen = [each["key"] for each in carla.get(f"/api/v1/challenges/{guided.slug}").json["form"]["fields"]]
    assert seen == ["area", "tried-before"]


def test_answers_for_the_team_are_nowhere_for_others(
    signed_in: Browser, api: Api, client: FlaskClient, settle: Settle, cast: Cast, guided: Challenge, answered: Idea
) -> None:
    settle()
    pages = (
        answered.url, guided.url, "/ideas", "/ideas.atom", "/search?q=spare+hub&kind=idea", f"/search?q={SOUGHT}",
        f"/search/similar?kind=idea&q={SOUGHT}", f"{guided.url}/export", "/people/carla", "/", "/moderation",
        f"/api/v1/ideas/{answered.id}", "/api/v1/ideas", f"/api/v1/challenges/{guided.slug}",
        f"/api/v1/search?q={SOUGHT}", f"/flags/new?subject=idea:{answered.id}",
        f"/shortlist/compare?ideas={answered.id}",
        f"{guided.url}/form", f"/ideas/{answered.id}/alike", f"/ideas/{answered.id}/review",
    )  # fmt: skip
    readers = [client, *(signed_in(person) for person in (cast.cleo, cast.erik, cast.sam, cast.max))]
    readers += [api(person) for person in (cast.cleo, cast.erik, cast.sam)]
    for reader in readers:
        told = {page: reader.get(page).text for page in pages}
        assert [page for page, words in told.items() if SECRET.split()[1] in words] == []
        assert [page for page, words in told.items() if SOUGHT in page and f"ideas/{answered.id}" in words] == []
    public = client.get(answered.url).text
    assert ("<strong>far</strong>" in public, "Sponsor in house" in public) == (True, False)
    assert api(cast.erik).get(f"/api/v1/ideas/{answered.id}").json["fields"].keys() == SAID.keys() - {
        "sponsor-in-house"
    }
    for person in (cast.carla, cast.ines):
        assert SECRET in signed_in(person).get(answered.url).text
        assert api(person).get(f"/api/v1/ideas/{answered.id}").json["fields"]["sponsor-in-house"] == SECRET
    assert answered.url in client.get("/search?q=people+far+away&kind=idea").text


def test_a_column_for_each_field(signed_in: Browser, cast: Cast, guided: Challenge, answered: Idea) -> None:
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
    beside = signed_in(cast.ines).get(f"/shortlist/compare?ideas={answered.id},{other.id}").text
    for words in ("Who gains?", "<strong>far</strong>", SECRET):
        assert words in beside


def test_a_rule_reads_the_answers_too(signed_in: Browser, cast: Cast, guided: Challenge) -> None:
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
    assert "Drat it" in signed_in(cast.max).get("/moderation").text


def test_a_template_carries_the_form(signed_in: Browser, send: Send, cast: Cast, guided: Challenge) -> None:
    with transaction.unit():
        kept = commands.save_template(guided, "With a form", by=cast.ines)
    ines = signed_in(cast.ines)
    for key, asks in ((str(kept.id), "Sponsor in house"), ("gates", "Was it tried before?")):
        page = f"/challenges/new?template={key}"
        assert asks in ines.get(page).text
        typed = {"title": f"From {key}", "brief": "So.", "space": "help", "audience": "public", "standing": "y"}
        typed |= {"opens_at": "2031-01-01T08:00", "template": key, "blind_rule": "voted"}
        made = send(ines, "/challenges/new", page, **typed)
        assert made.status_code == 303
        form = queries.form_of(queries.by_slug(f"from-{key}") or guided)
        assert (form.version, form.body_required, asks in [field.label for field in form.asked]) == (1, True, True)
