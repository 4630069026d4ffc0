"""Drawing and inviting: who is asked, who is never asked, and what an invitation sets off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import commands as accounts
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.crm.models import Interaction
from app.extensions import db
from app.notifications.models import Notification
from app.panels import commands, queries
from app.panels.models import Member, Panel
from app.panels.queries import Wanted
from tests.cast import Cast
from tests.panels.conftest import SEED, Crowd, Join, MakePanel

Settle = Callable[[], None]


def plan(panel: Panel, each: int = 40, seed: str = SEED, **wanted: object) -> queries.Plan:
    return queries.plan(panel, Wanted(**wanted), each=each, quotas={}, seed=seed)  # type: ignore[arg-type]


def told(person_id: int) -> list[str]:
    return list(db.session.scalars(select(Notification.kind).where(Notification.person_id == person_id)))


def test_a_draw_by_segment_keeps_its_quotas_and_is_kept(cast: Cast, panel: Panel, crowd: Crowd) -> None:
    crowd(9, "Households", "house")
    crowd(3, "Shops", "shop")
    looked = plan(panel, each=5, segments=("Households", "Shops"))
    assert [(c.name, c.available, c.wanted, c.drawn, c.shortfall) for c in looked.cells] == [
        ("Households", 9, 5, 5, 0), ("Shops", 3, 5, 3, 2),
    ]  # fmt: skip
    with transaction.unit():
        drawn = commands.invite(
            panel, Wanted(segments=("Households", "Shops")), each=5, quotas={}, seed=SEED, expected=looked.digest,
            by=cast.ines,
        )  # fmt: skip
    members = db.session.scalars(select(Member)).unique().all()
    assert {m.person_id for m in members} == {p for people in looked.drawn.values() for p in people}
    from app.panels.drawing import draw

    assert draw(drawn.pool, drawn.quotas, drawn.seed) == looked.drawn
    with transaction.unit():
        again = commands.invite(panel, Wanted(segments=("Households",)), each=9, quotas={}, seed=SEED, by=cast.ines)
    assert again.cells[0]["drawn"] == 4
    with pytest.raises(Invalid):
        commands.invite(panel, Wanted(segments=("Households",)), each=9, quotas={}, seed=SEED, by=cast.ines)


def test_a_pool_that_changed_is_noticed(cast: Cast, panel: Panel, crowd: Crowd) -> None:
    people = crowd(6)
    looked = plan(panel, segments=("Households",))
    with transaction.unit():
        commands.opt_out(by=people[0])
    with pytest.raises(Conflict):
        commands.invite(
            panel, Wanted(segments=("Households",)), each=40, quotas={}, seed=SEED, expected=looked.digest, by=cast.ines
        )


def test_who_is_never_drawn(cast: Cast, panel_of: MakePanel, crowd: Crowd, join: Join) -> None:
    panel, other = panel_of(), panel_of("Another circle", fatigue_days=0)
    people = crowd(5)
    join(other, people[0], accept=False)
    with transaction.unit():
        commands.opt_out(by=people[1])
        accounts.suspend(people[2], until=None, by=cast.max, reason="Spam")
    found = plan(panel, segments=("Households",))
    assert found.drawn == {"Households": [p.id for p in people[3:]]} or set(found.drawn["Households"]) == {
        people[3].id, people[4].id,
    }  # fmt: skip
    assert found.left_out == 3
    with clock.at(clock.now() + timedelta(days=31)):
        assert people[0].id in plan(panel, segments=("Households",)).drawn["Households"]
    with transaction.unit():
        commands.opt_in(by=people[1])
    assert people[1].id in plan(panel, segments=("Households",)).drawn["Households"]
    staff = panel_of("Inside", space="staff")
    assert plan(staff, segments=("Households",)).total == 0
    assert cast.ines.id not in [p for ids in plan(staff, kind="employee", cell_by="none").drawn.values() for p in ids]


def test_by_hand_says_who_was_not_found_without_why(cast: Cast, panel: Panel) -> None:
    carla, colin = cast.carla, cast.colin
    with transaction.unit():
        commands.opt_out(by=colin)
    found = plan(panel, by_hand=("@Carla", "colin@example.com", "nobody-here"), cell_by="none")
    assert found.drawn == {"everybody": [carla.id]}
    assert found.unknown == ["colin@example.com", "nobody-here"]
    assert found.left_out is None


def test_few_who_did_something_are_not_told_apart(cast: Cast, panel: Panel, crowd: Crowd) -> None:
    from app.board import commands as board

    people, space = crowd(6), cast.space("help")
    for count in (4, 5):
        with transaction.unit():
            for person in people[:count] if count == 4 else people[4:5]:
                board.ask(space=space, title=f"What is light {person.id} for?", body="It blinks.", topics=[], by=person)
        found = plan(panel, deed="asked", days=30, cell_by="none")
        assert found.total == (0 if count == 4 else 5)
        assert found.too_small == (["everybody"] if count == 4 else [])
    assert plan(panel, deed="asked", least=2, cell_by="none").total == 0


def test_invited_told_joined_and_on_the_crm_log(cast: Cast, panel: Panel, join: Join, settle: Settle) -> None:
    join(panel, cast.carla, cast.colin, accept=False)
    settle()
    assert told(cast.carla.id) == ["panel_invited"]
    member = queries.member_of(cast.carla, panel)
    assert member is not None
    assert member.delivered_at is not None
    with transaction.unit():
        commands.accept(panel, member, by=cast.carla)
        commands.accept(panel, member, by=cast.carla)
        other = queries.member_of(cast.colin, panel)
        assert other is not None
        commands.leave(panel, other, by=cast.colin)
    settle()
    db.session.refresh(panel)
    assert panel.member_count == 1
    assert told(cast.colin.id) == []
    lines = db.session.scalars(select(Interaction).where(Interaction.kind == "joined_panel")).all()
    assert [(line.identity.person_id, line.summary) for line in lines] == [(cast.carla.id, "")]
    with pytest.raises(Conflict):
        commands.accept(panel, other, by=cast.colin)


def test_an_invitation_is_remembered_once_and_ends(cast: Cast, panel: Panel, join: Join, settle: Settle) -> None:
    join(panel, cast.carla, accept=False)
    for day, kinds in ((12, ["panel_reminded"]), (13, ["panel_reminded"]), (15, [])):
        with clock.at(clock.now() + timedelta(days=day)), transaction.unit():
            commands.pass_time()
        settle()
        assert [kind for kind in told(cast.carla.id) if kind != "panel_invited"] == kinds
    member = queries.member_of(cast.carla, panel)
    assert member is not None
    assert member.state == "expired"
    assert queries.visible_panel(cast.carla, panel.id) is None
