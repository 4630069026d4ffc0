"""From what was said to what came of it: uploads, monitors, alerts with a deadline, leads with grounds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.board import commands as board
from app.core import clock, transaction
from app.core.access import Conflict, Invalid
from app.core.events import Entry
from app.extensions import db
from app.listening.models import ChannelAccount
from app.listening.monitoring import commands, policy, queries
from app.listening.monitoring.commands import RuleSaid
from app.listening.monitoring.models import Alert, AlertRule, Lead, Mention
from app.listening.monitoring.wording import parse
from app.notifications.models import Notification
from tests.cast import Cast
from tests.listening.conftest import space
from tests.listening.mailing import account, taken, written
from tests.listening.monitoring.test_hearing import ANGRY, hear

__all__ = ["account", "space"]

TUESDAY = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
FILE = """at,author,channel,text,url,followers,replies,shares
2026-11-02T09:00:00Z,@jo,forum,The hub is down again and I hate it!,https://forum.example/1,1000,10,2
2026-11-02T10:00:00+01:00,kim@example.org,review,I love the new app,,0,0,0
2099-01-01T00:00:00Z,@future,forum,Not yet,,0,0,0
2026-11-02T09:00:00Z,@jo,forum,Hm,javascript:alert(1),0,0,0
2026-11-02T09:00:00Z,@jo,forum,Hm,,many,0,0
0001-01-01T00:00:00+14:00,@jo,forum,Hm,,0,0,0
"""


def happened(name: str) -> list[dict[str, object]]:
    """What the book holds of a kind."""
    return [entry.payload for entry in db.session.scalars(select(Entry).where(Entry.name == name).order_by(Entry.id))]


def rule_of(cast: Cast, **said: object) -> AlertRule:
    """A rule that is on."""
    words = {"name": "Angry", "mood": "negative", "owner": cast.cara, "minutes": 60, **said}
    with transaction.unit():
        rule = commands.make_rule(RuleSaid(**words), by=cast.stella)  # type: ignore[arg-type]
        commands.switch_rule(rule, on=True, by=cast.stella)
    return rule


def only_alert() -> Alert:
    """The one alert that there is."""
    return db.session.scalars(select(Alert)).unique().one()


def told(person: Person) -> list[str]:
    """The kinds of what somebody was told."""
    return list(db.session.scalars(select(Notification.kind).where(Notification.person_id == person.id)))


def test_a_file_is_heard_row_by_row_and_once(cast: Cast) -> None:
    rows, refused = commands.read_rows(FILE)
    assert [line for line, _row in rows] == [2, 3]
    assert [(each.line, each.reason.partition(":")[0]) for each in refused] == [
        (4, "at"),
        (5, "url"),
        (6, "followers"),
        (7, "at"),
    ]
    with transaction.unit():
        first = commands.hear_rows(rows, by=cast.anna)
    grown, _refused = commands.read_rows(FILE.replace("1000,10,2", "1000,30,2"))
    with transaction.unit():
        second = commands.hear_rows(grown, by=cast.anna)
    assert (first.added, first.known, second.added, second.known) == (2, 0, 0, 2)
    jo = db.session.scalars(select(Mention).where(Mention.author == "@jo")).one()
    assert (jo.mood, jo.reply_count, jo.response) == ("negative", 30, 34)
    assert [event["identity"] for event in happened("listening.scored")] == ["handle:jo", "email:kim@example.org"]


@pytest.mark.parametrize("content", ["", "at,author\n", "text\nHello", "x" * 200_000, "x" * (2 * 1024 * 1024 + 1)])
def test_what_is_no_table_of_mentions_is_refused(app: object, content: str) -> None:
    with pytest.raises(Invalid):
        commands.read_rows(content)


def test_a_mailbox_that_only_listens_hears_whoever_said_it_first(account: ChannelAccount, cast: Cast) -> None:
    with transaction.unit():
        account.hears_only = True
    text = "Look.\n\n---------- Forwarded message ---------\nFrom: Jo <jo@example.org>\n\nThe hub is awful!"
    message = taken(written(text, sender="emma@example.com"), account)
    mention = db.session.scalars(select(Mention)).one()
    assert message.subject == mention.subject
    assert (mention.author, mention.mood, mention.channel) == ("jo@example.org", "negative", "email")
    assert "awful" in mention.text
    assert message.question_id is None
    assert taken(written("I am away.", Auto_Submitted="auto-replied"), account).subject == ""
    assert db.session.scalar(select(func.count()).select_from(Mention)) == 1


def test_a_monitor_is_tried_on_the_past_then_listens_and_finds_leads(cast: Cast, settle: Callable[[], None]) -> None:
    hear("row:1", "How much is a second hub?")
    with transaction.unit():
        monitor = commands.make_monitor("Buyers", '"how much" hub', finds_leads=True, by=cast.anna)
    tried = queries.trial(monitor.parsed, cast.anna)
    assert (tried.looked, tried.found) == (1, 1)
    settle()
    assert queries.found_by(monitor, cast.anna).items == []  # off
    with transaction.unit():
        commands.switch_monitor(monitor, on=True, by=cast.anna)
    found = hear("row:2", "And how much for the blue hub?")
    hear("row:3", "The hub is nice")
    settle()
    settle()
    assert [each.id for each in queries.found_by(monitor, cast.anna).items] == [found.id]
    assert db.session.scalars(select(Lead.mention_id)).all() == [found.id]
    with pytest.raises(Conflict), transaction.unit():
        commands.drop_monitor(monitor, by=cast.anna)


def test_a_monitor_finds_nothing_for_who_may_not_read_it(cast: Cast, settle: Callable[[], None]) -> None:
    cast.certify(cast.emma)
    with transaction.unit():
        monitor = commands.make_monitor("Secret", "zqword", by=cast.ada)
        commands.switch_monitor(monitor, on=True, by=cast.ada)
        board.ask(space=cast.space("help"), title="Zqword of mine", by=cast.carla, private=True)
    settle()
    assert queries.found_counts([monitor], cast.anna) == {}
    assert queries.trial(parse("zqword"), cast.anna).looked == 0
    assert queries.found_counts([monitor], cast.ada) == {monitor.id: 1}
    assert not policy.may_change_monitor(cast.anna, monitor)
    assert policy.may_change_monitor(cast.stella, monitor)


@pytest.mark.parametrize("term", ["C#", "#c-sharp", "c sharp"])
def test_a_rule_knows_a_topic_by_its_name_and_its_address(cast: Cast, term: str) -> None:
    rule = rule_of(cast, term=term)
    assert queries.fits(rule, hear("row:1", topics=("c-sharp",)))
    assert not queries.fits(rule, hear("row:2", topics=("c",)))


def test_a_rule_asks_its_owner_who_takes_answers_and_closes(cast: Cast, settle: Callable[[], None]) -> None:
    rule_of(cast, least_urgency=0.3)
    hear("row:1")
    hear("row:2", "I love it")
    settle()
    alert = only_alert()
    assert (alert.state, alert.owner_id) == ("open", cast.cara.id)
    assert told(cast.cara) == ["alert_opened"]
    assert queries.count_waiting(cast.cara) == 1
    with transaction.unit():
        commands.acknowledge(alert, by=cast.anna)
    with pytest.raises(Conflict), transaction.unit():
        commands.acknowledge(alert, by=cast.cara)
    with transaction.unit():
        commands.answer(
            alert, "We are sorry; a new one is on its way.", reply_url="https://forum.example/1", by=cast.anna
        )
    with pytest.raises(Conflict), transaction.unit():
        commands.answer(alert, "We are looking into it.", by=cast.cara)
    with transaction.unit():
        commands.close(alert, "Replaced.", by=cast.anna)
    assert (alert.state, alert.owner_id, alert.outcome) == ("closed", cast.anna.id, "Replaced.")
    with pytest.raises(Conflict), transaction.unit():
        commands.answer(alert, "Again", by=cast.anna)
    assert [event["state"] for event in happened("listening.alert_changed")] == ["acknowledged", "answered", "closed"]
    hear("row:1")
    settle()
    assert only_alert().id == alert.id


def test_who_answers_late_is_relieved_once_after_business_time(cast: Cast, settle: Callable[[], None]) -> None:
    rule_of(cast, minutes=60, escalate_to=cast.stella)
    friday = TUESDAY + timedelta(days=3, hours=6, minutes=30)  # half an hour before the office closes
    with clock.at(friday), transaction.unit():
        db.session.execute(AlertRule.__table__.update().values(active_since=friday - timedelta(hours=1)))
    with clock.at(friday):
        hear("row:1", said_at=friday)
        settle()
    alert = only_alert()
    assert alert.due_at == datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
    with clock.at(friday + timedelta(days=2)), transaction.unit():
        assert commands.escalate_late() == 0
    with clock.at(alert.due_at + timedelta(minutes=1)), transaction.unit():
        assert commands.escalate_late() == 1
        assert commands.escalate_late() == 0
    settle()
    assert (alert.state, alert.owner_id) == ("escalated", cast.stella.id)
    assert told(cast.stella) == ["alert_escalated"]


def test_what_a_colleague_answers_here_answers_the_alert(cast: Cast, settle: Callable[[], None]) -> None:
    cast.certify(cast.emma)
    cast.season(cast.emma)
    rule_of(cast)
    with transaction.unit():
        question = board.ask(space=cast.space("help"), title=ANGRY, by=cast.carla)
    settle()
    assert only_alert().state == "open"
    with transaction.unit():
        board.answer(question, "Restart it, please.", by=cast.emma)
    settle()
    alert = only_alert()
    assert (alert.state, alert.answered_by_id, alert.reply) == ("answered", cast.emma.id, "Restart it, please.")


def test_nobody_is_asked_about_what_they_may_not_read(cast: Cast, settle: Callable[[], None]) -> None:
    cast.certify(cast.emma)
    rule_of(cast, owner=cast.anna)
    with transaction.unit():
        board.ask(space=cast.space("help"), title=ANGRY, by=cast.carla, private=True)
    settle()
    assert db.session.scalars(select(Alert)).unique().all() == []
    assert told(cast.anna) == []


def test_a_day_of_many_asks_once_and_a_usual_day_never(cast: Cast, settle: Callable[[], None]) -> None:
    now = clock.now()
    for number in range(28):
        hear(f"row:old{number}", ANGRY, said_at=now - timedelta(days=number + 2))
    rule = rule_of(cast, volume_factor=3.0)
    for number in range(4):
        hear(f"row:new{number}", ANGRY, said_at=now - timedelta(minutes=number + 1))
    settle()
    assert db.session.scalars(select(Alert)).unique().all() == []
    for number in range(4, 8):
        hear(f"row:new{number}", ANGRY, said_at=now - timedelta(minutes=number + 1))
    settle()
    assert only_alert().key.startswith(f"rule:{rule.id}:day:")
    assert only_alert().count >= 5


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", {"name": " "}),
        ("monitor", {"mood": ""}),
        ("mood", {"mood": "cross"}),
        ("least_urgency", {"least_urgency": 2.0}),
        ("volume_factor", {"volume_factor": 0.5}),
        ("least_influence", {"volume_factor": 2.0, "least_influence": 3.0}),
        ("minutes", {"minutes": 0}),
        ("owner", {"owner": None}),
    ],
)
def test_a_rule_that_cannot_be_is_refused_on_its_field(cast: Cast, field: str, said: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refused:
        rule_of(cast, **said)
    assert list(refused.value.errors) == [field]


def test_who_cannot_be_asked_is_no_owner(cast: Cast) -> None:
    for person, field in ((cast.emma, "owner"), (cast.emma, "escalate_to"), (cast.cara, "escalate_to")):
        with pytest.raises(Invalid) as refused:
            rule_of(cast, **{field: person})
        assert list(refused.value.errors) == [field]


def test_a_lead_is_handed_over_with_grounds_and_its_end_is_kept(cast: Cast, settle: Callable[[], None]) -> None:
    mention = hear("row:1", "Please call me about a second hub")
    with transaction.unit():
        lead = commands.find_lead(mention)
        assert commands.find_lead(mention) is lead
    with pytest.raises(Invalid) as refused, transaction.unit():
        commands.hand_over(lead, cast.carla, consent="", grounds=" ", by=cast.anna)
    assert set(refused.value.errors) == {"to", "consent", "grounds"}
    assert queries.visible_lead(cast.emma, lead.id) is None
    with transaction.unit():
        commands.hand_over(lead, cast.emma, consent="asked", grounds="“Please call me”", by=cast.anna)
    settle()
    assert told(cast.emma) == ["lead_handed_over"]
    assert queries.visible_lead(cast.emma, lead.id) is lead
    assert queries.visible_lead(cast.erik, lead.id) is None
    assert bool(policy.may_close_lead(cast.emma, lead))
    with transaction.unit():
        commands.close_lead(lead, "won", "Bought one.", by=cast.emma)
    (over,), (end,) = happened("listening.lead_handed_over"), happened("listening.lead_closed")
    assert (over["to_id"], over["identity"], over["consent"]) == (cast.emma.id, "handle:jo", "asked")
    assert end["state"] == "won"
    with pytest.raises(Conflict), transaction.unit():
        commands.close_lead(lead, "lost", "No.", by=cast.emma)


def test_a_private_word_is_handed_to_nobody_who_may_not_read_it(cast: Cast, settle: Callable[[], None]) -> None:
    cast.certify(cast.emma)
    with transaction.unit():
        question = board.ask(space=cast.space("help"), title="How much?", by=cast.carla, private=True)
    settle()
    mention = queries.by_key(f"question:{question.id}")
    assert mention is not None
    with transaction.unit():
        lead = commands.find_lead(mention)
    with pytest.raises(Invalid) as refused, transaction.unit():
        commands.hand_over(lead, cast.nell, consent="asked", grounds="There", by=cast.ada)
    assert list(refused.value.errors) == ["to"]
