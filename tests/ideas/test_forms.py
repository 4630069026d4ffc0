"""The form of a challenge on its pages and by the interface."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import transaction
from app.extensions import db
from app.ideas import commands, queries
from app.ideas.models import Challenge, Idea
from tests.cast import Cast
from tests.ideas.conftest import GUIDES, SAID, SECRET, MakeChallenge, Send

Api = Callable[..., FlaskClient]
Browser = Callable[[Person], FlaskClient]
Settle = Callable[[], None]
TYPED = {
    "title": "Lend a spare hub", "body": "Please.", "fields.area": "Shop", "fields.who-gains": "People **far** away",
    "fields.cost": "1200", "fields.cost.currency": "EUR", "fields.sponsor-in-house": SECRET,
    "fields.who-could-help": "@sam",
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
    assert 'type="hidden" name="fields.who-gains" value="People **far** away"' in plain.text  # for when they go back
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
    assert (wrong.status_code, 'value="ten"' in wrong.text, "“Hours”: Use a number." in wrong.text) == (422, True, True)
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
    odd = carla.post("/api/v1/ideas", json={**idea, "fields": {"area": [["Shop"]]}})
    assert (odd.status_code, set(odd.json["errors"])) == (422, {"fields.area"})
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
    dated = {"opens_at": "2031-01-01T08:00:00Z", "closes_at": None}
    opened = {"space": "help", "title": "Further ideas", "form": {"fields": fields}, **dated}
    assert (
        ines.post("/api/v1/challenges", json={**opened, "form": {"fields": [{"kind": "x", "label": "x"}]}}).status_code
        == 422
    )
    assert ines.post("/api/v1/challenges", json=opened).status_code == 201
    assert len(ines.get("/api/v1/challenges/further-ideas").json["form"]["fields"]) == 2
    seen = [each["key"] for each in carla.get(f"/api/v1/challenges/{guided.slug}").json["form"]["fields"]]
    assert seen == ["area", "tried-before"]


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
