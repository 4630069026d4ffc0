"""What was said, one after the other."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, request
from flask_babel import gettext as _

from app.accounts.current import somebody
from app.accounts.models import Person
from app.core import clock
from app.core.access import Conflict, Invalid, ensure, found
from app.listening.monitoring import commands, policy, queries
from app.listening.monitoring.forms import AuthorForm
from app.listening.monitoring.models import Mention
from app.listening.monitoring.queries import Filters
from app.listening.monitoring.urgency import LONGEST, features, urgency
from app.listening.monitoring.views.frame import MOOD_WORDS, Page, blueprint, drawn
from app.listening.monitoring.views.signs import told

CLOSE = 0.01
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
    return _page(found(queries.visible_mention(person, mention_id)), person)


@blueprint.put("/listening/mentions/<id:mention_id>/author")
def confirm_author(mention_id: int) -> Page:
    """Bear out whose a forwarded mail is."""
    person, form = somebody(), AuthorForm()
    ensure(policy.may_confirm_author(person))
    shown = found(queries.visible_mention(person, mention_id))
    if not form.validate():
        return _page(shown, person, form), 422
    try:
        commands.confirm_author(shown, form.evidence.data or "", by=person)
    except Invalid as error:
        form.refuse(error)
        return _page(shown, person, form), 422
    except Conflict as error:
        flash(str(error), "error")
    else:
        flash(_("It is theirs, and stands on their log."))
    return redirect(shown.page, 303)


def _page(shown: Mention, person: Person, form: AuthorForm | None = None) -> str:
    words = queries.texts_of([shown], LONGEST)[shown.id]
    text = f"{words.title}\n{words.text}".strip()
    today = urgency(text, shown.sentiment)  # it was scored once, perhaps by other words
    return drawn(
        "mention.html", "mentions", mention=shown, said=words, signs=told(features(text, shown.sentiment)),
        today=today if abs(today - shown.urgency) > CLOSE else None, lead=queries.lead_of(shown),
        author=form or AuthorForm(formdata=None), may_confirm=policy.may_confirm_author(person),
    )  # fmt: skip


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
