"""Who may do what in panels, as tables."""

from __future__ import annotations

import pytest

from app.accounts import commands as accounts
from app.core import transaction
from app.extensions import db
from app.panels import commands, policy, queries
from app.panels.models import Panel
from app.spaces.models import Membership
from tests.cast import Cast
from tests.panels.conftest import Join, MakePanel, MakeStudy, hand_in

EVERYBODY = ("carla", "colin", "emma", "sam", "stella", "cara", "anna", "max", "ines", "ada")


@pytest.mark.parametrize("handle", EVERYBODY)
def test_who_makes_panels(cast: Cast, handle: str) -> None:
    cast.space("help")
    assert bool(policy.may_make(getattr(cast, handle))) is (handle in {"ines", "ada"})
    assert not policy.may_make(None)


def test_owners_of_a_space_run_its_panels(cast: Cast, panel: Panel) -> None:
    with transaction.unit():
        db.session.add(Membership(space_id=panel.space_id, person_id=cast.emma.id, role="owner"))
        db.session.add(Membership(space_id=panel.space_id, person_id=cast.sam.id, role="moderator"))
    assert policy.may_make(cast.emma)
    assert policy.may_run(cast.emma, panel)
    assert not policy.may_make(cast.sam)
    assert not policy.may_run(cast.sam, panel)


def test_a_member_and_a_stranger(cast: Cast, panel: Panel, join: Join, study_of: MakeStudy) -> None:
    join(panel, cast.carla)
    join(panel, cast.cleo, accept=False)
    study = study_of(panel)
    carla, sheet = cast.carla, queries.sheet_of(cast.carla, study)
    assert policy.may_answer(carla, study, sheet)
    for person in (cast.colin, cast.cleo, cast.ines, None):
        assert not policy.may_answer(person, study, queries.sheet_of(person, study))
        assert not policy.may_leave(person, queries.member_of(person, panel)) or person == cast.cleo
    assert policy.may_see_results(cast.ines, study, None)
    assert policy.may_see_results(carla, study, sheet).gate == "dates"
    with transaction.unit():
        commands.close_study(study)
    assert policy.may_see_results(carla, study, sheet)
    assert not policy.may_answer(carla, study, sheet)
    assert policy.may_see_results(cast.colin, study, None).gate == "role"
    study.shares_results = False
    assert policy.may_see_results(carla, study, sheet).gate == "role"


def test_the_suspended_may_leave_and_nothing_else(cast: Cast, panel: Panel, join: Join, study_of: MakeStudy) -> None:
    join(panel, cast.carla)
    study = study_of(panel)
    hand_in(study, cast.carla)
    with transaction.unit():
        accounts.suspend(cast.carla, until=None, by=cast.max, reason="Spam")
    member, sheet = queries.member_of(cast.carla, panel), queries.sheet_of(cast.carla, study)
    assert policy.may_leave(cast.carla, member)
    assert policy.may_answer(cast.carla, study, sheet).gate == "standing"
    assert policy.may_join(cast.carla, panel, member).gate == "standing"


def test_what_was_announced_is_not_changed(cast: Cast, panel_of: MakePanel, study_of: MakeStudy) -> None:
    panel = panel_of()
    draft, announced = study_of(panel, announce=False), study_of(panel)
    assert policy.may_change(cast.ines, draft)
    assert policy.may_change(cast.ines, announced).gate == "state"
    assert policy.may_tell_outcomes(cast.ines, draft).gate == "state"
    assert policy.may_tell_outcomes(cast.ines, announced)
    with transaction.unit():
        commands.close_panel(panel, by=cast.ines)
    assert policy.may_invite(cast.ines, panel).gate == "state"
    assert announced.state == "closed"
