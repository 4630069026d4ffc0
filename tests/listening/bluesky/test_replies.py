"""What a colleague replies to an alert about a post is said beneath that post, on a real network."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.core import transaction
from app.core.access import Invalid
from app.extensions import db
from app.listening import looking
from app.listening.models import ChannelAccount
from app.listening.monitoring import commands, queries
from app.listening.monitoring.models import Alert, Mention
from tests.cast import Cast
from tests.counterparts.bluesky import Member, until
from tests.listening.bluesky.test_conversations import account, cleo, replies
from tests.listening.monitoring.test_flows import only_alert, rule_of

__all__ = ["account", "cleo"]

pytestmark = [pytest.mark.bluesky, pytest.mark.slow]
Settle = Callable[[], None]


@pytest.fixture
def cara(account: ChannelAccount, cast: Cast) -> Person:
    """Cara, cleared to answer and asked about what sounds bad; the account only listens."""
    with transaction.unit():
        account.hears_only = True
    cast.certify(cast.cara)
    cast.season(cast.cara)
    rule_of(cast)
    return cast.cara


def alert_about(account: ChannelAccount, settle: Settle) -> Alert:
    """The alert about what is said next, once the network has told of it."""

    def heard() -> Mention | None:
        looking.look(account.id)
        return db.session.scalar(select(Mention))

    until(heard)
    settle()
    return only_alert()


def test_a_reply_stands_beneath_the_post_once_and_leads_back(
    account: ChannelAccount, ours: Member, cleo: Member, cara: Person, settle: Settle
) -> None:
    post = cleo.say("your hub is awful, I hate it", to=ours)
    alert = alert_about(account, settle)
    assert alert.mention.author == f"@{cleo.handle}"
    with pytest.raises(Invalid), transaction.unit():
        commands.send_reply(alert, "We are sorry. " * 30, by=cara)
    db.session.expire_all()
    with transaction.unit():
        commands.send_reply(only_alert(), "We are sorry, see https://help.example.com/hub", by=cara)
    settle()
    settle()
    [said] = replies(ours, post)
    assert said.text == "We are sorry, see https://help.example.com/hub"  # type: ignore[attr-defined]
    assert said.reply.root.uri == post.uri  # type: ignore[attr-defined]
    assert only_alert().reply_url.startswith("https://bsky.app/profile/")
    assert queries.reply_states([only_alert()]) == {alert.id: "sent"}


def test_what_was_taken_back_meanwhile_is_not_replied_to_and_the_alert_waits_again(
    account: ChannelAccount, ours: Member, cleo: Member, cara: Person, settle: Settle
) -> None:
    post = cleo.say("this hub is awful, I hate it", to=ours)
    alert = alert_about(account, settle)
    cleo.client.delete_post(post.uri)
    with transaction.unit():
        commands.send_reply(alert, "We are sorry.", by=cara)
    settle()
    db.session.expire_all()
    alert = only_alert()
    assert replies(ours, post) == []
    assert (alert.state, alert.answered_at) == ("acknowledged", None)
    assert "taken back" in alert.reply_error
    assert queries.reply_states([alert]) == {alert.id: "failed"}
