"""Who may do what in panels, as tables of small rules."""

from __future__ import annotations

from flask_babel import gettext as _

from app.accounts.models import Person
from app.accounts.policy import may_write
from app.core.access import ALLOWED, Decision, refused
from app.panels import queries
from app.panels.models import Member, Panel, Sheet, Study


def may_make(person: Person | None) -> Decision:
    """Whether somebody may make panels: the innovation team, and owners of spaces in theirs."""
    if not (decision := may_write(person)):
        return decision
    if queries.spaces_to_run(person):
        return ALLOWED
    return refused(_("Panels are made by the innovation team and by owners of spaces."), gate="role")


def may_run(person: Person | None, panel: Panel) -> Decision:
    """Whether somebody may invite, ask and decide in a panel."""
    if not (decision := may_write(person)):
        return decision
    return (
        ALLOWED
        if queries.runs_panel(person, panel)
        else refused(_("This is for those who run the panel."), gate="role")
    )


def may_invite(person: Person | None, panel: Panel) -> Decision:
    """Whether somebody may invite people now."""
    if not (decision := may_run(person, panel)):
        return decision
    return ALLOWED if panel.is_open else refused(_("This panel is closed."), gate="state", remedy=panel.url)


def may_join(person: Person | None, panel: Panel, member: Member | None) -> Decision:
    """Whether somebody may accept or decline: whoever is invited, in time."""
    if not (decision := may_write(person)):
        return decision
    if member is None or member.state not in {"invited", "accepted"}:
        return refused(_("You are not invited to this panel."), gate="invitation")
    if not panel.is_open:
        return refused(_("This panel is closed."), gate="state")
    if member.state == "invited" and not member.is_waiting:
        return refused(_("This invitation has expired."), gate="dates")
    return ALLOWED


def may_leave(person: Person | None, member: Member | None) -> Decision:
    """Whether somebody may decline or leave: always, whoever is in it or invited, also while suspended."""
    if person is not None and member is not None and member.state in {"invited", "accepted"}:
        return ALLOWED
    return refused(_("You are not in this panel."), gate="invitation")


def may_change(person: Person | None, study: Study) -> Decision:
    """Whether somebody may change what a study asks: before it is announced."""
    if not (decision := may_invite(person, study.panel)):
        return decision
    if study.published_at is not None:
        return refused(_("What was announced is not changed any more."), gate="state", remedy=study.url)
    return ALLOWED


def may_answer(person: Person | None, study: Study, sheet: Sheet | None) -> Decision:
    """Whether somebody may answer now: a member who was asked, while it is open."""
    if not (decision := may_write(person)):
        return decision
    if sheet is None:
        return refused(_("This study is for the members who were asked."), gate="invitation")
    if not study.is_open:
        return refused(_("This study takes no answers now."), gate="dates")
    return ALLOWED


def may_see_results(person: Person | None, study: Study, sheet: Sheet | None) -> Decision:
    """Whether somebody may see results: those who run it; members once it closed, if the study says so."""
    if may_run(person, study.panel):
        return ALLOWED
    if sheet is None or not study.shares_results:
        return refused(_("The results of this study are for those who run it."), gate="role")
    if study.state != "closed":
        return refused(_("Results are shown once the study has closed."), gate="dates", remedy=study.url)
    return ALLOWED


def may_tell_outcomes(person: Person | None, study: Study) -> Decision:
    """Whether somebody may write what a study changed: once it was open."""
    if not (decision := may_run(person, study.panel)):
        return decision
    return (
        ALLOWED if study.opened_at is not None else refused(_("Nobody was asked yet."), gate="state", remedy=study.url)
    )
