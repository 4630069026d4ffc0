"""Panels as they are lived: drawn, invited, asked, reminded, weighted, told; with what each must never do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.crm.models import Interaction
from app.extensions import db
from app.panels import commands, queries
from app.panels.models import Panel, Sheet
from tests.cast import Cast
from tests.panels.conftest import Crowd, Join, MakePanel, MakeStudy, fill, hand_in, keys
from tests.panels.test_inviting import told

Settle = Callable[[], None]


def test_a_poll_from_opening_to_outcome(
    cast: Cast, panel: Panel, join: Join, study_of: MakeStudy, settle: Settle
) -> None:
    join(panel, cast.carla, cast.colin)
    study = study_of(panel)
    settle()
    assert "study_opened" in told(cast.carla.id)
    assert (study.asked_count, study.state) == (2, "open")
    hand_in(study, cast.carla, scale=5)
    hand_in(study, cast.carla, scale=3)
    settle()
    db.session.refresh(study)
    assert study.answer_count == 1
    report = queries.report(study, team=True)
    assert report.found[3].tallies[0][1].mean.value == 3  # type: ignore[union-attr]
    assert [(r.asked, r.answered) for r in report.responses] == [(2, 1), (2, 1)]
    with clock.at(study.closes_at - timedelta(hours=3)), transaction.unit():
        commands.pass_time()
        commands.pass_time()
    with clock.at(study.closes_at + timedelta(minutes=1)), transaction.unit():
        commands.pass_time()
    settle()
    assert told(cast.colin.id).count("study_closing") == 1
    assert "study_closing" not in told(cast.carla.id)
    assert study.state == "closed"
    with transaction.unit(), pytest.raises(Conflict):
        hand_in(study, cast.colin)
    db.session.rollback()
    with transaction.unit():
        commands.tell_outcome(study, body="We build the **small** one.", url="/ideas/1", by=cast.ines)
    settle()
    assert "study_outcome" in told(cast.carla.id)
    assert "study_outcome" not in told(cast.colin.id)
    lines = db.session.scalars(select(Interaction).where(Interaction.kind == "answered_study")).all()
    assert [line.summary for line in lines] == [""]


def test_no_event_holds_what_somebody_said(cast: Cast, panel: Panel, join: Join, study_of: MakeStudy) -> None:
    join(panel, cast.carla)
    study = study_of(panel)
    hand_in(study, cast.carla, text="Zyxomma it is")
    entries = db.session.scalars(select(Entry).where(Entry.name.startswith("panels."))).all()
    given = [entry for entry in entries if entry.name == "panels.answer_given"]
    assert len(given) == 1
    assert set(given[0].payload) == {"panel_id", "study_id", "person_id"}
    assert "Zyxomma" not in "".join(str(entry.payload) for entry in entries)


def test_answers_that_do_not_fit(cast: Cast, panel: Panel, join: Join, study_of: MakeStudy) -> None:
    join(panel, cast.carla)
    study = study_of(panel)
    sheet = queries.sheet_of(cast.carla, study)
    assert sheet is not None
    key = keys(study, cast.carla)
    wrong = {
        "single": 2, "multiple": [0, 1, 2], "rank": [0, 0, 1], "scale": 6,
    }  # fmt: skip
    with pytest.raises(Invalid) as caught:
        commands.answer(study, sheet, {key[kind]: value for kind, value in wrong.items()}, by=cast.carla)
    assert set(caught.value.errors) == {key[kind] for kind in wrong}
    for value in (True, "1", [1], 1.0, -1):
        with pytest.raises(Invalid):
            commands.answer(study, sheet, {**fill(study, cast.carla), key["single"]: value}, by=cast.carla)
    with pytest.raises(Invalid, match="needs an answer"):
        commands.answer(study, sheet, {}, by=cast.carla)
    with pytest.raises(Invalid, match="no such thing"):
        commands.answer(study, sheet, {**fill(study, cast.carla), "q99999": 1}, by=cast.carla)
    with pytest.raises(Conflict):
        commands.answer(study, sheet, fill(study, cast.carla), by=cast.colin)
    assert sheet.answered_at is None


def test_one_concept_each_shared_out_evenly_also_for_who_comes_late(
    cast: Cast, panel: Panel, crowd: Crowd, join: Join, study_of: MakeStudy
) -> None:
    people = crowd(7)
    join(panel, *people[:5])
    study = study_of(panel, "concept")
    join(panel, *people[5:])
    sheets = db.session.scalars(select(Sheet)).all()
    assert sorted(len(sheet.concept_ids) for sheet in sheets) == [1] * 7
    firsts = [sheet.concept_ids[0] for sheet in sheets]
    assert abs(firsts.count(firsts[0]) * 2 - 7) == 1
    assert study.asked_count == 7
    every = study_of(panel, "concept", design="sequential")
    assert {len(s.concept_ids) for s in queries.asked(every)} == {2}


def test_leaving_takes_the_name_off(cast: Cast, panel: Panel, join: Join, study_of: MakeStudy) -> None:
    join(panel, cast.carla)
    study = study_of(panel, named=True)
    hand_in(study, cast.carla)
    member = queries.member_of(cast.carla, panel)
    assert member is not None
    assert queries.names_of(study, queries.asked(study)) != {}
    with transaction.unit():
        commands.leave(panel, member, by=cast.carla)
    assert queries.sheet_of(cast.carla, study) is None
    assert queries.names_of(study, queries.asked(study)) == {}
    assert queries.report(study, team=True).n == 1
    assert queries.visible_study(cast.carla, study.id) is None


def test_names_go_after_the_promised_time(cast: Cast, panel_of: MakePanel, join: Join, study_of: MakeStudy) -> None:
    panel = panel_of(keeps_days=30)
    join(panel, cast.carla)
    study = study_of(panel)
    hand_in(study, cast.carla)
    with clock.at(study.closes_at + timedelta(hours=1)), transaction.unit():
        commands.pass_time()
    for days, kept in ((29, True), (31, False)):
        with clock.at(study.closes_at + timedelta(days=days)), transaction.unit():
            commands.cut_old_ties()
        assert (queries.sheet_of(cast.carla, study) is not None) is kept


def test_results_are_weighted_by_what_the_crm_counts(
    cast: Cast, panel: Panel, crowd: Crowd, join: Join, study_of: MakeStudy
) -> None:
    houses, shops = crowd(6, "Households", "house"), crowd(2, "Shops", "shop")
    join(panel, *houses, *shops)
    study = study_of(panel)
    for person in houses:
        hand_in(study, person, single=0)
    for person in shops:
        hand_in(study, person, single=1)
    with transaction.unit():
        commands.set_targets(study, {"segment": {"Households": 50, "Shops": 50}}, by=cast.ines)
    report = queries.report(study, team=True)
    assert report.weights is not None
    assert report.weights.converged
    line = report.found[0].tallies[0][1].lines[0]
    assert line.share is not None
    assert line.weighted is not None
    assert (line.share.value, line.weighted.value) == (0.75, pytest.approx(0.5))
    assert [(level.name, level.count, round(level.weight, 3)) for level in report.levels] == [
        ("Households", 6, 0.667), ("Shops", 2, 2.0),
    ]  # fmt: skip
    members = queries.report(study, team=False)
    assert members.levels == []
    assert members.responses == []
    assert [line.count for line in members.found[0].tallies[0][1].lines] == [None, None]
    with pytest.raises(Invalid):
        commands.set_targets(study, {"segment": {"Households": 0}}, by=cast.ines)


def test_a_text_that_a_rule_holds_back_is_shown_to_nobody(
    cast: Cast, panel: Panel, join: Join, study_of: MakeStudy
) -> None:
    from app.screening import commands as screening

    with transaction.unit():
        screening.add_rule(name="Zebra", kind="words", action="hold", terms=["zebra"], by=cast.stella)
    join(panel, cast.carla)
    study = study_of(panel)
    hand_in(study, cast.carla, text="A zebra")
    text = queries.report(study, team=True).found[4].tallies[0][1].texts[0]
    assert (text.body, text.held_by) == ("", ("Zebra",))


def test_a_study_that_nobody_could_answer_is_not_announced(cast: Cast, panel: Panel) -> None:
    now = clock.now()
    made = commands.make_study(
        panel, kind="concept", title="Empty", opens_at=now, closes_at=now + timedelta(days=1), by=cast.ines
    )
    with pytest.raises(Invalid, match="Ask something"):
        commands.announce(made, by=cast.ines)
    commands.add_item(made, kind="text", prompt="Why so?")
    with pytest.raises(Invalid, match="concept"):
        commands.announce(made, by=cast.ines)
    for wrong in (
        {"kind": "single", "options": ["One"]}, {"kind": "rank", "options": ["A", "a"]}, {"kind": "nothing"},
        {"kind": "scale", "least": 3, "most": 9}, {"kind": "multiple", "options": ["A", "B"], "least": 3},
    ):  # fmt: skip
        with pytest.raises(Invalid):
            commands.add_item(made, prompt="What now?", **wrong)  # type: ignore[arg-type]
    past = {"opens_at": now - timedelta(days=3), "closes_at": now - timedelta(days=1)}
    with pytest.raises(Invalid, match="future"):
        commands.make_study(panel, kind="poll", title="Late", by=cast.ines, **past)


def test_outcomes_lead_nowhere_else(cast: Cast, panel: Panel, join: Join, study_of: MakeStudy) -> None:
    join(panel, cast.carla)
    study = study_of(panel)
    away = ("//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example", "/\t/evil.example")
    for address in away:
        with pytest.raises(Invalid):
            commands.tell_outcome(study, body="Done.", url=address, by=cast.ines)
