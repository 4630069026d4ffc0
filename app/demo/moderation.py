"""What readers reported, what rules held, and what the moderators decided."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.board import commands as board
from app.demo.story import Story, content
from app.moderation import commands as moderation
from app.moderation import subjects
from app.moderation.subjects import Subject

CODES = {
    "personal data": "personal_data",
    "tone": "abuse",
    "incomplete": "wrong",
    "promise": "promise",
    "selling": "spam",
}

NOTICES = {
    "Selling": "Hello {{name}}, “{{title}}” offers something for sale. {{space}} is for questions about our service; "
    "please sell elsewhere. Nothing else happens.",
    "Somebody's number": "Hello {{name}}, we took “{{title}}” out of sight because it shows a number that belongs to "
    "somebody. Write it again without it, and it can stay.",
}


def tell_moderation(story: Story) -> None:
    """Collect what was written, held and reported, and the saved replies; decisions come when all cases are open."""
    for place, item in enumerate(content("moderation")):
        if item["on"].startswith("new-"):
            story.at(item["day"], _write, story, place, item)
        if item["by"] is not None:
            story.at(item["day"], _flag, story, place, item)
    tell_replies(story)


def tell_decisions(story: Story) -> None:
    """Collect the decisions; a rule's cases were opened by the subscriber, which must have caught up by now."""
    for place, item in enumerate(content("moderation")):
        if item["by"] is None:
            story.at(item["day"], _hold, story, place, item)
        if item["decision"]:
            story.at(item["decision"]["day"], _decide, story, place, item["decision"])
        if "opinion" in item:
            story.at(item["opinion"]["day"], _ask, story, place, item["opinion"])
        if "appeal" in item:
            _tell_appeal(story, place, item["appeal"])
    story.at(-30.0, _write_notices, story)


def tell_replies(story: Story) -> None:
    """Collect the texts that those who answer most keep at hand."""
    for step, reply in enumerate(each for each in content("replies") if not each.get("shared_by")):
        story.at(-60.0 + step * 0.01, _save_reply, story, reply)


def _write(story: Story, place: int, item: dict[str, Any]) -> None:
    """What had to go before a moderator when it was written."""
    kind, _colon, where = item["on"].partition(":")
    author = story.people[item["by_author"]]
    if kind == "new-question":
        asked = board.ask(
            space=story.things[f"space:{where}"], title=item["title"], body=item["body"], topics=[], by=author
        )
        story.things[f"case:{place}"] = f"question:{asked.id}"
    else:
        given = board.answer(story.things[f"question:{where}"], item["body"], by=author)
        if given.state != "held":
            board.set_answer_state(given, "held", by=_some_moderator(story), reason=item["note"])
        story.things[f"case:{place}"] = f"answer:{given.id}"


def _subject(story: Story, place: int, on: str) -> Subject:
    name = story.things.get(f"case:{place}") or f"{on.partition(':')[0]}:{story.things[on].id}"
    subject = subjects.find(name)
    if subject is None:
        raise LookupError(f"the demo's own case is about nothing: {on}")
    return subject


def _flag(story: Story, place: int, item: dict[str, Any]) -> None:
    subject = _subject(story, place, item["on"])
    reader = story.people[item["by"]]
    story.things[f"open:{place}"] = moderation.flag(subject, CODES[item["reason"]], item["note"], by=reader)


def _hold(story: Story, place: int, item: dict[str, Any]) -> None:
    """The case that a rule opened, or a moderator who held it by hand."""
    subject = _subject(story, place, item["on"])
    story.things[f"open:{place}"] = moderation.open_case(subject, source="rule", rules=[item["reason"]])


def _decide(story: Story, place: int, decision: dict[str, Any]) -> None:
    decider, code = story.people[decision["by"]], decision.get("code", "")
    moderation.decide(story.things[f"open:{place}"], decision["action"], decision["reason"], code=code, by=decider)


def _ask(story: Story, place: int, opinion: dict[str, Any]) -> None:
    asker, colleague = story.people[opinion["by"]], story.people[opinion["of"]]
    moderation.ask_opinion(story.things[f"open:{place}"], colleague, opinion["question"], by=asker)


def _tell_appeal(story: Story, place: int, appeal: dict[str, Any]) -> None:
    story.at(appeal["day"], _appeal, story, place, appeal["body"])
    if "answer" in appeal:
        story.at(appeal["answer"]["day"], _answer, story, place, appeal["answer"])


def _appeal(story: Story, place: int, body: str) -> None:
    case = story.things[f"open:{place}"]
    moderation.appeal(case, body, by=case.author)


def _answer(story: Story, place: int, answer: dict[str, Any]) -> None:
    case = story.things[f"open:{place}"]
    moderation.answer_appeal(case, answer["outcome"], answer["words"], by=story.people[answer["by"]])


def _write_notices(story: Story) -> None:
    """The words that the demo's moderators use most."""
    for name, body in NOTICES.items():
        moderation.write_notice(name, body, by=_some_moderator(story))


def _some_moderator(story: Story) -> Person:
    return next(person for person in story.people.values() if "moderator" in person.roles)


def _save_reply(story: Story, reply: dict[str, Any]) -> None:
    for person in _answerers(story):
        board.save_reply(reply["title"], reply["body"], by=person)


def _answerers(story: Story) -> list[Person]:
    """Colleagues whose work is answering, and nothing beside it but knowing a subject."""
    return [person for person in story.people.values() if person.is_employee and person.roles <= {"sme"}]
