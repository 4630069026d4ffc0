"""What a decision says besides its action: code, clause, how long, and the words for the author."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.board import commands as board
from app.board.models import Answer, Question
from app.core import clock, transaction
from app.core.access import Invalid
from app.extensions import db
from app.ideas import commands as ideas
from app.ideas.models import Idea
from app.moderation import commands, queries, subjects, wording
from app.moderation.commands import Verdict
from app.moderation.models import ACTIONS, CODES, Case, ModeratorDecision
from tests.cast import Cast
from tests.moderation.conftest import RUDE, subject_of
from tests.moderation.test_views import send

Flagged = Callable[..., Case]
Writes = Callable[..., Answer]
Browse = Callable[[Person], FlaskClient]


def give(cast: Cast, case: Case, verdict: Verdict) -> ModeratorDecision:
    """Max gives it."""
    max_ = cast.max
    with transaction.unit():
        return commands.give(case, verdict, by=max_)


def test_a_decision_without_words_sends_the_usual_ones(cast: Cast, answer: Writes, flagged: Flagged) -> None:
    case = flagged(f"answer:{answer().id}", "abuse")
    made = give(cast, case, Verdict("hide", clause="Be kind"))
    assert made.code == "abuse"
    assert "Hello Sam Specialist," in made.reason
    assert "“Wi-Fi drops”" in made.reason
    assert "Our guidelines say: Be kind" in made.reason
    assert "appeal" in made.reason


def test_an_approval_is_coded_as_nothing_wrong(cast: Cast, asked: Question, flagged: Flagged) -> None:
    assert give(cast, flagged(f"question:{asked.id}", "spam"), Verdict("approve")).code == "fine"


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("ends", [True, False])
def test_the_usual_words_leave_nothing_blank(cast: Cast, asked: Question, action: str, code: str, ends: bool) -> None:
    until = clock.now() + timedelta(days=7) if ends or action == "suspend" else None
    words = wording.usual(action, code, clause="Be kind", ends=until is not None)
    said = wording.personal(words, subject_of(f"question:{asked.id}"), space="Help", clause="Be kind", until=until)
    assert "{{" not in said
    assert "Carla Customer" in said


def test_blanks_in_own_words_are_filled_in_or_asked_for(cast: Cast, asked: Question, flagged: Flagged) -> None:
    case = flagged(f"question:{asked.id}")
    with pytest.raises(Invalid) as refusal:
        commands.give(case, Verdict("warn", "{{name}}: {{clause}}"), by=cast.max)
    assert "clause" in refusal.value.errors["reason"]
    made = give(cast, case, Verdict("warn", "{{name}}, in {{space}}: {{clause}}", clause="Be kind"))
    assert made.reason == "Carla Customer, in Help: Be kind"


@pytest.mark.parametrize(
    ("action", "days", "ends_after"), [("suspend", 0, 7), ("suspend", 30, 30), ("ban", 0, None), ("ban", 365, 365)]
)
def test_what_is_taken_away_ends_at_its_time(
    cast: Cast, answer: Writes, flagged: Flagged, action: str, days: int, ends_after: int | None
) -> None:
    case = flagged(f"answer:{answer().id}")
    made = give(cast, case, Verdict(action, days=days))
    assert (made.until is None) is (ends_after is None)
    assert not cast.sam.is_in_good_standing
    with clock.at(clock.now() + timedelta(days=(ends_after or 3650) - 1)):
        assert not cast.sam.is_in_good_standing
    with clock.at(clock.now() + timedelta(days=(ends_after or 3650) + 1)):
        assert cast.sam.is_in_good_standing is (ends_after is not None)


@pytest.mark.parametrize(("action", "days"), [("suspend", 91), ("ban", 3651), ("suspend", -1)])
def test_nobody_is_stopped_for_longer_than_can_be(
    cast: Cast, asked: Question, flagged: Flagged, action: str, days: int
) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.give(flagged(f"question:{asked.id}"), Verdict(action, days=days), by=cast.max)
    assert list(refusal.value.errors) == ["days"]


def test_an_unknown_code_is_refused(cast: Cast, asked: Question, flagged: Flagged) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.give(flagged(f"question:{asked.id}"), Verdict("hide", code="ugly"), by=cast.max)
    assert list(refusal.value.errors) == ["code"]


def test_what_a_thing_stands_under(cast: Cast, asked: Question, answer: Writes) -> None:
    given, sue, carla = answer(), cast.sue, cast.carla
    with transaction.unit():
        said = board.comment_on_answer(given, "Thanks.", by=sue)
        reply = board.comment_on_answer(given, "And mine?", by=carla, reply_to_id=said.id)
    names = [over.name for over in subjects.above(subject_of(f"comment:{reply.id}"))]
    assert names == [f"question:{asked.id}", f"answer:{given.id}", f"comment:{said.id}"]
    assert [over.name for over in subjects.above(subject_of(f"answer:{given.id}"))] == [f"question:{asked.id}"]
    assert subjects.above(subject_of(f"question:{asked.id}")) == []


def test_the_case_shows_its_context_and_the_authors_record(
    cast: Cast, asked: Question, answer: Writes, flagged: Flagged, signed_in: Browse
) -> None:
    first, second = answer("One."), answer("Two.")
    give(cast, flagged(f"answer:{first.id}", "spam"), Verdict("warn"))
    case = flagged(f"answer:{second.id}")
    page = signed_in(cast.max).get(f"/moderation/cases/{case.id}").text
    assert "Since Tuesday." in page
    record = queries.record_of(cast.max, cast.sam.id)
    assert (record.posts, record.decided) == (2, {"warn": 1})
    again = flagged(f"answer:{first.id}")
    assert [other.id for other in queries.earlier_of(cast.max, again)] == [again.id - 2]


def test_the_usual_words_can_be_filled_in_and_changed(
    cast: Cast, asked: Question, flagged: Flagged, signed_in: Browse
) -> None:
    case = flagged(f"question:{asked.id}", "spam")
    url, moderator = f"/moderation/cases/{case.id}/decision", signed_in(cast.max)
    filled = send(moderator, url, action="hide", code="spam", fill="1")
    assert filled.status_code == 422
    assert "Hello Carla Customer," in filled.text
    assert "It advertises." in filled.text
    assert asked.hold == "shown"
    assert send(moderator, url, action="hide", code="spam").status_code == 303
    made = db.session.scalar(select(ModeratorDecision))
    assert made is not None
    assert (asked.hold, made.code) == ("hidden", "spam")


def test_the_api_takes_codes_and_days(
    cast: Cast, answer: Writes, flagged: Flagged, api: Callable[..., FlaskClient]
) -> None:
    case = flagged(f"answer:{answer().id}")
    url, caller = f"/api/v1/moderation/cases/{case.id}/decision", api(cast.max)
    said = {"action": "suspend", "reason": "Enough.", "code": "abuse", "clause": "Be kind", "days": 400}
    assert caller.post(url, json=said).status_code == 422
    made = caller.post(url, json={**said, "days": 3})
    assert made.status_code == 201
    assert made.json is not None
    assert (made.json["code"], made.json["clause"]) == ("abuse", "Be kind")
    assert made.json["until"] > made.json["decided_at"]


def test_a_stopped_author_is_refused_everywhere_at_once(
    cast: Cast, asked: Question, answer: Writes, flagged: Flagged, signed_in: Browse, api: Callable[..., FlaskClient]
) -> None:
    sam = cast.sam
    browser, caller = signed_in(sam), api(sam)
    case = flagged(f"answer:{answer(RUDE + ' But choose 36.').id}")
    body = {"space": "help", "title": "May I still ask?", "body": "", "topics": []}
    assert caller.post("/api/v1/questions", json=body).status_code == 201
    give(cast, case, Verdict("suspend"))
    assert caller.post("/api/v1/questions", json={**body, "title": "And now?"}).status_code == 403
    assert send(browser, f"{asked.url}/comments", body="And here?").status_code in {403, 404, 405}
    assert caller.post("/api/v1/flags", json={"subject": f"question:{asked.id}", "reason": "spam"}).status_code == 403


@pytest.mark.parametrize("verdict", [Verdict("approve"), Verdict("edit", body="Said otherwise.")])
def test_what_its_author_took_back_meanwhile_is_not_shown_again(
    cast: Cast, idea: Idea, flagged: Flagged, verdict: Verdict
) -> None:
    with transaction.unit():
        said = ideas.comment(idea, "I should not say this.", by=cast.cleo)
    case = flagged(f"comment:{said.id}")
    with transaction.unit():
        ideas.remove_comment(said, by=cast.cleo)
    give(cast, case, verdict)
    assert (said.state, idea.comment_count) == ("removed", 0)
    with transaction.unit():
        commands.undo(case, by=cast.max)
    assert said.state == "removed"
