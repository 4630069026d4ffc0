"""Something of everything that the idea exchange shows, so that each of its pages has something on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.accounts.models import Person
from app.core import clock
from app.ideas import commands
from app.ideas.models import Challenge, Idea
from app.spaces import queries as spaces

# One word that is wider than a phone, as some languages and every address have them.
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
# One of each kind, none of them needed.
FIELDS: list[dict[str, Any]] = [
    {"kind": "choice", "label": "Where it is", "options": ["In the hall", "In the bedroom"]},
    {"kind": "choice", "label": f"Which night, {LONG}", "options": ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]},
    {"kind": "choices", "label": "What it does", "options": ["It blinks", "It hums", "It clicks"], "most": 2},
    {"kind": "number", "label": "How often", "unit": "times a night", "help": "Roughly."},
    {"kind": "money", "label": "What it costs you"},
    {"kind": "date", "label": "Since when"},
    {"kind": "yes", "label": "Did you try to switch it off?"},
    {"kind": "link", "label": "A picture of it"},
    {"kind": "person", "label": "Who knows more"},
    {"kind": "long", "label": "What else", "team": True},
]
TITLES = (
    f"{LONG}: dim the lights of the hub",
    "Let the hub sleep at night",
    "A quiet hour for messages",
    "A button that silences the hub",
)


def founded(people: dict[str, Any]) -> None:
    """Four ideas (one anonymous, one a duplicate, one with a project), talk beneath them, two rounds."""
    ines, carla, colin, sam = (people[handle] for handle in ("ines", "carla", "colin", "sam"))
    challenge = _challenge(ines)
    dim, sleep, hour, button = (
        commands.submit(challenge, title=title, body="So that I *sleep*.", by=by, anonymous=anonymous)
        for title, by, anonymous in zip(TITLES, (carla, colin, colin, sam), (False, False, True, False), strict=True)
    )
    commands.invite(dim, "@jimbo", by=carla)
    commands.vote(dim, 1, by=colin)
    asked = commands.comment(dim, "Can it be bright in the morning?", by=colin, asks_author=True)
    commands.comment(dim, "From six, yes.", by=carla, reply_to_id=asked.id)
    said = commands.comment(dim, "What of the box in the cellar?", by=colin)
    commands.edit_comment(said, "What of the box in the attic?", by=colin)
    commands.comment(dim, "Would a timer do?", by=people["erik"], asks_author=True)
    commands.endorse(dim, "Half of the calls at night are about it.", standing="Subject-matter expert", by=sam)
    commands.edit(dim, title=TITLES[0], body="So that I *sleep* at last.", by=carla)
    commands.vote_for(dim, "jimbo", source="call", note="He said so twice.", by=ines)
    commands.merge(sleep, dim, by=ines)
    commands.move(button, "approved", "It is cheap.", by=ines)
    commands.make_project(button, name="The button", owner=people["erik"], by=ines)
    _rounds(challenge, [dim, hour, button], by=ines)


def _challenge(ines: Person) -> Challenge:
    space = spaces.by_slug("help")
    assert space
    return commands.open_challenge(
        space, slug="quieter-nights", title="Quieter nights", brief="What keeps you awake?", by=ines,
        opens_at=clock.now(), closes_at=clock.now() + timedelta(days=900), allows_anonymous=True, allows_private=True,
        goal=f"No {LONG}", rules=f"No {LONG}", reward=LONG, sponsor=LONG,
        form={"fields": FIELDS, "body": "What keeps you awake, and since when?"},
    )  # fmt: skip


def _rounds(challenge: Challenge, ideas: list[Idea], *, by: Person) -> None:
    chosen, closes_at = [idea.id for idea in ideas], clock.now() + timedelta(days=900)
    for kind, title, points in (("budget", "Where to begin", 10), ("pairs", "Which of two", 0)):
        commands.open_round(
            challenge, kind=kind, title=title, idea_ids=chosen, closes_at=closes_at, points=points, by=by
        )
