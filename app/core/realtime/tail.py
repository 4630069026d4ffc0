"""What the socket process does beside serving: reads the book on, keeps rights true, hears other processes."""

from __future__ import annotations

from flask import Flask

from app.core import book, transaction
from app.core.realtime.hall import forgiving, hall
from app.core.realtime.presence import CHANNEL, InRedis
from app.extensions import socketio

POLL = 0.05
TICK = 1.0
PAUSE = 2.0


def tail(app: Flask) -> None:
    """Announce every committed event's topics, for ever; run by the socket process."""
    if redis_url := app.extensions["settings"].redis_url:
        hall.share(redis_url)
        socketio.start_background_task(listen, app)
    socketio.start_background_task(keep, app)
    place: book.Place | None = None
    while True:
        socketio.sleep(POLL)
        try:
            place, topics = _changed_since(app, place)
            for topic in topics:
                hall.changed(app, topic)
        except Exception:  # the database may be away for a moment; live pages then fall back to polling
            app.logger.warning("the socket process could not read the event book", exc_info=True)
            socketio.sleep(PAUSE)


def keep(app: Flask) -> None:
    """Once a second, for ever, look after what lapses."""
    while True:
        socketio.sleep(TICK)
        try:
            hall.tick()
        except Exception:
            app.logger.warning("the socket process could not look after its clients", exc_info=True)
            socketio.sleep(PAUSE)


def listen(app: Flask) -> None:
    """Tell this process' clients of presence that another process changed, for ever; Redis may come and go."""
    while isinstance(hall.presence, InRedis):
        try:
            for topic in hall.presence.heard(CHANNEL):
                with forgiving():
                    hall.look_again(app, topic)
                    hall.say(topic)
        except Exception:
            app.logger.warning("the socket process could not hear the others", exc_info=True)
            socketio.sleep(PAUSE)


def _changed_since(app: Flask, place: book.Place | None) -> tuple[book.Place, list[str]]:
    """What changed after a place; without one nothing, and the end of the book to go on from."""
    with app.app_context(), transaction.reading():
        if place is None:
            return book.end(), []
        entries = book.read_after(place, 200)
        topics = list(dict.fromkeys(name for entry in entries for name in entry.event.live_topics()))
        return (book.Place(entries[-1].xid, entries[-1].id) if entries else place), topics
