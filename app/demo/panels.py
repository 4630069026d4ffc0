"""A panel of customers who were asked about the next hub, and heard what it changed."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.demo.pictures import hub
from app.demo.story import Story, content
from app.files import commands as files
from app.panels import commands as panels
from app.panels import queries
from app.panels.models import Panel, Sheet, Study
from app.panels.queries import Wanted

STEP = 0.11


def tell_panels(story: Story) -> None:
    """Collect the panel's deeds; segments are known by now, as the CRM's subscriber has caught up."""
    told = content("panels")
    story.at(told["made_day"], _make, story, told)
    story.at(told["invited_day"], _invite, story, told)
    story.at(told["joins_day"], _join, story, told)
    for name in ("poll", "test"):
        story.at(told[name]["day"], _ask, story, told, name)
        story.at(told[name]["day"] + STEP, _answer, story, told, name)
    story.at(told["poll"]["closes_day"], panels.pass_time)
    story.at(told["poll_outcome"]["day"], _tell_outcome, story, told)


def _make(story: Story, told: dict[str, Any]) -> None:
    words = {name: told[name] for name in ("name", "purpose", "promise")}
    story.things["panel"] = panels.make_panel(
        story.things[f"space:{told['space']}"], by=story.people[told["owner"]], **words
    )


def _invite(story: Story, told: dict[str, Any]) -> None:
    panels.invite(
        story.things["panel"], Wanted(segments=tuple(told["segments"])), each=0, quotas=told["quotas"],
        seed=told["seed"], message=told["message"], by=story.people[told["owner"]],
    )  # fmt: skip


def _join(story: Story, told: dict[str, Any]) -> None:
    """All accept but those who decline."""
    panel: Panel = story.things["panel"]
    for member in queries.members(panel, limit=100).items:
        person = _person(story, member.person_id)
        deed = panels.leave if person.handle in told["declines"] else panels.accept
        deed(panel, member, by=person)


def _ask(story: Story, told: dict[str, Any], name: str) -> None:
    asked, owner = told[name], story.people[told["owner"]]
    study = panels.make_study(
        story.things["panel"], kind="poll" if name == "poll" else "concept", title=asked["title"],
        intro=asked["intro"], opens_at=story.moment(asked["day"]), closes_at=story.moment(asked["closes_day"]),
        seed=f"{told['seed']}{len(name):04x}", by=owner,
    )  # fmt: skip
    for concept in asked.get("concepts", ()):
        picture = files.store(files.prepare(hub(tuple(concept["lights"]), "drawing.jpg")), by=owner)
        panels.add_concept(
            study, name=concept["name"], body=concept["body"], tokens=[picture.token], alt=concept["alt"], by=owner
        )
    for item in asked["items"]:
        panels.add_item(study, **item)
    if "targets" in asked:
        panels.set_targets(study, asked["targets"], by=owner)
    panels.announce(study, by=owner)
    story.things[f"study:{name}"] = study


def _answer(story: Story, told: dict[str, Any], name: str) -> None:
    """All answer but those who skip it, what is written in turn."""
    asked, study = told[name], story.things[f"study:{name}"]
    sheets = sorted(queries.asked(study), key=lambda sheet: sheet.id)
    for place, sheet in enumerate(sheets, start=1):
        person, said = _person(story, sheet.person_id), asked["answers"][place % len(asked["answers"])]
        if person.handle not in asked["skips"]:
            panels.answer(study, sheet, _keyed(study, sheet, said), by=person)


def _keyed(study: Study, sheet: Sheet, said: list[Any]) -> dict[str, Any]:
    """What is written, under the keys of a sheet: of a concept test a list for each concept, then the rest."""
    items = queries.items(study)
    given: dict[str, Any] = {}
    for place, concept in enumerate(queries.concepts(study)):
        if concept.id in sheet.concept_ids:
            about = [item for item in items if item.per_concept]
            given |= {item.key(concept.id): value for item, value in zip(about, said[place], strict=True)}
    rest = [item for item in items if not item.per_concept]
    given |= {item.key(): value for item, value in zip(rest, said[len(said) - len(rest) :], strict=True)}
    return {key: value for key, value in given.items() if value != ""}


def _tell_outcome(story: Story, told: dict[str, Any]) -> None:
    said = told["poll_outcome"]
    panels.tell_outcome(story.things["study:poll"], body=said["body"], url=said["url"], by=story.people[told["owner"]])


def _person(story: Story, person_id: int | None) -> Person:
    return next(person for person in story.people.values() if person.id == person_id)
