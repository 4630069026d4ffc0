"""What may be typed in about panels; the commands have the last word on what is taken."""

from app.panels.forms.answering import answer_form, given_in
from app.panels.forms.panels import InviteForm, PanelForm, SelectionForm
from app.panels.forms.studies import ConceptForm, ItemForm, OutcomeForm, StudyForm, TargetsForm

__all__ = [
    "ConceptForm",
    "InviteForm",
    "ItemForm",
    "OutcomeForm",
    "PanelForm",
    "SelectionForm",
    "StudyForm",
    "TargetsForm",
    "answer_form",
    "given_in",
]
