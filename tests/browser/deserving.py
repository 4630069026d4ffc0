"""People of their own for two journeys: Bea, who helped Dora three days ago, and Petra, who may open spaces."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Any

from tests.browser.company import PASSWORD

ASKED = "Why does my radio hum at night?"
BEA = (("bea", "Bea Badger", "employee"), ("dora", "Dora Grateful", "customer"))
PETRA = (("petra", "Petra Programme", "employee"), ("theo", "Theo Tester", "customer"))


def main(who: str) -> None:
    """Add them, with what happened three days ago; prints the number of Bea's answer."""
    from app import create_app
    from app.core import clock, transaction

    with create_app().app_context(), clock.at(clock.now() - timedelta(days=3)), transaction.unit():
        _helped() if who == "bea" else _programme()


def _helped() -> None:
    from app.accounts import queries
    from app.board import commands as board
    from app.recognition import commands as recognition
    from app.recognition.commands.rewarding import Offer
    from app.spaces import commands as spaces
    from app.training import commands as training
    from app.training import queries as trained

    stella, course = queries.by_handle("stella"), trained.course_clearing("answer")
    guideline = trained.current_guideline()
    assert stella
    assert course
    assert guideline
    bea, dora = _added(BEA)
    training.accept_guidelines(guideline.version, by=bea)
    training.certify(bea, course, by=stella, reason="Earned elsewhere")
    while trained.is_on_probation(bea):
        training.count_decision(bea, approved=True)
    room = spaces.open_space(slug="radio-room", name="Radio room", by=stella)
    given = board.answer(board.ask(space=room, title=ASKED, by=dora), "Move it away from the lamp.", by=bea)
    board.accept(given, by=dora)
    recognition.make_reward(Offer("Box of honey", "From the roof.", "voucher", "everybody", 10, 3), by=stella)
    print(given.id)


def _programme() -> None:
    from app.accounts import queries
    from app.spaces import commands as spaces

    stella = queries.by_handle("stella")
    assert stella
    petra, _theo = _added(PETRA)
    spaces.let_open(petra, outside=True, by=stella)


def _added(people: tuple[tuple[str, str, str], ...]) -> list[Any]:
    from app.accounts import commands as accounts

    return [
        accounts.add_person(
            name=name, handle=handle, kind=kind, email=f"{handle}@example.com", confirmed=True, password=PASSWORD
        )
        for handle, name, kind in people
    ]


if __name__ == "__main__":
    main(sys.argv[1])
