"""Writing a rule, trying it, switching it on and off, retiring it: the pages that stewards and moderators have."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from app.core import audit, transaction
from app.core.access import Conflict
from app.extensions import db
from app.screening import commands, policy, queries
from app.screening.models import RuleVersion, StoredRule
from tests.cast import Cast
from tests.screening.conftest import Browse, Send

FIELDS: dict[str, object] = {
    "name": "Selling", "kind": "phrases", "action": "hold", "scopes": ["question", "answer"], "writers": "everybody",
    "terms": "for sale\nbest offer", "last": "200",
}  # fmt: skip


@pytest.mark.parametrize(("who", "may"), [("stella", True), ("max", True), ("emma", False), ("carla", False)])
def test_stewards_and_moderators_set_rules(cast: Cast, who: str, may: bool) -> None:
    assert bool(policy.may_set_rules(getattr(cast, who))) is may
    assert policy.may_set_rules(None).gate == "sign-in"


def test_others_get_no_page_and_change_nothing(cast: Cast, signed_in: Browse, send: Send) -> None:
    with transaction.unit():
        rule = commands.add_rule(name="r", kind="words", action="hold", terms=["t"], by=cast.stella)
    emma = signed_in(cast.emma)
    for url in ("/moderation/rules", "/moderation/rules/new", rule.url, f"{rule.url}/edit"):
        assert emma.get(url).status_code == 403
    for url in ("/moderation/rules/new", f"{rule.url}/edit", f"{rule.url}/force?_method=DELETE",
                f"{rule.url}?_method=DELETE", "/moderation/rules/trial"):  # fmt: skip
        assert send(emma, url, **FIELDS).status_code == 403
    assert (rule.is_on, rule.retired_at) == (True, None)


def test_a_rule_is_written_off_switched_on_and_retired(cast: Cast, signed_in: Browse, send: Send) -> None:
    steward = signed_in(cast.stella)
    bad = send(steward, "/moderation/rules/new", **{**FIELDS, "terms": ""})
    assert bad.status_code == 422
    assert 'value="Selling"' in bad.text
    assert send(steward, "/moderation/rules/new", **FIELDS).status_code == 303
    rule = queries.rule_named("Selling")
    assert rule is not None
    assert (rule.terms, rule.scope, rule.is_on) == (["for sale", "best offer"], "question answer", False)
    assert commands.pass_or_raise("My hub is for sale.", scope="answer") == []
    assert "Off" in steward.get("/moderation/rules").text
    assert send(steward, f"{rule.url}/force?_method=PUT", version="1").status_code == 303
    assert commands.pass_or_raise("My hub is for sale.", scope="answer") == ["Selling"]
    assert commands.pass_or_raise("My hub is for sale.", scope="idea") == []
    assert send(steward, f"{rule.url}/force?_method=DELETE").status_code == 303
    assert commands.pass_or_raise("My hub is for sale.", scope="answer") == []
    assert send(steward, f"{rule.url}?_method=DELETE").status_code == 303
    assert send(steward, f"{rule.url}?_method=DELETE").status_code == 404
    assert steward.get(rule.url).status_code == 200
    assert "Selling" in steward.get("/moderation/rules?show=retired").text
    told = list(db.session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.subject == f"rule:{rule.id}")))
    assert [(entry.action.removeprefix("screening.rule_"), entry.actor_id) for entry in told] == [
        (deed, cast.stella.id) for deed in ("added", "switched_on", "switched_off", "retired")
    ]


def test_a_change_is_a_version_and_a_stale_one_is_told(cast: Cast, signed_in: Browse, send: Send) -> None:
    steward = signed_in(cast.stella)
    with transaction.unit():
        rule = commands.add_rule(name="Selling", kind="phrases", action="hold", terms=["for sale"], by=cast.max)
    page = steward.get(f"{rule.url}/edit").text
    assert 'name="version" type="hidden" value="1"' in page
    assert send(steward, f"{rule.url}/edit", **FIELDS, version="1").status_code == 303
    stale = send(steward, f"{rule.url}/edit", **{**FIELDS, "terms": "other"}, version="1")
    assert stale.status_code == 422
    assert "Somebody changed this rule" in stale.text
    assert "other" in stale.text
    for unknown in ("9" * 30, "9" * 5000, "²"):
        assert send(steward, f"{rule.url}/edit", **{**FIELDS, "terms": "x"}, version=unknown).status_code == 422
    db.session.expire_all()
    kept = db.session.get_one(StoredRule, rule.id)
    assert (kept.version, kept.terms) == (2, ["for sale", "best offer"])
    words = db.session.scalars(select(RuleVersion).where(RuleVersion.rule_id == rule.id).order_by(RuleVersion.version))
    assert [(v.version, v.words["terms"], v.written_by_id) for v in words] == [
        (1, ["for sale"], cast.max.id), (2, ["for sale", "best offer"], cast.stella.id),
    ]  # fmt: skip
    with pytest.raises(Conflict):
        commands.switch_rule(kept, on=False, version=1, by=cast.max)
    assert "Stella Steward" in steward.get(rule.url).text


def test_a_rule_is_tried_on_a_text_before_it_is_kept(cast: Cast, signed_in: Browse, send: Send) -> None:
    steward = signed_in(cast.stella)
    tried = send(steward, "/moderation/rules/new", **FIELDS, deed="sample", sample="<i>My hub</i> is FOR SALE.")
    assert tried.status_code == 200
    assert '<mark title="Selling">FOR SALE</mark>' in tried.text
    assert "<i>My hub" not in tried.text
    assert queries.rule_named("Selling") is None
    bad = {**FIELDS, "kind": "patterns", "terms": "(a"}
    refused = send(steward, "/moderation/rules/new", **bad, deed="sample", sample="a")
    assert refused.status_code == 422
    assert "cannot be used" in refused.text


def test_the_rules_in_force_are_tried_together(cast: Cast, signed_in: Browse, send: Send) -> None:
    with transaction.unit():
        commands.add_rule(name="On", kind="words", action="hold", terms=["hub"], by=cast.max)
        commands.add_rule(name="Not on", kind="words", action="hold", terms=["sale"], on=False, by=cast.max)
    steward = signed_in(cast.stella)
    tried = send(steward, "/moderation/rules/trial", text="My hub is for sale.", scope="answer", space="")
    assert '<mark title="On">hub</mark>' in tried.text
    assert "<mark>sale" not in tried.text
    assert 'title="Not on"' not in tried.text
    assert send(steward, "/moderation/rules/trial", text="", scope="answer", space="").status_code == 422


def test_the_list_costs_the_same_however_long(cast: Cast, signed_in: Browse) -> None:
    steward = signed_in(cast.stella)

    def counted(url: str) -> int:
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", note := lambda *told: statements.append(told[2]))
        assert steward.get(url).status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    def more(numbers: range) -> None:
        with transaction.unit():
            for number in numbers:
                commands.add_rule(name=f"{number:03}", kind="words", action="hold", terms=["t"], by=cast.max)

    more(range(2))
    few = counted("/moderation/rules")
    more(range(2, 35))
    assert counted("/moderation/rules") <= few
    first = queries.listed(cast.max)
    assert first.next is not None
    second = queries.listed(cast.max, after=first.next)
    assert [rule.name for rule in (*first.items, *second.items)] == [f"{number:03}" for number in range(35)]


@pytest.mark.parametrize("deed", ["save", "sample", "past", "nonsense"])
@pytest.mark.parametrize(
    "wrong",
    [
        {}, {"kind": "moods"}, {"newer_than": "soon"}, {"newer_than": "9" * 40}, {"scopes": "dreams"}, {"space": "x"},
        {"kind": "spam", "least": "nan"}, {"kind": "velocity", "most": "-1", "minutes": "0"}, {"last": "7"},
        {"action": "shout"}, {"terms": "x\n" * 2_001 + "".join(f"w{n}\n" for n in range(2_001))},
    ],
)  # fmt: skip
def test_whatever_is_typed_is_answered_on_the_form(
    cast: Cast, signed_in: Browse, send: Send, wrong: dict[str, object], deed: str
) -> None:
    fields = {**FIELDS, **wrong} if wrong else {}
    answer = send(signed_in(cast.stella), "/moderation/rules/new", **fields, deed=deed)
    assert answer.status_code == 422
    assert queries.rule_named("Selling") is None


def test_numbers_without_a_use_are_not_kept(cast: Cast) -> None:
    with transaction.unit():
        rule = commands.add_rule(
            name="r", kind="words", action="hold", terms=["t"], most=10**30, least=float("nan"), by=cast.max
        )
    assert (rule.most, rule.minutes, rule.least) == (0, 0, 0)
