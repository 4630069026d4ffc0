"""The subscriber itself, and what it does once it has read all there is."""

from __future__ import annotations

from app.core import subscriptions, transaction
from app.core.subscriptions import Subscriber
from app.recognition import commands, queries


def settle() -> int:
    """Once all is counted, also anew, let what is signed go by that, and have people told what they earned or lost.

    Returns of how many badges there may be something to tell now.
    """
    told = 0
    with transaction.reading():
        kept, due = queries.is_anything_kept(), queries.is_any_due()
        read = (kept or due) and all(row.lag == 0 for row in subscriptions.status() if row.name == "recognition")
    if kept and read:
        with transaction.unit():
            commands.keep_no_more()
    while due and read:
        with transaction.unit():
            told += (looked_at := commands.announce())
        due = looked_at > 0
    return told


recognition = Subscriber("recognition", reset=commands.forget, then=settle)
