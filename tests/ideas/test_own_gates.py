"""What an idea must meet is not for its authors to say."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from app.core import transaction
from app.ideas import commands
from app.ideas.models import Idea
from tests.cast import Cast

LEGAL = {"key": "legal", "type": "free", "text": "Legal has no objection"}


def test_nobody_says_that_their_own_idea_meets_its_gate(
    cast: Cast, idea: Idea, api: Callable[..., FlaskClient]
) -> None:
    """Neither of the team, nor whoever is named to sign off: a tick opens what they may not waive."""
    signed = {"key": "so", "type": "sign_off", "person_id": cast.erik.id}
    with transaction.unit():
        commands.set_gate(cast.space("help"), "approved", [LEGAL, signed], by=cast.ines)
    for person in (cast.ines, cast.erik):
        with transaction.unit():
            commands.invite(idea, person.handle, by=cast.carla)
            commands.agree(idea, by=person)
    at = f"/api/v1/ideas/{idea.id}/gates/approved/criteria"
    for person, criterion in ((cast.ines, "legal"), (cast.erik, "so")):
        refused = api(person).put(f"{at}/{criterion}/tick", json={})
        assert (refused.status_code, refused.json["gate"]) == (403, "own")
    assert api(cast.ada).put(f"{at}/legal/tick", json={}).status_code == 204
