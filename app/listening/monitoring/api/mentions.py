"""The API's operations on what was said, and on its figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from app.accounts.current import somebody
from app.core.access import ensure, found
from app.core.api import Cursor, In, Listing, Out, operation
from app.core.api.operations import Moment, Text
from app.listening.monitoring import commands, policy, queries
from app.listening.monitoring.commands import MentionRow
from app.listening.monitoring.models import Mention

MOST = 200


class MentionsQuery(Cursor):
    """Which mentions."""

    channel: Text = Field("", max_length=40)
    mood: Literal["", "negative", "neutral", "positive"] = ""
    urgent: bool = False
    author: Text = Field("", max_length=254)
    term: Text = Field("", max_length=80)


class MentionOut(Out):
    """Something that was said; `sentiment` from -1 to 1, `urgency` from 0 to 1.

    `named_by` is the address of whoever forwarded it as the author's, while nobody has borne that out.
    """

    id: int
    subject: str
    channel: str
    author: str
    named_by: str
    title: str
    text: str
    url: str
    said_at: Moment
    mood: str
    sentiment: float
    urgency: float
    influence: float
    followers: int
    response: int

    @classmethod
    def of_all(cls, rows: Iterable[Mention]) -> list[MentionOut]:
        """Several, their words read at once."""
        kept = list(rows)
        said = queries.texts_of(kept)
        plain = (
            "id",
            "subject",
            "channel",
            "named_by",
            "said_at",
            "mood",
            "sentiment",
            "urgency",
            "influence",
            "response",
        )
        return [
            cls(
                **{name: getattr(row, name) for name in plain}, followers=row.follower_count,
                author=row.person.name if row.person else row.author, title=said[row.id].title,
                text=said[row.id].text, url=said[row.id].url,
            )
            for row in kept
        ]  # fmt: skip


class AuthorIn(In):
    """How it is known whose a mention is."""

    evidence: Text = Field(min_length=1, max_length=300)


class MentionsIn(In):
    """What was said elsewhere, at most 200 at a time."""

    rows: list[MentionRow] = Field(min_length=1, max_length=MOST)


class HeardOut(Out):
    """How many were new, and how many known already."""

    added: int
    known: int


class FiguresQuery(Out):
    """Of how many days."""

    days: Literal["28", "56", "84"] = "56"


class DayOut(Out):
    """One day: how many, what is left once the week is taken out, and how it sounded; null where that is not known."""

    day: date
    count: int
    adjusted: float | None
    trend: float | None
    sentiment: float | None


class RisingOut(Out):
    """A word, pair or topic that rose: how often in seven days, in a mean week before, and how likely by chance."""

    topic: str
    count: int
    usual: float
    p: float


class VoiceOut(Out):
    """Somebody who was heard."""

    author: str
    channel: str
    count: int
    followers: int
    response: int
    sentiment: float
    influence: float


class ShiftOut(Out):
    """A figure, the same of the period before, the change, and the velocity of that change; null where not known."""

    value: float | None
    baseline: float | None
    change: float | None
    velocity: float | None


class FiguresOut(Out):
    """What was said in a period, of what you may read; `mentions` and `sentiment` as they moved."""

    total: int
    mentions: ShiftOut
    sentiment: ShiftOut
    moods: dict[str, int]
    days: list[DayOut]
    rising: list[RisingOut]
    voices: list[VoiceOut]


@operation("listMentions", "GET /listening/mentions", query=MentionsQuery, returns=Listing[MentionOut])
def list_mentions(query: MentionsQuery) -> Listing[MentionOut]:
    """What was said, the newest first, as far as you may read it."""
    person = somebody()
    ensure(policy.may_listen(person))
    filters = queries.Filters(**query.model_dump(exclude={"limit", "after"}))
    page = queries.mentions(person, filters, after=query.after, limit=query.limit)
    return Listing(items=MentionOut.of_all(page.items), next=page.next)


@operation("getMention", "GET /listening/mentions/<id:mention_id>", returns=MentionOut)
def get_mention(mention_id: int) -> MentionOut:
    """One of them."""
    person = somebody()
    ensure(policy.may_listen(person))
    return MentionOut.of_all([found(queries.visible_mention(person, mention_id))])[0]


@operation("confirmMentionAuthor", "PUT /listening/mentions/<id:mention_id>/author", body=AuthorIn, returns=MentionOut)
def confirm_mention_author(mention_id: int, body: AuthorIn) -> MentionOut:
    """Bear out that a forwarded mail is whose its forwarder says, so that it counts as theirs."""
    person = somebody()
    ensure(policy.may_confirm_author(person))
    mention = found(queries.visible_mention(person, mention_id))
    commands.confirm_author(mention, body.evidence, by=person)
    return MentionOut.of_all([mention])[0]


@operation("hearMentions", "POST /listening/mentions", body=MentionsIn, returns=HeardOut)
def hear_mentions(body: MentionsIn) -> HeardOut:
    """Hand in what was said elsewhere; the same is heard once, and its counts follow."""
    person = somebody()
    ensure(policy.may_upload(person))
    return HeardOut.model_validate(commands.hear_rows(list(enumerate(body.rows, 1)), by=person))


@operation("getListeningFigures", "GET /listening/figures", query=FiguresQuery, returns=FiguresOut)
def get_listening_figures(query: FiguresQuery) -> FiguresOut:
    """Volume by day with the week taken out, moods, what rises, and who is heard."""
    person, days = somebody(), int(query.days)
    ensure(policy.may_listen(person))
    volume = queries.volume_of(person, days)
    trend = volume.trend
    listed = [
        DayOut(
            day=day, count=volume.counts[place], adjusted=trend.adjusted[place] if trend else None,
            trend=trend.trend[place] if trend else None, sentiment=volume.mean[place],
        )
        for place, day in enumerate(volume.days)
    ]  # fmt: skip
    moved = queries.moved_over(person, days)
    voices = [
        VoiceOut.model_validate({**vars(each), "author": each.person.name if each.person else each.author})
        for each in queries.voices(person, days)
    ]
    return FiguresOut(
        total=volume.total, mentions=ShiftOut.model_validate(moved.count),
        sentiment=ShiftOut.model_validate(moved.sentiment),
        moods={str(mood): count for mood, count in volume.moods.items()}, days=listed,
        rising=[RisingOut.model_validate(each) for each in queries.rising(person)], voices=voices,
    )  # fmt: skip
