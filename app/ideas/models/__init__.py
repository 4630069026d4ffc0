"""Challenges, ideas, and what becomes of them."""

from app.ideas.models.audiences import ChosenSegment, Opening, Template
from app.ideas.models.challenges import AUDIENCES, DEFAULT_RUBRIC, NEVER, Challenge
from app.ideas.models.deciding import Merge, Move
from app.ideas.models.ideas import SHOWN, STAGES, Idea
from app.ideas.models.phases import ALWAYS, DEEDS, Phase
from app.ideas.models.projects import Milestone, Project, ProjectIdea
from app.ideas.models.returns import LedgerLine
from app.ideas.models.reviewing import Review

__all__ = [
    "ALWAYS",
    "AUDIENCES",
    "DEEDS",
    "DEFAULT_RUBRIC",
    "NEVER",
    "SHOWN",
    "STAGES",
    "Challenge",
    "ChosenSegment",
    "Idea",
    "LedgerLine",
    "Merge",
    "Milestone",
    "Move",
    "Opening",
    "Phase",
    "Project",
    "ProjectIdea",
    "Review",
    "Template",
]
