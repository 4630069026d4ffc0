"""The company: its people, spaces, topics, guidelines and courses."""

from __future__ import annotations

import base64
from typing import Any

from app.accounts import commands as accounts
from app.board import commands as board
from app.demo.pictures import hub
from app.demo.story import Story, content
from app.listening.widget import commands as widget
from app.screening import commands as screening
from app.spaces import commands as spaces
from app.topics import commands as topics
from app.topics import queries as topic_queries
from app.training import commands as training
from app.training import queries as training_queries

FIRST_DAY = -90.0
PICTURE, LIGHTS = "hub-lights.jpg", ("white", "white", "red")
GRANTED = "Took the same course before the hive opened"


def tell_company(story: Story, password: str) -> None:
    """Collect the deeds that make the company."""
    people = content("people")
    founder = next(person for person in people if "admin" in person["roles"])
    for place, person in enumerate(sorted(people, key=lambda p: p["handle"] != founder["handle"])):
        day = FIRST_DAY if place == 0 else person["joined_day"]
        story.at(day, _join, story, person, password)
    _found(story, founder["handle"])
    for guideline in content("guidelines"):
        story.at(guideline["day"], _publish, story, guideline, founder["handle"])
    for person in people:
        _train(story, person)


def _join(story: Story, person: dict[str, Any], password: str) -> None:
    made = accounts.add_person(
        name=person["name"], handle=person["handle"], kind=person["kind"], function=person.get("function", ""),
        bio=person.get("bio", ""), roles=person.get("roles", ()), email=f"{person['handle']}@example.com",
        confirmed=True, password=password if person.get("demo") else None,
    )  # fmt: skip
    story.people[person["handle"]] = made


def _found(story: Story, founder: str) -> None:
    """Spaces, topics, courses and rules are there from the first day."""
    for space in content("spaces"):
        story.at(FIRST_DAY + 0.01, _open, story, space, founder)
    story.at(FIRST_DAY + 0.015, _promise, story, founder)
    story.at(FIRST_DAY + 0.015, _show_outside, story, founder)
    story.at(FIRST_DAY + 0.01, _name_topics)
    for place, course in enumerate(content("courses")):
        story.at(
            FIRST_DAY + 0.02,
            _teach,
            story,
            {**course, "position": place},
            founder,
        )
    for rule in content("rules"):
        story.at(FIRST_DAY + 0.02, _rule, story, rule, founder)


def _open(story: Story, space: dict[str, Any], founder: str) -> None:
    story.things[f"space:{space['slug']}"] = spaces.open_space(**space, by=story.people[founder])


def _promise(story: Story, founder: str) -> None:
    """The company is at work by day and answers within four business hours; its ladder ends with the owners."""
    by = story.people[founder]
    week = [[[480, 1080]]] * 5 + [[[540, 780]], []]
    spaces.set_hours(None, zone="Europe/London", week=week, country="GB", by=by)
    targets = {
        "urgent": {"first_response": 60, "resolution": 480}, "high": {"first_response": 120, "resolution": 960},
        "normal": {"first_response": 240, "resolution": 2400}, "low": {"first_response": 960},
    }  # fmt: skip
    board.set_rules(None, targets=targets, owner_after=240, by=by)


def _show_outside(story: Story, founder: str) -> None:
    """The company's own site may show the help space."""
    widget.set_sites(story.things["space:help"], ["https://www.calderway.example"], by=story.people[founder])


def _name_topics() -> None:
    wanted = content("topics")
    for topic in wanted:
        made = topics.ensure_topics([topic["slug"]])[0]
        made.name, made.about = topic["name"], topic["about"]


def _rule(story: Story, rule: dict[str, Any], founder: str) -> None:
    screening.add_rule(**rule, by=story.people[founder])


def _publish(story: Story, guideline: dict[str, Any], founder: str) -> None:
    training.publish_guideline(
        guideline["body"], major=guideline["major"], summary=guideline["summary_of_changes"], by=story.people[founder]
    )


def _train(story: Story, person: dict[str, Any]) -> None:
    """Employees were certified on their day; everybody who was, accepted the guidelines of the time and since."""
    certified = person.get("certified_day")
    if certified is None:
        return
    for guideline in content("guidelines"):
        day = max(certified, guideline["day"] + 0.2)
        version = guideline["version"]
        if version == _version_at(day):
            story.at(day, _accept, story, person["handle"], version)
    if person["kind"] == "employee":
        story.at(certified + 0.01, _certify, story, person["handle"])
        story.at(max(certified, FIRST_DAY + 0.2) + 0.02, _accept_addenda, story, person["handle"])


def _version_at(day: float) -> int:
    return max(int(guideline["version"]) for guideline in content("guidelines") if guideline["day"] <= day)


def _teach(story: Story, course: dict[str, Any], founder: str) -> None:
    shown = [{"name": PICTURE, "data": base64.b64encode(hub(LIGHTS, PICTURE).content).decode()}]
    shows = any(PICTURE in lesson["body"] for lesson in course["lessons"])
    training.add_course({**course, "pictures": shown} if shows else course, by=story.people[founder])


def _accept(story: Story, handle: str, version: int) -> None:
    training.accept_guidelines(version, by=story.people[handle])


def _accept_addenda(story: Story, handle: str) -> None:
    for space in content("spaces"):
        if space.get("addendum_asked"):
            opened = story.things[f"space:{space['slug']}"]
            training.accept_addendum(opened, opened.addendum_version, by=story.people[handle])


def _certify(story: Story, handle: str) -> None:
    person = story.people[handle]
    for course in training_queries.courses():
        if course.clears == "answer" or (course.clears == "review" and person.has_role("sme")):
            training.certify(person, course, by=None, reason=GRANTED)


def appoint_experts(story: Story) -> None:
    """Specialists are appointed experts of what their function is about, until evidence speaks for itself."""
    for person in content("people"):
        for slug in person.get("expert_of", ()):
            topic = topic_queries.by_slug(slug)
            founder = next(p["handle"] for p in content("people") if "admin" in p["roles"])
            if topic is not None:
                topics.appoint(story.people[person["handle"]], topic, by=story.people[founder])
