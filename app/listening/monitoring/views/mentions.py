"""What was said, one after the other."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from app.accounts.current import somebody
from app.core import clock
from app.core.access import ensure, found
from app.listening.monitoring import policy, queries
from app.listening.monitoring.queries import Filters
from app.listening.monitoring.urgency import LONGEST, features
from app.listening.monitoring.views.frame import MOOD_WORDS, Page, blueprint, drawn

DAY = timedelta(days=1)


@blueprint.get("/listening/mentions")
def mentions() -> Page:
    """The newest mentions that the reader may read, by what they asked for."""
    person = somebody()
    ensure(policy.may_listen(person))
    filters = chosen()
    page = queries.mentions(person, filters, after=request.args.get("after"))
    return drawn(
        "mentions.html", "mentions", page=page, texts=queries.texts_of(page.items), filters=filters,
        channels=queries.channels(person), last=filters.until - DAY if filters.until else None,
    )  # fmt: skip


@blueprint.get("/listening/mentions/<id:mention_id>")
def mention(mention_id: int) -> Page:
    """One, with what its scores rest on."""
    person = somebody()
    ensure(policy.may_listen(person))
    shown = found(queries.visible_mention(person, mention_id))
    words = queries.texts_of([shown], LONGEST)[shown.id]
    signs = features(f"{words.title}\n{words.text}", shown.sentiment)
    return drawn("mention.html", "mentions", mention=shown, said=words, signs=signs)


def chosen() -> Filters:
    """What the address asks for; a mood there is none of asks for nothing, nor does what is no day."""
    asked = request.args
    first, last = clock.day_of(asked.get("from")), clock.day_of(asked.get("to"))
    return Filters(
        channel=asked.get("channel", "")[:40], mood=asked["mood"] if asked.get("mood") in MOOD_WORDS else "",
        urgent=asked.get("urgent") == "1", author=asked.get("author", "")[:254], term=asked.get("term", "")[:80],
        since=clock.midnight(first) if first else None,
        until=clock.midnight(last + DAY) if last else None,
    )  # fmt: skip
