"""Challenges, ideas, and what becomes of them."""

from app.ideas.models.assigning import ReviewAssignment
from app.ideas.models.audiences import ChosenSegment, Opening, Template
from app.ideas.models.authors import Coauthor
from app.ideas.models.challenges import AUDIENCES, BLIND_RULES, DEFAULT_RUBRIC, NEVER, Challenge
from app.ideas.models.deciding import Merge, Move
from app.ideas.models.ideas import SHOWN, STAGES, Idea
from app.ideas.models.phases import ALWAYS, DEEDS, Phase
from app.ideas.models.projects import Milestone, Project, ProjectIdea
from app.ideas.models.proxies import SOURCES, ProxyVote
from app.ideas.models.returns import LedgerLine
from app.ideas.models.reviewing import Review
from app.ideas.models.rounds import BUDGET, PAIRS, ROUND_KINDS, Allocation, Comparison, Round, RoundIdea, RoundPart
from app.ideas.models.talking import AuthorQuestion, Endorsement

__all__ = [
    "ALWAYS",
    "AUDIENCES",
    "BLIND_RULES",
    "BUDGET",
    "DEEDS",
    "DEFAULT_RUBRIC",
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
    "Idea",
    "LedgerLine",
    "Merge",
    "Milestone",
    "Move",
    "Opening",
    "Phase",
    "Project",
    "ProjectIdea",
    "ProxyVote",
    "Review",
    "ReviewAssignment",
    "Round",
    "RoundIdea",
    "RoundPart",
    "Template",
]
