"""What may be typed in while listening."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FloatField, IntegerField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.accounts import queries as accounts
from app.accounts.models import Person
from app.core.forms import RefusableForm, TableForm
from app.listening.monitoring import queries
from app.listening.monitoring.commands.rules import RuleSaid
from app.listening.monitoring.models import AlertRule


class UploadForm(TableForm):
    """A file of what was said elsewhere."""

    take = SubmitField(_("Hear these"))


class MonitorForm(RefusableForm):
    """Words to listen for."""

    name = StringField(_("Name"), [InputRequired(_("Give it a name.")), Length(max=80)])
    query = StringField(
        _("Words to listen for"), [InputRequired(_("Say what to listen for.")), Length(max=300)],
        description=_("All words must be there; “a phrase” in quotation marks; -not this; one way OR another."),
    )  # fmt: skip
    finds_leads = BooleanField(_("What it finds are sales leads"))
    look = SubmitField(_("Try it on the past"))


class RuleForm(RefusableForm):
    """When somebody is asked to look."""

    name = StringField(_("Name"), [InputRequired(_("Give it a name.")), Length(max=80)])
    monitor = SelectField(_("Found by the monitor"), default="")
    term = StringField(_("Speaks of"), [Length(max=80)], description=_("A word, a pair of words, or a topic."))
    channel = StringField(_("Channel"), [Length(max=40)], description=_("As uploads call it, such as forum."))
    mood = SelectField(_("Mood"), default="")
    least_urgency = FloatField(
        _("Urgency of at least"), [Optional(), NumberRange(0, 1, _("From 0 to 1."))],
        description=_("From 0 to 1, by English words; from 0.5 on it is called urgent."),
    )  # fmt: skip
    least_influence = FloatField(
        _("Influence of at least"), [Optional(), NumberRange(0, 1000, _("From 0 to 1000."))],
        description=_("Reach times response; 10 is somebody with 1,000 followers and ten replies."),
    )  # fmt: skip
    volume_factor = FloatField(
        _("Only when a day has more than so many times the usual"),
        [Optional(), NumberRange(0, 100, _("At most 100."))],
        description=_("Against the mean of the 28 days before, and from five mentions on. Empty: each one counts."),
    )  # fmt: skip
    owner = StringField(_("Who is asked"), [InputRequired(_("Name somebody by their handle.")), Length(max=40)])
    minutes = IntegerField(
        _("Minutes to answer, in business hours"),
        [InputRequired(_("Say how long.")), NumberRange(1, 20_160, _("From a minute to two weeks."))], default=120,
    )  # fmt: skip
    escalate_to = StringField(_("Who is asked then"), [Length(max=40)], description=_("Their handle. Empty: nobody."))
    look = SubmitField(_("Try it on the past"))

    def offer(self) -> RuleForm:
        """Fill in what can be chosen."""
        self.monitor.choices = [
            SelectChoice("", _("Any or none")), *(SelectChoice(str(m.id), m.name) for m in queries.monitor_choices()),
        ]  # fmt: skip
        self.mood.choices = [
            SelectChoice("", _("Any mood")), SelectChoice("negative", _("Negative")),
            SelectChoice("neutral", _("Neutral")), SelectChoice("positive", _("Positive")),
        ]  # fmt: skip
        return self

    def said(self) -> RuleSaid:
        """What was typed in."""
        chosen = self.monitor.data or ""
        return RuleSaid(
            name=self.name.data or "", monitor=queries.monitor(int(chosen)) if chosen.isdigit() else None,
            term=self.term.data or "", channel=self.channel.data or "", mood=self.mood.data or "",
            least_urgency=self.least_urgency.data or 0.0, least_influence=self.least_influence.data or 0.0,
            volume_factor=self.volume_factor.data or 0.0, minutes=self.minutes.data or 0,
            owner=_named(self.owner.data), escalate_to=_named(self.escalate_to.data),
        )  # fmt: skip

    def validate_escalate_to(self, field: StringField) -> None:
        """A handle that nobody has is no empty field."""
        if (field.data or "").strip() and _named(field.data) is None:
            raise ValidationError(gettext("There is nobody of this handle."))


class ReplyForm(RefusableForm):
    """What is said back, or was."""

    reply = TextAreaField(_("What did you reply?"), [InputRequired(_("Say what was replied.")), Length(max=5_000)])
    reply_url = StringField(_("Where it stands"), [Length(max=500)])
    send = SubmitField(_("Send the reply"))


class AuthorForm(RefusableForm):
    """How it is known whose a forwarded mail is."""

    evidence = StringField(
        _("How do you know?"), [InputRequired(_("Say in a sentence how you know that it is theirs.")), Length(max=300)],
        description=_("Such as: the original came as an attachment; they confirmed it on the phone."),
    )  # fmt: skip


class OutcomeForm(RefusableForm):
    """What came of an alert."""

    outcome = TextAreaField(_("What came of it?"), [InputRequired(_("Say what came of it.")), Length(max=5_000)])


class HandOverForm(RefusableForm):
    """To whom a lead goes, and on what grounds."""

    to = StringField(_("To whom"), [InputRequired(_("Name a colleague by their handle.")), Length(max=40)])
    consent = SelectField(
        _("Why may they be contacted?"),
        choices=[
            SelectChoice("", _("Choose one")),
            SelectChoice("asked", _("They asked to be contacted")),
            SelectChoice("agreed", _("We asked, and they agreed")),
        ],
    )
    grounds = StringField(
        _("Where can that be seen?"), [InputRequired(_("Say in a sentence where that can be seen.")), Length(max=300)]
    )
    note = TextAreaField(_("What your colleague should know"), [Length(max=2_000)])

    def colleague(self) -> Person | None:
        """Who was named."""
        return _named(self.to.data)


class LeadEndForm(RefusableForm):
    """What became of a lead."""

    state = SelectField(
        _("How did it end?"),
        choices=[
            SelectChoice("won", _("Won")),
            SelectChoice("lost", _("Lost")),
            SelectChoice("declined", _("Not followed up")),
        ],
    )
    outcome = TextAreaField(_("What became of it?"), [InputRequired(_("Say what became of it.")), Length(max=2_000)])


def rule_typed(rule: AlertRule) -> dict[str, Any]:
    """A rule as the form shows it."""
    numbers = {name: getattr(rule, name) or None for name in ("least_urgency", "least_influence", "volume_factor")}
    return {
        "name": rule.name, "monitor": str(rule.monitor_id or ""), "term": rule.term, "channel": rule.channel,
        "mood": rule.mood, "minutes": rule.minutes, "owner": rule.owner.handle,
        "escalate_to": rule.escalate_to.handle if rule.escalate_to else "", **numbers,
    }  # fmt: skip


def _named(handle: str | None) -> Person | None:
    name = (handle or "").strip().removeprefix("@")
    return accounts.by_handle(name) if name else None
