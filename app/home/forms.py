"""What operators may type in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FloatField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts.proving import ProvingForm
from app.core.forms import known_day
from app.core.text import LONGEST

_reason = (InputRequired(_("Say why: it stands on the audit log.")), Length(max=300))
_role_names = [
    SelectChoice("admin", _("Administrator: people, roles, health")),
    SelectChoice("steward", _("Steward: spaces, guidelines, courses")),
    SelectChoice("moderator", _("Moderator: flags and decisions")),
    SelectChoice("innovation", _("Innovation: challenges, stages, ledger")),
    SelectChoice("sme", _("Specialist: reviews of ideas")),
    SelectChoice("mentor", _("Mentor: answers of novices")),
    SelectChoice("care", _("Care: what the CRM knows")),
    SelectChoice("analyst", _("Analyst: insights")),
]
ROLE_WORDS = {choice.value: choice.label for choice in _role_names}
_visibilities = [
    SelectChoice("public", _("Everybody")),
    SelectChoice("customers", _("Everybody signed in")),
    SelectChoice("internal", _("Employees")),
    SelectChoice("invited", _("Members of the space")),
    SelectChoice("sandbox", _("Employees, for practice")),
]
_kinds = [SelectChoice("employee", _("Employee")), SelectChoice("customer", _("Customer"))]
_samples = [SelectChoice("help", "Home broadband"), SelectChoice("shops", "Shops")]
_severities = [
    SelectChoice("low", _("Low")),
    SelectChoice("normal", _("Normal")),
    SelectChoice("high", _("High")),
    SelectChoice("urgent", _("Urgent")),
]
_day = (Length(max=120),)
_hours = (Optional(), NumberRange(0, 8760))


class Boxes(SelectMultipleField):
    """Several choices, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PersonForm(FlaskForm):
    """A new member, who gets a link to choose a password."""

    name = StringField(_("Name"), [InputRequired(_("Give a name.")), Length(max=80)])
    email = EmailField(_("E-mail address"), [InputRequired(_("Give an address.")), Length(max=254), Email()])
    kind = SelectField(_("Kind"), choices=_kinds)
    function = StringField(_("Function"), [Length(max=80)])


class TeamForm(FlaskForm):
    """Whom a colleague works with."""

    team = StringField(
        _("Team"), [Length(max=80)],
        description=_("Who reviews an idea of somebody in their own team has to say why they can judge it."),
    )  # fmt: skip


class RolesForm(ProvingForm):
    """Somebody's roles."""

    roles = Boxes(_("Roles"), choices=_role_names)
    reason = StringField(_("Reason"), _reason)


class ClosingForm(FlaskForm):
    """Why somebody's account is closed, or opened again."""

    reason = StringField(_("Reason"), _reason)


class ErasureForm(ProvingForm):
    """Somebody's erasure, as they asked for it."""

    reason = StringField(_("How they asked for it"), _reason)
    words = BooleanField(_("Also take out what they wrote"))


class StandingForm(FlaskForm):
    """A suspension, or its end."""

    days = IntegerField(_("For how many days; empty: until somebody ends it"), [Optional(), NumberRange(1, 3650)])
    because = StringField(_("Reason"), _reason)


class SpaceForm(FlaskForm):
    """What a space is."""

    name = StringField(_("Name"), [InputRequired(_("Give the space a name.")), Length(max=80)])
    purpose = TextAreaField(_("What it is for"), [Length(max=2000)])
    visibility = SelectField(_("Who sees it"), choices=_visibilities)
    one_way = BooleanField(
        _("Only those who answer read the questions"),
        description=_("Everybody who sees the space may ask; each question stays between its asker and colleagues."),
    )
    takes_guests = BooleanField(
        _("Visitors may ask without an account"),
        description=_("They confirm by a link in a mail, and appear as “A customer”. Only in a public space."),
    )
    addendum = TextAreaField(_("Its own rules, beside the guidelines"), [Length(max=LONGEST)])
    addendum_asked = BooleanField(
        _("Whoever answers, reviews or verifies here accepts these rules first"),
        description=_("When they change, they are accepted anew, with what changed since."),
    )
    addendum_minor = BooleanField(_("Only words changed: whoever accepted the rules need not do so again"))


