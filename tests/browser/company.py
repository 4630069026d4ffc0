"""A small company founded by the product's own commands, before it is started."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

PASSWORD = "seven quiet lanterns"
ROOT = Path(__file__).resolve().parents[2]
PEOPLE: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("nell", "Nell Novice", "employee", ()),
    ("nora", "Nora Newcomer", "employee", ()),
    ("erik", "Erik Employee", "employee", ()),
    ("mona", "Mona Mentor", "employee", ("mentor",)),
    ("sam", "Sam Specialist", "employee", ("sme",)),
    ("sue", "Sue Specialist", "employee", ("sme",)),
    ("max", "Max Moderator", "employee", ("moderator",)),
    ("ines", "Ines Innovation", "employee", ("innovation",)),
    ("cara", "Cara Care", "employee", ("care",)),
    ("anna", "Anna Analyst", "employee", ("analyst",)),
    ("stella", "Stella Steward", "employee", ("steward", "admin")),
    ("carla", "Carla Customer", "customer", ()),
    ("colin", "Colin Customer", "customer", ()),
    ("jimbo", "Jimbo", "customer", ()),
    ("gus", "Gus Goingaway", "customer", ()),
)
CONTACTS = """external_id,name,email,phone,segment,attributes
C-204712,Carla Customer,carla@example.com,,Households,{}
"""


def found(environ: dict[str, str]) -> None:
    """Migrate and found, in a process of its own so that no setting of the tests' application leaks in."""
    for command in (["-m", "flask", "db", "upgrade"], ["-m", "tests.browser.company"]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)


def _found_all() -> None:
    from app import create_app
    from app.core import clock, transaction, worker

    app = create_app()
    with app.app_context():
        with clock.at(clock.now() - timedelta(days=60)):
            _founding()
        with clock.at(clock.now() - timedelta(days=40)), transaction.unit():
            _jimbo("How do I turn the hub's light off at night?")
        with clock.at(clock.now() - timedelta(days=12)), transaction.unit():
            _jimbo("Can I keep my number when I move?")
        worker.drain()


def _founding() -> None:
    from app.accounts import commands as accounts
    from app.core import clock, transaction
    from app.crm import commands as crm
    from app.crm.commands import ContactRow
    from app.ideas import commands as ideas
    from app.screening import commands as screening
    from app.spaces import commands as spaces
    from app.topics import commands as topics
    from app.training import commands as training

    with transaction.unit():
        people = {
            handle: accounts.add_person(
                name=name, handle=handle, kind=kind, roles=roles, email=f"{handle}@example.com", confirmed=True,
                password=PASSWORD,
            )
            for handle, name, kind, roles in PEOPLE
        }  # fmt: skip
        steward = people["stella"]
        help_space = spaces.open_space(slug="help", name="Help", purpose="Ask anything.", by=steward)
        wifi = topics.ensure_topics(["Wi-Fi"])[0]
        topics.appoint(people["sam"], wifi, by=steward)
        for version in (1, 2):
            training.publish_guideline(f"# How we answer\n\nBe kind, version {version}.", summary="Kinder.", by=steward)
        for course in (_course("answering", "answer"), _course("reviewing", "review")):
            made = training.add_course(course, by=steward)
            for handle in ("erik", "mona", "sam", "sue"):
                training.certify(people[handle], made, by=steward, reason="Earned before the hive opened")
        for handle in ("erik", "mona", "sam", "sue"):
            training.accept_guidelines(2, by=people[handle])
        training.pair(people["mona"], people["nell"], by=steward)
        training.accept_guidelines(2, by=people["nora"])
        training.pair(people["mona"], people["nora"], by=steward)
        screening.add_rule(
            name="Insults", kind="words", action="hold", terms=["moron"], message="Say it kindly.", by=steward
        )
        ideas.open_challenge(
            help_space, slug="fewer-trips", title="Fewer trips to the shop", brief="What would save you a trip?",
            opens_at=clock.now(), closes_at=clock.now() + timedelta(days=120), by=people["ines"],
        )  # fmt: skip
        rows, _refused = crm.read_csv(CONTACTS, ContactRow)
        crm.import_contacts(rows, by=None)
    with transaction.unit():
        from tests.browser import exchange

        _solved(people)
        _paneled(people)
        exchange.founded(people)


def _solved(people: dict[str, Any]) -> None:
    from app.board import commands as board
    from app.spaces import queries as spaces

    help_space = spaces.by_slug("help")
    assert help_space
    question = board.ask(
        space=help_space, title="Why does the Wi-Fi drop every evening?", body="At half past seven, every day.",
        topics=["Wi-Fi"], by=people["colin"],
    )  # fmt: skip
    given = board.answer(question, "Set the channel to 36 and save. It stays on then.", by=people["sam"])
    board.accept(given, by=people["colin"])


def _paneled(people: dict[str, Any]) -> None:
    """A panel that Colin is in, and is asked something of every kind."""
    from app.core import clock
    from app.panels import commands as panels
    from app.panels import queries
    from app.panels.queries import Wanted
    from app.spaces import queries as spaces

    help_space, owner, colin = spaces.by_slug("help"), people["ines"], people["colin"]
    assert help_space
    panel = panels.make_panel(help_space, name="Old friends", purpose="We ask.", promise="Now and then", by=owner)
    panels.invite(panel, Wanted(by_hand=["colin"], cell_by="none"), each=1, quotas={}, seed="0ddba11c", by=owner)
    member = queries.member_of(colin, panel)
    assert member
    panels.accept(panel, member, by=colin)
    study = panels.make_study(
        panel, kind="concept", title="How do we do?", opens_at=clock.now(), closes_at=clock.now() + timedelta(days=900),
        by=owner,
    )  # fmt: skip
    panels.add_concept(study, name="A letter", body="By *post*.", by=owner)
    panels.add_item(study, kind="scale", prompt="How good?", least=1, most=5, low_label="Bad", per_concept=True)
    panels.add_item(study, kind="single", prompt="Which?", options=["One", "Other"])
    panels.add_item(study, kind="multiple", prompt="Where?", options=["Here", "There"])
    panels.add_item(study, kind="rank", prompt="In which order?", options=["Price", "Speed", "Looks"], required=False)
    panels.add_item(study, kind="text", prompt="Why?", required=False)
    panels.announce(study, by=owner)


def _jimbo(title: str) -> None:
    from app.accounts import queries as accounts
    from app.board import commands as board
    from app.spaces import queries as spaces

    help_space, jimbo = spaces.by_slug("help"), accounts.by_handle("jimbo")
    assert help_space
    assert jimbo
    board.ask(space=help_space, title=title, body="I looked everywhere in the app.", by=jimbo)


def _course(slug: str, clears: str) -> dict[str, Any]:
    """Twelve questions, of which eight are drawn; the right choice always says so."""
    bank = [
        {
            "prompt": f"What do we do in case {number} ({slug})?",
            "choices": ["Guess", "The right thing", "Nothing", "Promise"],
            "right": [1],
            "explanation": "Because the guidelines say so.",
        }
        for number in range(12)
    ]
    return {
        "slug": slug, "title": slug.title(), "about": "A short course.", "clears": clears, "bank": bank,
        "lessons": [{"title": "One lesson", "body": "Read the question twice."}],
    }  # fmt: skip


if __name__ == "__main__":
    _found_all()
