"""What is said about projects."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.forms import FigureField, RefusableForm, known_day

FIGURE = NumberRange(-(10**11), 10**11)


class ProjectForm(RefusableForm):
    """A project's name, owner and team."""

    name = StringField(_("Name"), [InputRequired(_("Give it a name.")), Length(max=160)])
    owner = StringField(
        _("Owner"), [InputRequired(_("Name who answers for it.")), Length(max=41)],
        description=_("Their handle, such as @emma. They are asked whether they agree."),
    )  # fmt: skip
    team = StringField(_("Team"), [Optional(), Length(max=300)])


class PilotForm(RefusableForm):
    """Where and when it is tried, and what would count as success."""

    where = StringField(_("Where"), [InputRequired(_("Say where it is tried.")), Length(max=200)])
    start = DateField(_("First day"), [InputRequired(_("Say when.")), known_day])
    end = DateField(_("Last day"), [InputRequired(_("Say when.")), known_day])
    success = TextAreaField(
        _("What would count as success?"),
        [InputRequired(_("Say what would count as success, before it begins.")), Length(max=2000)],
    )
    metric = StringField(_("Figure that should move, with its unit"), [Optional(), Length(max=160)])
    baseline = FigureField(_("What it was before"), [Optional(), FIGURE], places=None)
    target = FigureField(_("What it should become"), [Optional(), FIGURE], places=None)


class ResultForm(RefusableForm):
    """What a pilot came to."""

    result = TextAreaField(_("What came of it?"), [InputRequired(_("Say what came of it.")), Length(max=4000)])
    reached = FigureField(_("What the figure became"), [Optional(), FIGURE], places=None)


class LaunchForm(RefusableForm):
    """The day of a launch."""

    on = DateField(_("Day of the launch"), [InputRequired(_("Say when.")), known_day])


class MilestoneForm(RefusableForm):
    """Something to have reached by a day."""

    title = StringField(_("What is reached"), [InputRequired(_("Say what is reached then.")), Length(max=160)])
    due_on = DateField(_("By"), [InputRequired(_("Say when.")), known_day])


class PartForm(RefusableForm):
    """Another idea for a project."""

    idea = IntegerField(
        _("Number of the idea"),
        [InputRequired(_("Enter the number in the idea’s address.")), NumberRange(1, 2**53)],
    )
