"""Questions, answers, comments and marks."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.demo.pictures import hub
from app.demo.story import Story, contents
from app.files import commands as files
from app.training import queries as training

SOON = 0.006
CLOSED = frozenset({"staff", "practice"})


def tell_conversations(story: Story) -> None:
    """Collect every question's deeds."""
    for item in contents("questions-*"):
        story.at(item["day"], _ask, story, item)
        for place, answer in enumerate(item["answers"]):
            _tell_answer(story, item, place, answer)
        _same_question(story, item)
        if reason := item.get("escalated"):
            day = max([item["day"], *(a["day"] for a in item["answers"])]) + SOON
            story.at(day, _escalate, story, item, reason)


def _ask(story: Story, item: dict[str, Any]) -> None:
    story.things[f"question:{item['key']}"] = board.ask(
        space=story.things[f"space:{item['space']}"], title=item["title"], body=item["body"], topics=item["topics"],
        by=story.people[item["by"]], attachments=_pictured(item, story.people[item["by"]]),
    )  # fmt: skip


def _pictured(item: dict[str, Any], by: Person) -> list[str]:
    """The token of the picture that an item says it comes with."""
    told = item.get("picture")
    if told is None:
        return []
    file = files.store(files.prepare(hub(told["lights"], told["name"])), by=by)
    files.describe([file], {file.token: told["alt"]})
    return [file.token]


def _tell_answer(story: Story, item: dict[str, Any], place: int, answer: dict[str, Any]) -> None:
    key, day = f"answer:{item['key']}:{place}", answer["day"]
    story.at(day, _answer, story, item, key, answer)
    story.at(day + SOON, _judge, story, key, answer)
    after = day + 2 * SOON
    for step, comment in enumerate(answer.get("comments", ())):
        story.at(max(comment["day"], after), _comment, story, key, comment)
        after += SOON * (step + 1) / 10
    if answer.get("accepted"):
        story.at(min(-0.001, day + 0.05), _mark, story, key, item["by"], accept=True)
    if answer.get("verified_by"):
        story.at(min(-0.0009, day + 0.08), _mark, story, key, answer["verified_by"], accept=False)
    for step, reader in enumerate(answer.get("helpful_by", ())):
        story.at(_spread(day + 0.06, step), _helpful, story, key, reader)


def _answer(story: Story, item: dict[str, Any], key: str, answer: dict[str, Any]) -> None:
    question: Question = story.things[f"question:{item['key']}"]
    story.things[key] = board.answer(question, answer["body"], by=story.people[answer["by"]])


def _judge(story: Story, key: str, answer: dict[str, Any]) -> None:
    """A novice's answer is approved by their mentor, or sent back, unless it still waits today."""
    given: Answer = story.things[key]
    if given.state != "waiting" or answer.get("state") == "waiting":
        return
    mentor = training.mentor_of(given.author) or _some_mentor(story, given.author)
    if answer.get("state") == "sent_back":
        board.send_back(given, answer.get("note") or "Nearly. Please say what to do first.", by=mentor)
    else:
        board.approve(given, by=mentor)


def _some_mentor(story: Story, author: Person) -> Person:
    return next(p for p in story.people.values() if "mentor" in p.roles and p.id != author.id)


def _comment(story: Story, key: str, comment: dict[str, Any]) -> None:
    if story.things[key].state == "published":
        board.comment_on_answer(story.things[key], comment["body"], by=story.people[comment["by"]])


def _mark(story: Story, key: str, handle: str, *, accept: bool) -> None:
    given: Answer = story.things[key]
    if given.state == "published":
        act = board.accept if accept else board.verify
        act(given, by=story.people[handle])


def _helpful(story: Story, key: str, handle: str) -> None:
    given: Answer = story.things[key]
    if given.state == "published" and given.author_id != story.people[handle].id:
        board.vote_answer(given, 1, by=story.people[handle])


def _same_question(story: Story, item: dict[str, Any]) -> None:
    """Others had the same question: members who had joined by then, in a fixed order."""
    members = story.joined_before(item["day"], staff_only=item["space"] in CLOSED)
    others = [handle for handle in sorted(members) if handle != item["by"]]
    start = sum(map(ord, item["key"])) % max(1, len(others))
    chosen = (others[start:] + others[:start])[: item.get("me_too", 0)]
    for step, handle in enumerate(chosen):
        story.at(_spread(item["day"] + 0.02, step), _me_too, story, item, handle)


def _me_too(story: Story, item: dict[str, Any], handle: str) -> None:
    board.vote_question(story.things[f"question:{item['key']}"], 1, by=story.people[handle])


def _escalate(story: Story, item: dict[str, Any], reason: str) -> None:
    care = next(person for person in story.people.values() if "care" in person.roles)
    board.escalate(story.things[f"question:{item['key']}"], reason, by=care)


def _spread(day: float, step: int) -> float:
    """Votes come in over the following days, never in the future."""
    return min(-0.0005, day + step * step * 0.03 + step * 0.01)
