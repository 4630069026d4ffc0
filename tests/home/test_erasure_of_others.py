"""What an erasure leaves alone: the record of others and what is on its way to them, whatever was typed by who goes."""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import select

from app.accounts import commands as accounts
from app.accounts import jobs
from app.accounts.models import Person
from app.board import commands as board
from app.core import audit, mail, personal, transaction
from app.core.audit import AuditDetail, AuditEntry
from app.core.dispatch import Dispatch
from app.extensions import db
from app.moderation import commands as moderation
from app.moderation import subjects
from app.moderation.commands import Verdict
from app.moderation.models import Case, ModeratorDecision
from tests.cast import Cast

Settle = Callable[[], None]


def case_about(cast: Cast, author: Person, title: str) -> Case:
    """A question of theirs that Max hid, told in the usual words."""
    space, erik, max_ = cast.space("help"), cast.erik, cast.max
    with transaction.unit():
        asked = board.ask(space=space, title=title, by=author)
        subject = subjects.find(f"question:{asked.id}")
        assert subject is not None
        case = moderation.flag(subject, "abuse", by=erik)
        moderation.give(case, Verdict("hide"), by=max_)
    return case


def leave(person: Person, *, words: bool) -> None:
    with transaction.unit():
        accounts.ask_erasure(person, words=words, by=person)
    with transaction.unit():
        jobs.erase()


def entries() -> dict[int, bool]:
    """Whether each entry still says something, by its number."""
    rows = db.session.execute(select(AuditEntry.id, AuditEntry.subject, AuditDetail.entry_id).outerjoin(AuditDetail))
    return {row[0]: row[2] is not None for row in rows}


def test_whoever_writes_what_the_record_says_takes_nothing_of_it_along(cast: Cast, settle: Settle) -> None:
    """Names, profiles and tokens are free text: fields of the log, roles, and the usual words of decisions are too."""
    colin, usual = cast.colin, "If you think that this is a mistake"
    kept = case_about(cast, cast.carla, "Of somebody else")
    with transaction.unit():
        for number in range(21):
            moved = {"role": "member", "note": f"{usual} {number}"}
            audit.log("spaces.member_changed", f"space:{number}", by=cast.ada, reason="A word of it.", after=moved)
    settle()
    before = entries()
    assert any(before.values())
    with transaction.unit():
        accounts.make_token(colin, ["read", "write"], name="reason", by=colin)
        accounts.change_profile(colin, name=usual, function="", bio="html", by=colin)
        board.ask(space=cast.space("help"), title="member", body=usual, by=colin)
        mail.queue("waits", "carla@example.com", "told", person=cast.carla, sentence=usual, url="/")
        mail.queue("waits-too", "carla@example.com", "told", person=cast.carla, sentence="It is solved.", url="/")
    leave(colin, words=True)
    after = entries()
    assert {number for number, says in before.items() if says and not after[number]} == set()
    waiting = set(db.session.scalars(select(Dispatch.key).where(Dispatch.key.startswith("mail:waits"))))
    assert "mail:waits-too" in waiting
    made = db.session.scalars(select(ModeratorDecision).where(ModeratorDecision.case_id == kept.id)).one()
    assert made.reason.startswith("Hello Carla Customer,")
    with transaction.reading():
        assert audit.verify().broken_at is None


def test_of_a_decision_its_authors_name_and_title_go(cast: Cast, settle: Settle) -> None:
    """The words to them begin with both; that it was decided, and how, stays."""
    case = case_about(cast, cast.cleo, "The zyxomma of mine")
    settle()
    leave(cast.cleo, words=False)
    settle()
    db.session.rollback()
    made = db.session.scalars(select(ModeratorDecision).where(ModeratorDecision.case_id == case.id)).one()
    assert (made.action, made.code, made.reason) == ("hide", "abuse", personal.NOTHING)
    said = [*db.session.scalars(select(AuditDetail.content))]
    said += [json.dumps(payload) for payload in db.session.scalars(select(Dispatch.payload))]
    assert [each for each in said if "Cleo" in each] == []


def test_a_report_alone_is_not_in_what_one_takes_along(cast: Cast) -> None:
    """Nobody learns by their own data that they were reported, as they do not by their own cases."""
    space, carla, erik = cast.space("help"), cast.carla, cast.erik
    with transaction.unit():
        asked = board.ask(space=space, title="Is it true?", by=carla)
        subject = subjects.find(f"question:{asked.id}")
        assert subject is not None
        case = moderation.flag(subject, "abuse", by=erik)
    assert dict(personal.parts(carla))["cases about me"] == []
    with transaction.unit():
        moderation.give(case, Verdict("hide"), by=cast.max)
    assert len(dict(personal.parts(carla))["cases about me"]) == 1
