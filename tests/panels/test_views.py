"""The pages of panels: with forms alone, at a bounded price, and not there for anybody else."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from app.accounts.models import Person
from app.core import audit, clock, transaction
from app.panels import commands, queries
from app.panels.models import Panel, Study
from tests.cast import Cast
from tests.files.pictures import png
from tests.ideas.conftest import counted
from tests.panels.conftest import Crowd, Join, MakePanel, MakeStudy, Send, hand_in, keys

Browser = Callable[[Person], FlaskClient]
SECRET = "zyxomma"


def test_a_panel_from_its_form_to_the_invitation(
    signed_in: Browser, send: Send, cast: Cast, crowd: Crowd, settle: Callable[[], None]
) -> None:
    cast.space("help")
    people, ines = crowd(4), signed_in(cast.ines)
    refused = send(ines, "/panels/new", "/panels/new", name="Circle", space="help", purpose="", promise="Monthly")
    assert refused.status_code == 422
    assert "Circle" in refused.text
    words = {"purpose": "We plan.", "promise": "Monthly", "fatigue_days": 30, "keeps_days": 365}
    made = send(ines, "/panels/new", "/panels/new", name="Circle", space="help", **words)
    assert made.status_code == 303
    address = made.location
    looked = ines.get(f"{address}?segments=Households&each=3&cell_by=segment")
    assert "Invite 3 people" in looked.text
    assert signed_in(people[0]).get("/panels").text.count("Circle") == 0
    hidden = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', looked.text.split("panels-letter")[1])
    )
    sent = send(
        ines, address.replace("/invite", "/invitations"), "/panels/new", **{**hidden, "lasts": 14, "message": "Hi"}
    )
    assert sent.status_code == 303
    again = send(ines, address.replace("/invite", "/invitations"), "/panels/new", **{**hidden, "lasts": 14})
    assert again.status_code == 422
    assert "has changed meanwhile" in again.text
    settle()
    members = ines.get(f"{sent.location}/members").text
    assert members.count("Invited</span>") == 3
    assert "seed" in members


def test_joining_and_leaving_take_a_form_never_a_link(
    signed_in: Browser, send: Send, cast: Cast, panel: Panel, join: Join
) -> None:
    join(panel, cast.carla, accept=False)
    carla, address = signed_in(cast.carla), f"{panel.url}/membership"
    page = carla.get(panel.url).text
    assert "Join the panel" in page
    assert "365 days after" in page
    assert carla.get(address).status_code in {404, 405}
    member = queries.member_of(cast.carla, panel)
    assert member is not None
    assert member.state == "invited"
    assert send(carla, f"{address}?_method=PUT", panel.url).location == panel.url
    assert "Leave the panel" in carla.get(panel.url).text
    assert send(carla, f"{address}?_method=DELETE", panel.url).location == "/panels"
    assert carla.get(panel.url).status_code == 404


def test_writing_a_concept_test_and_answering_it_without_script(
    signed_in: Browser, send: Send, cast: Cast, panel: Panel, join: Join
) -> None:
    join(panel, cast.carla)
    ines, carla, now = signed_in(cast.ines), signed_in(cast.carla), clock.now()
    dates = {
        "opens_at": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + timedelta(days=5):%Y-%m-%dT%H:%M}",
    }
    new = f"{panel.url}/studies/new"
    assert (
        send(ines, new, new, kind="concept", title="Hubs", design="monadic", **dates | {"closes_at": ""}).status_code
        == 422
    )
    made = send(ines, new, new, kind="concept", title="Hubs", design="monadic", shares_results="y", **dates)
    study = made.location.removesuffix("/edit")
    assert carla.get(study).status_code == 404
    unsaid = {"name": "Hexa", "body": "", "picture": (io.BytesIO(png()), "hub.png")}
    told = send(ines, f"{study}/concepts", f"{study}/edit", **unsaid)
    assert (told.status_code, "members who do not see the picture judge by that" in told.text) == (422, True)
    picture = {"picture": (io.BytesIO(png()), "hub.png"), "alt": "A flat hub"}
    shown = send(ines, f"{study}/concepts", f"{study}/edit", name="Hexa", body="Flat *hub*.", **picture)
    assert shown.status_code == 303, shown.text
    item = {"kind": "scale", "prompt": "How good?", "least": 1, "most": 5, "required": "y", "per_concept": "y"}
    assert send(ines, f"{study}/items", f"{study}/edit", **item).status_code == 303
    assert (
        send(ines, f"{study}/items", f"{study}/edit", **{**item, "kind": "single", "options": "One"}).status_code == 422
    )
    ranks = {"kind": "rank", "prompt": "Order?", "options": "Price\nSpeed\nLooks", "required": "y"}
    assert send(ines, f"{study}/items", f"{study}/edit", **ranks).status_code == 303
    before = ines.get(f"{study}/preview").text
    assert "A flat hub" in before
    assert "Send my answer" not in before
    assert send(ines, f"{study}/announcement?_method=PUT", f"{study}/edit").location == panel.url
    assert ines.get(f"{study}/edit").status_code == 403
    page = carla.get(study).text
    assert "A flat hub" in page
    image = re.search(r'src="(/files/[^"]+)"', page)
    assert image
    with carla.get(image[1]) as served:
        assert served.status_code == 200
    assert signed_in(cast.colin).get(image[1]).status_code == 404
    row = queries.visible_study(cast.carla, int(study.rpartition("/")[2]))
    assert row is not None
    key = keys(row, cast.carla)
    twice = {f"{key['rank']}.{place}": 1 for place in range(3)}
    refused = send(carla, f"{study}/answer?_method=PUT", study, **twice)
    assert refused.status_code == 422
    assert "Order?: Give each a place of its own" in refused.text
    assert "How good? (Hexa): This one needs an answer." in refused.text
    ranked = {key["scale"]: 4, **{f"{key['rank']}.{place}": 3 - place for place in range(3)}}
    assert send(carla, f"{study}/answer?_method=PUT", study, **ranked).status_code == 303
    sheet = queries.sheet_of(cast.carla, row)
    assert sheet is not None
    assert sheet.answers == {key["scale"]: 4, key["rank"]: [2, 1, 0]}
    assert "Change my answer" in carla.get(study).text
    assert carla.get(f"{study}/results").status_code == 403
    assert "mean of 1 to 5" in ines.get(f"{study}/results").text


def test_rows_run_no_formula_and_name_nobody(
    signed_in: Browser, cast: Cast, panel: Panel, join: Join, study_of: MakeStudy
) -> None:
    join(panel, cast.carla, cast.colin)
    coded, named = study_of(panel), study_of(panel, named=True)
    for study in (coded, named):
        hand_in(study, cast.carla, text="=HYPERLINK(1)")
        hand_in(study, cast.colin, text="\t@sum")
    ines = signed_in(cast.ines)
    rows = list(csv.reader(io.StringIO(ines.get(f"{coded.url}/results.csv").text)))
    assert {row[-1] for row in rows[1:]} == {"'=HYPERLINK(1)", "'@sum"}
    assert rows[0][:4] == ["code", "cell", "concepts", "weight"]
    assert {row[3] for row in rows[1:]} == {"1.0"}
    assert {row[1] for row in rows[1:]} == {""}
    assert "Carla" not in "".join(map(str, rows))
    assert {row[0] for row in csv.reader(io.StringIO(ines.get(f"{named.url}/results.csv").text))} == {
        "member", "Carla Customer", "Colin Customer",
    }  # fmt: skip
    taken = [entry for entry in audit.entries().items if entry.action == "panels.results_exported"]
    assert [(entry.subject, entry.after["answers"], entry.after["named"]) for entry in taken] == [
        (f"study:{named.id}", 2, True), (f"study:{coded.id}", 2, False),
    ]  # fmt: skip
    page = ines.get(f"{coded.url}/results").text
    assert "Carla" not in page
    assert "Carla Customer" in ines.get(f"{named.url}/results").text
    assert "under a code" in signed_in(cast.carla).get(coded.url).text
    assert "with names" in signed_in(cast.carla).get(named.url).text


def test_the_weights_of_rows_name_nobody(
    signed_in: Browser, cast: Cast, panel: Panel, join: Join, crowd: Crowd, study_of: MakeStudy
) -> None:
    homes, shops = crowd(6), crowd(5, segment="Shops", name="shop")
    join(panel, *homes, *shops)
    few, enough, named = study_of(panel), study_of(panel), study_of(panel, named=True)
    with transaction.unit():
        for study in (few, enough, named):
            commands.set_targets(study, {"segment": {"Households": 50, "Shops": 50}}, by=cast.ines)
    for study, answering in ((few, [*homes, shops[0]]), (named, [*homes, shops[0]]), (enough, [*homes, *shops])):
        for person in answering:
            hand_in(study, person)

    def weights(study: Study) -> set[str]:
        rows = csv.DictReader(io.StringIO(signed_in(cast.ines).get(f"{study.url}/results.csv").text))
        return {row["weight"] for row in rows}

    assert weights(few) == {""}
    assert weights(named) == {"0.583333", "3.5"}
    assert weights(enough) == {"0.916667", "1.1"}


def test_members_see_results_when_it_closed_and_what_it_changed(
    signed_in: Browser, send: Send, cast: Cast, panel: Panel, join: Join, crowd: Crowd, study_of: MakeStudy
) -> None:
    people = crowd(6)
    join(panel, *people)
    study = study_of(panel)
    for person in people:
        hand_in(study, person, text=f"Private words of {person.handle}")
    member, ines = signed_in(people[0]), signed_in(cast.ines)
    with transaction.unit():
        commands.close_study(study)
    told = send(ines, f"{study.url}/outcomes", f"{study.url}/results", body="The **small** hub it is.", url="/ideas")
    assert told.status_code == 303
    seen = member.get(f"{study.url}/results").text
    assert "100 %" in seen
    assert "Private words" not in seen
    assert "Who answered" not in seen
    assert "Private words of crowd3" in ines.get(f"{study.url}/results").text
    assert "<strong>small</strong>" in member.get(panel.url).text
    assert member.get(f"{study.url}/results.csv").status_code == 403
    targets = send(ines, f"{study.url}/targets?_method=PUT", f"{study.url}/results", segment="Households: many")
    assert targets.status_code == 422
    assert (
        send(
            ines, f"{study.url}/targets?_method=PUT", f"{study.url}/results", segment="Households: 70\nShops: 30"
        ).status_code
        == 303
    )
    assert "Nobody answered from Shops" in ines.get(f"{study.url}/results").text


def test_a_choice_in_the_settings(signed_in: Browser, send: Send, cast: Cast) -> None:
    carla = signed_in(cast.carla)
    assert "/settings/panels" in carla.get("/settings").text
    assert send(carla, "/settings/panels?_method=DELETE", "/settings/panels").status_code == 303
    assert queries.has_opted_out(cast.carla)
    assert "invited to no panel" in carla.get("/settings/panels", headers={"Turbo-Frame": "panels-choice"}).text
    send(carla, "/settings/panels?_method=PUT", "/settings/panels")
    assert not queries.has_opted_out(cast.carla)


def test_lists_cost_the_same_however_long(
    signed_in: Browser, cast: Cast, panel_of: MakePanel, join: Join, crowd: Crowd, study_of: MakeStudy
) -> None:
    def cost(address: str, browser: FlaskClient) -> int:
        browser.get(address)
        with counted() as statements:
            assert browser.get(address).status_code == 200
        return len(statements)

    ines, carla = signed_in(cast.ines), signed_in(cast.carla)
    panel, people = panel_of(fatigue_days=0), crowd(9)
    join(panel, cast.carla, people[0])
    study = study_of(panel)
    pages = (
        (panel.url, ines),
        (panel.url, carla),
        (f"{panel.url}/members", ines),
        ("/panels", carla),
        (f"{study.url}/results", ines),
    )
    hand_in(study, cast.carla)
    few = [cost(*page) for page in pages]
    join(panel, *people[1:])
    for person in people:
        hand_in(study, person)
    for n in range(4):
        study_of(panel)
        join(panel_of(f"Circle {n}", fatigue_days=0), cast.carla)
    assert [cost(*page) for page in pages] == few
    assert max(few) <= 25
