"""What happens in panels; who may see a panel is told, nobody else, so no address outside hears of any of it."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("panels.panel_made")
class PanelMade(Event):
    """Somebody made a panel; nobody is invited yet."""

    panel_id: int


@happening("panels.panel_closed", "panel:{panel_id}")
class PanelClosed(Event):
    """A panel came to its end."""

    panel_id: int


@happening("panels.members_invited", "panel:{panel_id}")
class MembersInvited(Event):
    """People were drawn and invited."""

    panel_id: int
    draw_id: int


@happening("panels.members_reminded")
class MembersReminded(Event):
    """Those who have not said yes or no are asked once more."""

    panel_id: int
    person_ids: list[int]


@happening("panels.invitation_accepted", "panel:{panel_id}")
class InvitationAccepted(Event):
    """Somebody joined."""

    panel_id: int
    person_id: int


@happening("panels.invitation_declined", "panel:{panel_id}")
class InvitationDeclined(Event):
    """Somebody said no, or let the invitation pass."""

    panel_id: int
    person_id: int


@happening("panels.member_left", "panel:{panel_id}")
class MemberLeft(Event):
    """A member left."""

    panel_id: int
    person_id: int


@happening("panels.study_opened", "panel:{panel_id}")
class StudyOpened(Event):
    """A study takes answers from its members."""

    panel_id: int
    study_id: int


@happening("panels.member_asked")
class MemberAsked(Event):
    """Somebody who joined later may answer a study that is open."""

    panel_id: int
    study_id: int
    person_id: int


@happening("panels.study_reminded")
class StudyReminded(Event):
    """Those who have not answered hear that a study closes soon."""

    panel_id: int
    study_id: int


@happening("panels.study_closed", "panel:{panel_id}", "study-results:{study_id}")
class StudyClosed(Event):
    """A study takes no more answers."""

    panel_id: int
    study_id: int


@happening("panels.answer_given", "study-results:{study_id}")
class AnswerGiven(Event):
    """A member answered for the first time; what they said stands in no event."""

    panel_id: int
    study_id: int
    person_id: int


@happening("panels.outcome_told", "panel:{panel_id}")
class OutcomeTold(Event):
    """Those who answered are told what their input changed."""

    panel_id: int
    study_id: int
    outcome_id: int


# What stays inside: told to no address outside.
INTERNAL = (
    PanelMade,
    PanelClosed,
    MembersInvited,
    MembersReminded,
    InvitationAccepted,
    InvitationDeclined,
    MemberLeft,
    StudyOpened,
    MemberAsked,
    StudyReminded,
    StudyClosed,
    AnswerGiven,
    OutcomeTold,
)
