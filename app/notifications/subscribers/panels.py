"""Who is told of panels: whoever is invited, asked, or was heard; what they answered is told to nobody."""

from __future__ import annotations

from collections.abc import Iterable

from app.core.events import Entry
from app.notifications.commands import tell, untell
from app.notifications.subscribers.telling import name_of, notifications
from app.panels import commands as panels
from app.panels import events
from app.panels import queries as panel_queries


@notifications.on(events.MembersInvited)
def invited(event: events.MembersInvited, entry: Entry) -> None:
    """Those who were drawn, as long as they may still say yes or no."""
    panel, drawn = panel_queries.panel_by_id(event.panel_id), panel_queries.draw_by_id(event.draw_id)
    if panel is None or drawn is None:
        return
    people = panel_queries.invited_in(drawn)
    title, who = panel.name, name_of(entry.actor_id)
    kind = "panel_invited_saying" if drawn.message else "panel_invited"
    tell(people, kind, entry, subject=_subject(panel.id), url=panel.url, title=title, who=who, note=drawn.message)
    panels.note_delivered(drawn, at=entry.at)


@notifications.on(events.MembersReminded)
def reminded(event: events.MembersReminded, entry: Entry) -> None:
    """Once more, for those who have not said yes or no."""
    panel = panel_queries.panel_by_id(event.panel_id)
    if panel is not None:
        waiting = panel_queries.waiting_among(panel, event.person_ids)
        tell(waiting, "panel_reminded", entry, subject=_subject(panel.id), url=panel.url, title=panel.name)


@notifications.on(events.InvitationDeclined, events.MemberLeft)
def out(event: events.InvitationDeclined | events.MemberLeft, entry: Entry) -> None:
    """Who is out sees nothing of it any more."""
    untell(_subject(event.panel_id), [event.person_id])


@notifications.on(events.StudyOpened)
def opened(event: events.StudyOpened, entry: Entry) -> None:
    """Those who are asked."""
    _tell(event.study_id, "study_opened", entry, _unanswered(event.study_id))


@notifications.on(events.MemberAsked)
def asked(event: events.MemberAsked, entry: Entry) -> None:
    """Somebody who joined while it was open."""
    _tell(event.study_id, "study_opened", entry, set(_unanswered(event.study_id)) & {event.person_id})


@notifications.on(events.StudyReminded)
def closing(event: events.StudyReminded, entry: Entry) -> None:
    """Those who have not answered."""
    _tell(event.study_id, "study_closing", entry, _unanswered(event.study_id))


@notifications.on(events.OutcomeTold)
def outcome(event: events.OutcomeTold, entry: Entry) -> None:
    """You said, we did: those who answered."""
    study = panel_queries.study_by_id(event.study_id)
    if study is not None:
        _tell(event.study_id, "study_outcome", entry, panel_queries.people_asked(study, answered=True))


def _unanswered(study_id: int) -> Iterable[int]:
    study = panel_queries.study_by_id(study_id)
    return panel_queries.people_asked(study, answered=False) if study is not None else ()


def _tell(study_id: int, kind: str, entry: Entry, people: Iterable[int]) -> None:
    study = panel_queries.study_by_id(study_id)
    if study is not None:
        tell(people, kind, entry, subject=_subject(study.panel_id), url=study.url, title=study.title)


def _subject(panel_id: int) -> str:
    return f"panel:{panel_id}"