class NewSpaceForm(SpaceForm):
    """A space to open."""

    slug = StringField(
        _("Address"), [InputRequired(_("Give it an address.")), Length(max=60)],
        description=_("Lower-case letters, digits and hyphens; it cannot be changed."),
    )  # fmt: skip


class SampleForm(FlaskForm):
    """One field of each kind, one of them refused."""

    title = StringField("Title", [InputRequired("Give it a title.")])
    space = SelectField("Space", choices=_samples)
    where = RadioField("Where", choices=_samples)
    follow = BooleanField("Tell me about answers")
    body = TextAreaField("Details")


class HoursForm(FlaskForm):
    """When people are at work."""

    zone = StringField(
        _("Time zone"), [InputRequired(_("Give a time zone.")), Length(max=60)],
        description=_("As Europe/Berlin; every time below is told in it."),
    )  # fmt: skip
    monday = StringField(_("Monday"), _day)
    tuesday = StringField(_("Tuesday"), _day)
    wednesday = StringField(_("Wednesday"), _day)
    thursday = StringField(_("Thursday"), _day)
    friday = StringField(_("Friday"), _day)
    saturday = StringField(_("Saturday"), _day)
    sunday = StringField(_("Sunday"), _day)
    country = StringField(
        _("Country of the public holidays"), [Length(max=2)], description=_("Its two letters, such as DE.")
    )
    subdivision = StringField(_("Part of that country"), [Length(max=10)], description=_("Such as BY for Bavaria."))
    closed_days = TextAreaField(
        _("More days on which nobody works"), [Length(max=6000)], description=_("One a line, as 2026-12-24.")
    )
    open_days = TextAreaField(_("Holidays on which you work"), [Length(max=6000)])


class HoursField(FloatField):
    """Hours as people write them: 4, not 4.0."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else f"{self.data:g}"


class TargetsForm(FlaskForm):
    """What is promised for questions of each severity, in hours of business time, and what follows a missed target."""

    urgent_first_response = HoursField(_("Urgent: first response"), _hours)
    urgent_resolution = HoursField(_("Urgent: resolution"), _hours)
    high_first_response = HoursField(_("High: first response"), _hours)
    high_resolution = HoursField(_("High: resolution"), _hours)
    normal_first_response = HoursField(_("Normal: first response"), _hours)
    normal_resolution = HoursField(_("Normal: resolution"), _hours)
    low_first_response = HoursField(_("Low: first response"), _hours)
    low_resolution = HoursField(_("Low: resolution"), _hours)
    severity = SelectField(_("Severity of new questions"), choices=_severities)
    warn_percent = IntegerField(
        _("Warn when so many percent of the time are used"), [InputRequired(), NumberRange(1, 99)]
    )
    answerers_after = HoursField(_("Tell those who know the topic, hours after a missed target"), _hours)
    owner_after = HoursField(_("Tell the owners of the space, hours after"), _hours)
    case_after = HoursField(_("Open a case in the CRM, hours after"), _hours)
    waits_days = IntegerField(_("Wait for an asker who was asked back, days"), [InputRequired(), NumberRange(1, 90)])
    closes = BooleanField(_("Then close the question (else its clocks go on)"))


class AuditFilter(FlaskForm):
    """Which entries to look at."""

    class Meta:
        """A search changes nothing, so it needs no token."""

        csrf = False

    subject = StringField(_("About"), [Length(max=80)], description=_("Such as person:7 or answer:12."))
    who = StringField(_("By whom"), [Length(max=80)], description=_("Their handle, without the @."))
    action = StringField(_("What"), [Length(max=80)], description=_("How the action begins, such as moderation."))
    since = DateField(_("From"), [Optional(), known_day])
    until = DateField(_("To"), [Optional(), known_day])


class AuditExportForm(ProvingForm):
    """The wish to take entries along."""

    kind = SelectField(_("As"), choices=[SelectChoice("csv", "CSV"), SelectChoice("xlsx", "XLSX")])
