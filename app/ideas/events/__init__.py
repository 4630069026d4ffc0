"""What happens on the idea exchange."""

from app.ideas.events.authors import (
    INTERNAL,
    CoauthorAgreed,
    CoauthorInvited,
    CoauthorRemoved,
    IdeaOpeningAsked,
    IdeaRevealed,
    IdeaSentToTeam,
)
from app.ideas.events.challenges import (
    AudienceWidened,
    ChallengeChanged,
    ChallengeClosed,
    ChallengeOpened,
    OpeningCalledOff,
    OpeningPlanned,
    PhaseChanged,
)
from app.ideas.events.deciding import IdeaMerged, IdeaMoved, IdeaUnmerged
from app.ideas.events.ideas import IdeaHeld, IdeaHoldChanged, IdeaSubmitted
from app.ideas.events.projects import (
    LaunchSet,
    OwnerAnswered,
    OwnerNamed,
    PilotEnded,
    PilotPlanned,
    ProjectChanged,
    ProjectMade,
)
from app.ideas.events.returns import OutcomeAttested, OutcomeRecorded, OutcomeStruck
from app.ideas.events.reviewing import (
    ReviewAssignmentEnded,
    ReviewerMissing,
    ReviewFiled,
    ReviewsAssigned,
    ReviewsDue,
    ReviewsReleased,
    RubricChanged,
)
from app.ideas.events.rounds import RoundAnswered, RoundClosed, RoundOpened
from app.ideas.events.voting import VoteCast, VoteProxied
from app.ideas.events.watching import FindingAnswered, FindingDismissed, VotesFound, VotesRestored, VotesSetAside

__all__ = [
    "INTERNAL",
    "AudienceWidened",
    "ChallengeChanged",
    "ChallengeClosed",
    "ChallengeOpened",
    "CoauthorAgreed",
    "CoauthorInvited",
    "CoauthorRemoved",
    "FindingAnswered",
    "FindingDismissed",
    "IdeaHeld",
    "IdeaHoldChanged",
    "IdeaMerged",
    "IdeaMoved",
    "IdeaOpeningAsked",
    "IdeaRevealed",
    "IdeaSentToTeam",
    "IdeaSubmitted",
    "IdeaUnmerged",
    "LaunchSet",
    "OpeningCalledOff",
    "OpeningPlanned",
    "OutcomeAttested",
    "OutcomeRecorded",
    "OutcomeStruck",
    "OwnerAnswered",
    "OwnerNamed",
    "PhaseChanged",
    "PilotEnded",
    "PilotPlanned",
    "ProjectChanged",
    "ProjectMade",
    "ReviewAssignmentEnded",
    "ReviewFiled",
    "ReviewerMissing",
    "ReviewsAssigned",
    "ReviewsDue",
    "ReviewsReleased",
    "RoundAnswered",
    "RoundClosed",
    "RoundOpened",
    "RubricChanged",
    "VoteCast",
    "VoteProxied",
    "VotesFound",
    "VotesRestored",
    "VotesSetAside",
]
