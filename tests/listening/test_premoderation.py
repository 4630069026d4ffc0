"""What comes by mail or another channel waits where a space says so."""

from __future__ import annotations

from app.board.models import Answer, Question
from app.core import transaction
from app.discussion.models import Comment
from app.extensions import db
from app.listening import commands, queries
from app.listening.models import ChannelAccount
from app.spaces import commands as spaces
from app.spaces.models import PREMODERATED
from tests.cast import Cast
from tests.listening.mailing import account, notified, taken, written
from tests.listening.test_taking import said

__all__ = ["account"]


def all_wait(cast: Cast) -> None:
    with transaction.unit():
        levels = dict.fromkeys(PREMODERATED, "everybody")
        spaces.run_as(cast.space("help"), premoderation=levels, by=cast.stella)


def test_comments_and_answers_by_mail_wait(account: ChannelAccount, cast: Cast, answered: Question) -> None:
    all_wait(cast)
    got = notified(cast.carla, answered)
    by_asker = taken(written("It blinks again.", sender=str(cast.carla.email), In_Reply_To=got), account)
    comment = db.session.get_one(Comment, int(by_asker.subject.removeprefix("comment:")))
    assert comment.state == "held"
    got = notified(cast.emma, answered)
    by_emma = taken(written("Then swap it.", sender=str(cast.emma.email), In_Reply_To=got), account)
    answer = db.session.get_one(Answer, int(by_emma.subject.removeprefix("answer:")))
    assert answer.state == "held"


def test_a_question_from_a_network_waits(account: ChannelAccount, cast: Cast) -> None:
    all_wait(cast)
    with transaction.unit():
        network = commands.connect(
            "bluesky", address="@ask.example.com", secret="app-password", space=cast.space("help"),
            server="http://localhost:1", by=cast.ada,
        )  # fmt: skip
    with transaction.unit():
        message = commands.take(said("Is the 65 W charger ok?"), network)
    assert message is not None
    question = db.session.get_one(Question, message.question_id)
    assert question.hold == "held"
    assert queries.message(network, message.external_id) is not None
