"""What becomes of review tasks by themselves, while people file at the same time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import event

from app.core import clock, transaction
from app.core.events import Entry
from app.extensions import db
from app.ideas import commands
from app.training import commands as training
from tests.cast import Cast
from tests.ideas.conftest import MakeChallenge, MakeIdea
from tests.ideas.test_assignments import ask, listed, states


def test_what_was_filed_while_the_worker_looked_stays_filed(
    cast: Cast, challenge_of: MakeChallenge, idea_of: MakeIdea
) -> None:
    """The worker finds a task that waits; before its turn comes the review is filed: it ends and reminds nobody."""
    (idea,) = listed(cast, challenge_of(), idea_of, 1)
    ask(cast, [idea], cast.sam)
    (certificate,) = cast.certify(cast.sam, "review")
    with transaction.unit():
        training.revoke(certificate, by=cast.stella, reason="For the test.")
    looked: list[str] = []

    def file_meanwhile(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not looked and all(part in statement for part in ("FROM review_assignment", "NOT IN", "certificate")):
            looked.append(statement)
            connection.exec_driver_sql("UPDATE review_assignment SET state = 'done'")

    event.listen(db.engine, "after_cursor_execute", file_meanwhile)
    try:
        with clock.at(clock.now() + timedelta(days=6)), transaction.unit():
            commands.keep_assignments()
    finally:
        event.remove(db.engine, "after_cursor_execute", file_meanwhile)
    db.session.expire_all()
    assert looked
    assert states(idea) == {"sam": "done"}
    names = {entry.name for entry in db.session.query(Entry)}
    assert not names & {"ideas.review_assignment_ended", "ideas.reviews_due"}
