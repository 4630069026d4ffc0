"""What the tests of practice share: words to look for, and short deeds."""

from __future__ import annotations

from app.accounts import commands as accounts
from app.accounts.models import Person
from app.board import commands
from app.board.models import Practice, Question, Remark
from app.core import transaction
from tests.cast import Cast

SETTLED, WRITTEN = "zirconium", "ytterbium"


def hand_in(question: Question, by: Person, body: str = f"I would say {WRITTEN}.") -> Practice:
    with transaction.unit():
        return commands.practise(question, body, by=by)


def remark(practice: Practice, by: Person, verdict: str = "ready", body: str = "Well **said**.") -> Remark:
    with transaction.unit():
        return commands.remark(practice, verdict, body, by=by)


def second_mentor(cast: Cast) -> Person:
    with transaction.unit():
        return accounts.add_person(handle="mick", name="Mick", kind="employee", roles=("mentor",), confirmed=True)
