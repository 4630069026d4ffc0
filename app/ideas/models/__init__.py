"""Challenges, ideas, and what becomes of them."""

from app.ideas.models.assigning import ReviewAssignment
from app.ideas.models.audiences import ChosenSegment, Opening, SpaceStart, Template
from app.ideas.models.authors import Coauthor, FormerAuthor
from app.ideas.models.challenges import AUDIENCES, BLIND_RULES, DEFAULT_RUBRIC, NEVER, Challenge
from app.ideas.models.deciding import Merge, Move
from app.ideas.models.fields import FormVersion
from app.ideas.models.gates import Gate, Tick, Waiver
from app.ideas.models.ideas import EDIT_WINDOW, SHOWN, Idea
from app.ideas.models.phases import ALWAYS, DEEDS, Phase
from app.ideas.models.projects import Milestone, Project, ProjectIdea
from app.ideas.models.promises import HoldingAnswer, OfficialResponse, Promise
from app.ideas.models.proxies import SOURCES, ProxyVote
from app.ideas.models.returns import LedgerLine
from app.ideas.models.reviewing import Review
from app.ideas.models.rounds import BUDGET, PAIRS, ROUND_KINDS, Allocation, Comparison, Round, RoundIdea, RoundPart
from app.ideas.models.stages import DECISIONS, KINDS, STAGES, Stage, usual_stage
from app.ideas.models.talking import AuthorQuestion, Endorsement
from app.ideas.models.versions import IdeaVersion

__all__ = [
    "ALWAYS",
    "AUDIENCES",
    "BLIND_RULES",
    "BUDGET",
    "DECISIONS",
    "DEEDS",
    "DEFAULT_RUBRIC",
    "EDIT_WINDOW",
    "KINDS",
    "NEVER",
    "PAIRS",
    "ROUND_KINDS",
    "SHOWN",
    "SOURCES",
    "STAGES",
    "Allocation",
    "AuthorQuestion",
    "Challenge",
    "ChosenSegment",
    "Coauthor",
    "Comparison",
    "Endorsement",
    "FormVersion",
    "FormerAuthor",
    "Gate",
    "HoldingAnswer",
    "Idea",
    "IdeaVersion",
    "LedgerLine",
    "Merge",
    "Milestone",
    "Move",
    "OfficialResponse",
    "Opening",
    "Phase",
    "Project",
    "ProjectIdea",
    "Promise",
    "ProxyVote",
    "Review",
    "ReviewAssignment",
    "Round",
    "RoundIdea",
    "RoundPart",
    "SpaceStart",
    "Stage",
    "Template",
    "Tick",
    "Waiver",
    "usual_stage",
]
