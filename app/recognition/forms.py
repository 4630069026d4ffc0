"""What may be typed in about rewards."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.forms import RefusableForm
from app.core.naming import slug as topic_address
from app.recognition import words
from app.recognition.commands.defining import Wording
from app.recognition.commands.rewarding import MOST_COST, MOST_STOCK, Offer
from app.recognition.models import BadgeRule
from app.recognition.rules import KINDS, MOST_DAYS, MOST_LEAST, MOST_PEOPLE
from app.spaces.models import Space
from app.topics import queries as topics
from app.topics.models import Topic


class RewardForm(FlaskForm):
    """A reward."""

    name = StringField(_("Name"), [InputRequired(_("Give it a name.")), Length(max=80)])
    about = TextAreaField(_("What it is"), [Length(max=500)])
    kind = SelectField(
        _("Kind"),
        choices=[
            SelectChoice("voucher", _("Voucher")),
            SelectChoice("event", _("Event")),
            SelectChoice("day_off", _("Day off")),
        ],
    )
    audience = SelectField(
        _("For whom"),
        choices=[
            SelectChoice("everybody", _("Everybody")),
            SelectChoice("employees", _("Employees")),
            SelectChoice("customers", _("Customers")),
        ],
    )
    cost = IntegerField(
        _("Points"), [InputRequired(_("Say for how many points.")), NumberRange(1, MOST_COST, _("From 1 on."))]
    )
    stock = IntegerField(
        _("How many there are"), [Optional(), NumberRange(0, MOST_STOCK)],
        description=_("Empty: as many as are wanted."),
    )  # fmt: skip
    is_open = BooleanField(_("Can be asked for"), default=True)

    def offer(self) -> Offer:
        """What was typed in."""
        return Offer(
            name=self.name.data or "", about=self.about.data or "", kind=self.kind.data, audience=self.audience.data,
            cost=self.cost.data or 0, stock=self.stock.data, is_open=bool(self.is_open.data),
        )  # fmt: skip


class BadgeForm(RefusableForm):
    """A badge that a steward defines."""

    name = StringField(_("Name"), [InputRequired(_("Give it a name.")), Length(max=80)])
    about = StringField(
        _("What it is for"), [InputRequired(_("Say what it is for.")), Length(max=200)],
        description=_("One sentence, which stands beside the name and in what is signed."),
    )  # fmt: skip
    kind = SelectField(_("What counts"))
    least = IntegerField(
        _("How many"), [InputRequired(_("Say how many.")), NumberRange(1, MOST_LEAST, _("From 1 to 1000."))],
        default=10,
    )  # fmt: skip
    people = IntegerField(
        _("From how many different people"),
        [InputRequired(_("Say from how many, at least 1.")), NumberRange(1, MOST_PEOPLE, _("From 1 to 200."))],
        default=1,
        description=_("Of acceptances, readers who were helped, thanks and ideas written together; else leave 1."),
    )  # fmt: skip
    within_days = IntegerField(
        _("Within how many days"), [Optional(), NumberRange(1, MOST_DAYS, _("From 1 to 3650."))],
        description=_("Empty: however long it takes."),
    )  # fmt: skip
    space = SelectField(_("In space"), default="")
    topic = StringField(_("About the topic"), [Length(max=80)], description=_("Empty: about anything."))

    def offer(self, spaces: Sequence[Space], rule: BadgeRule | None = None) -> None:
        """Let one choose among these spaces, and the one that the badge is tied to."""
        self.kind.choices = [SelectChoice(kind, words.counted()[kind]) for kind in KINDS]
        known = {str(space.id): space.name for space in spaces}
        if rule is not None and rule.space_id is not None:
            known.setdefault(str(rule.space_id), str(_("A space that is archived")))
        self.space.choices = [SelectChoice("", _("Every space")), *(SelectChoice(*each) for each in known.items())]

    def validate(self, extra_validators: object = None) -> bool:
        """Besides, the topic is one that there is."""
        valid = super().validate(extra_validators)
        if self.topic.data and self.named_topic() is None:
            self.topic.errors = [*self.topic.errors, _("There is no such topic.")]
            return False
        return bool(valid)

    def named_topic(self) -> Topic | None:
        """The topic that was typed in."""
        return next(iter(topics.by_slugs([topic_address(self.topic.data)])), None) if self.topic.data else None

    def wording(self, spaces: Sequence[Space]) -> Wording:
        """What was filled in."""
        space = next((each for each in spaces if str(each.id) == self.space.data), None)
        return Wording(
            name=self.name.data or "", about=self.about.data or "", kind=self.kind.data, least=self.least.data or 0,
            people=self.people.data or 0, within_days=self.within_days.data, space=space, topic=self.named_topic(),
        )  # fmt: skip
