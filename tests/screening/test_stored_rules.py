"""The rules in force: those that are always on and those of the community."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.core import audit, transaction
from app.core.access import Invalid
from app.core.text import LONGEST
from app.extensions import db
from app.screening import commands, queries
from app.screening.models import StoredRule
from tests.cast import Cast

CARD = "My card is 4111 1111 1111 1111."


def add(cast: Cast, **rule: Any) -> StoredRule:
    """A rule of the community: by default one that holds a word."""
    with transaction.unit():
        return commands.add_rule(
            **{"name": "rude", "kind": "words", "action": "hold", "terms": ["idiot"], "by": cast.max, **rule}
        )


def test_a_card_number_is_always_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.pass_or_raise(CARD, "title", scope="question")
    assert list(refusal.value.errors) == ["title"]
    assert "4111" not in str(refusal.value)


def test_a_warning_lets_the_text_pass(cast: Cast) -> None:
    assert commands.pass_or_raise("Write to me at me@example.com.", scope="question") == []
    assert [found.rule for found in queries.examine("Write to me at me@example.com.", "question").warnings] == ["email"]


def test_a_rule_of_the_community_holds_until_it_is_retired(cast: Cast) -> None:
    rule = add(cast)
    assert commands.pass_or_raise("You idiot, you Idiot!", scope="answer") == ["rude"]
    with transaction.unit():
        commands.retire_rule(rule, by=cast.max, reason="too strict")
    assert commands.pass_or_raise("You idiot!", scope="answer") == []


def test_a_rule_looks_only_at_its_scope(cast: Cast) -> None:
    add(cast, scope="idea", action="refuse", message="Say it kindly.")
    assert commands.pass_or_raise("You idiot!", scope="answer") == []
    with pytest.raises(Invalid, match=r"^Say it kindly\.$"):
        commands.pass_or_raise("You idiot, idiot!", scope="idea")


def test_rules_are_on_the_record(cast: Cast) -> None:
    rule = add(cast)
    with transaction.unit():
        commands.retire_rule(rule, by=cast.max)
    about = select(audit.AuditEntry.action).where(audit.AuditEntry.subject == f"rule:{rule.id}")
    assert list(db.session.scalars(about)) == ["screening.rule_added", "screening.rule_retired"]


@pytest.mark.parametrize(
    ("change", "blamed"),
    [
        ({"name": " "}, "name"),
        ({"name": "card"}, "name"),
        ({"name": "taken"}, "name"),
        ({"kind": "moods"}, "kind"),
        ({"action": "shout"}, "action"),
        ({"scope": "dreams"}, "scope"),
        ({"terms": []}, "terms"),
        ({"kind": "personal_data", "terms": ["shoe size"]}, "terms"),
        ({"kind": "patterns", "terms": ["(a"]}, "terms"),
        ({"kind": "patterns", "terms": ["(?=a)b"]}, "terms"),
        ({"kind": "patterns", "terms": ["a*"]}, "terms"),
        ({"kind": "patterns", "terms": ["((a{1000}){1000}){1000}"]}, "terms"),
        ({"kind": "words", "terms": ["!!!"]}, "terms"),
        ({"language": "xx"}, "language"),
        ({"writers": "nobody"}, "writers"),
        ({"scope": ""}, "scope"),
        ({"kind": "newcomers", "terms": []}, "newer_than"),
        ({"kind": "velocity", "terms": [], "minutes": 5}, "most"),
        ({"kind": "velocity", "terms": [], "most": 5, "minutes": 10**6}, "minutes"),
        ({"newer_than": -1}, "newer_than"),
        ({"message": "m" * 501}, "message"),
    ],
)
def test_a_rule_that_no_check_could_apply_is_refused(cast: Cast, change: dict[str, Any], blamed: str) -> None:
    add(cast, name="taken")
    with pytest.raises(Invalid) as refusal:
        add(cast, **change)
    assert list(refusal.value.errors) == [blamed]


def lint(client: FlaskClient, **fields: str) -> Any:
    """What the lint says; the token comes from a page with a form."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
    assert token
    return client.post("/screening/lint", data={"csrf_token": token[1], **fields})


def test_the_lint_says_what_it_found_and_keeps_nothing(client: FlaskClient, cast: Cast) -> None:
    add(cast, scope="answer")
    said = lint(client, body=f"{CARD} You idiot, <b>idiot</b>! me@example.com", scope="answer")
    assert said.status_code == 200
    assert said.text.count('class="notice') == 3
    assert "4111" not in said.text
    assert "me@example.com" not in said.text
    assert "[email]" not in said.text
    assert "<b>" not in said.text
    assert re.search(r"<q[^>]*>idiot</q>", said.text), "the words stand beside the reason"
    assert "like this it cannot be posted" in said.text
    assert "Say it otherwise, and it is seen at once" in said.text
    assert "You decide: it can be posted as it is" in said.text
    assert lint(client, body="A quiet question.").text.strip() == ""
    assert "notice-soon" not in lint(client, body="You idiot!", scope="question").text
    assert lint(client, body="x" * (LONGEST + 1)).status_code == 422


def test_examining_costs_one_query_however_many_rules(cast: Cast) -> None:
    for number in range(5):
        add(cast, name=f"rule {number}", terms=[f"word{number}"])
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", note := lambda *told: statements.append(told[2]))
    findings = queries.examine("word0 word1 word2 word3 word4", "comment")
    event.remove(db.engine, "before_cursor_execute", note)
    assert sum(statement.startswith("SELECT") for statement in statements) == 1
    assert [found.rule for found in findings.holds] == [f"rule {number}" for number in range(5)]
