"""What may be typed in on the pages of the idea exchange; the commands have the last word on what is taken."""

from app.ideas.forms.assigning import AssignmentForm, ProposalForm
from app.ideas.forms.challenge_forms import FormForm
from app.ideas.forms.challenges import ChallengeForm, said_of
from app.ideas.forms.deciding import HoldingForm, MergeForm, MoveForm, OwnerForm, ResponseForm
from app.ideas.forms.fields import GuidedForm, filled, guided
from app.ideas.forms.ideas import CommentForm, EditIdeaForm, IdeaForm, InviteForm
from app.ideas.forms.opening import OpeningForm, TemplateForm
from app.ideas.forms.projects import LaunchForm, MilestoneForm, PartForm, PilotForm, ProjectForm, ResultForm
from app.ideas.forms.returns import OutcomeForm, StrikeForm
from app.ideas.forms.reviewing import AskAuthorForm, ConflictForm, review_form, reviewed
from app.ideas.forms.rubrics import RubricForm, SpaceStartForm
from app.ideas.forms.stages import CriterionForm, PromiseForm, RetireForm, StageForm
from app.ideas.forms.talking import EditCommentForm, EndorsementForm, ProxyVoteForm

__all__ = [
    "AskAuthorForm",
    "AssignmentForm",
    "ChallengeForm",
    "CommentForm",
    "ConflictForm",
    "CriterionForm",
    "EditCommentForm",
    "EditIdeaForm",
    "EndorsementForm",
    "FormForm",
    "GuidedForm",
    "HoldingForm",
    "IdeaForm",
    "InviteForm",
    "LaunchForm",
    "MergeForm",
    "MilestoneForm",
    "MoveForm",
    "OpeningForm",
    "OutcomeForm",
    "OwnerForm",
    "PartForm",
    "PilotForm",
    "ProjectForm",
    "PromiseForm",
    "ProposalForm",
    "ProxyVoteForm",
    "ResponseForm",
    "ResultForm",
    "RetireForm",
    "RubricForm",
    "SpaceStartForm",
    "StageForm",
    "StrikeForm",
    "TemplateForm",
    "filled",
    "guided",
    "review_form",
    "reviewed",
    "said_of",
]
