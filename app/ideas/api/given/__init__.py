"""What the operations of the idea exchange give."""

from app.ideas.api.given.challenges import ChallengeOut, OpeningOut, PhaseOut
from app.ideas.api.given.comments import CommentOut
from app.ideas.api.given.deciding import FindingOut, GateStatusOut, HoldingOut, MoveOut, ResponseOut, StageOut
from app.ideas.api.given.fields import ChallengePageOut, FieldOut, FormOut
from app.ideas.api.given.ideas import IdeaOut, IdeaPageOut, VoteOut, idea_out, ideas_out, page_out
from app.ideas.api.given.proxies import ProxyVoteOut
from app.ideas.api.given.returns import LineOut
from app.ideas.api.given.reviewing import AggregateOut, AssignmentOut, ReviewOut, RubricOut

__all__ = [
    "AggregateOut",
    "AssignmentOut",
    "ChallengeOut",
    "ChallengePageOut",
    "CommentOut",
    "FieldOut",
    "FindingOut",
    "FormOut",
    "GateStatusOut",
    "HoldingOut",
    "IdeaOut",
    "IdeaPageOut",
    "LineOut",
    "MoveOut",
    "OpeningOut",
    "PhaseOut",
    "ProxyVoteOut",
    "ResponseOut",
    "ReviewOut",
    "RubricOut",
    "StageOut",
    "VoteOut",
    "idea_out",
    "ideas_out",
    "page_out",
]
