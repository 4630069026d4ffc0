"""What may be typed in on the connectors' pages."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, PasswordField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs lag behind
from wtforms.validators import InputRequired, Length

from app.core.forms import RefusableForm
from app.crm.connectors.commands import CONTACT_FIELDS
from app.crm.connectors.mapping import LONGEST, said, said_maps
from app.crm.connectors.models import Connector
from app.crm.connectors.port import CASE, INTERACTION, Crm, Setting


class SettingsForm(RefusableForm):
    """A connector's name; the rest is added by its kind."""

    name = StringField(_("Name"), [InputRequired(_("Give it a name.")), Length(max=80)])

    @classmethod
    def of(cls, crm: Crm, connector: Connector | None = None) -> SettingsForm:
        """The form of a kind of CRM, filled with what is set."""
        fields = {each.name: _field(each, is_kept=each.secret and connector is not None) for each in crm.settings}
        kept = {} if connector is None else {"name": connector.name, **connector.settings}
        form: SettingsForm = type("KindForm", (cls,), fields)(data=kept or None)
        return form

    def grouped(self, crm: Crm) -> list[tuple[Any, list[Field]]]:
        """The settings under what they are for; what a CRM cannot do without is first, under nothing."""
        groups = itertools.groupby(crm.settings, key=lambda setting: setting.group)
        return [(group, [self[setting.name] for setting in some]) for group, some in groups]

    def told(self, crm: Crm) -> Mapping[str, str]:
        """What was typed in, by setting."""
        return {setting.name: self[setting.name].data or "" for setting in crm.settings}


class MappingForm(RefusableForm):
    """What is sent of an interaction and a case, and where a contact's fields are."""

    interaction = TextAreaField(
        _("Of an interaction"), [InputRequired(_("Say what is sent of an interaction.")), Length(max=LONGEST)]
    )
    case = TextAreaField(_("Of a case: an escalated question, or a message to the care team"), [Length(max=LONGEST)])
    values = TextAreaField(_("What the CRM calls a value"), [Length(max=LONGEST)])
    contact_paths = TextAreaField(_("Where a contact’s fields are"), [Length(max=LONGEST)])
    look = SubmitField(_("Try on the last ten"))
    keep = SubmitField(_("Save"))

    @classmethod
    def of(cls, connector: Connector) -> MappingForm:
        """Filled with what is set."""
        paths = {name: connector.contact_paths.get(name, "") for name in CONTACT_FIELDS}
        return cls(
            data={
                INTERACTION: connector.templates.get(INTERACTION, ""),
                CASE: connector.templates.get(CASE, ""),
                "values": said_maps(connector.value_maps),
                "contact_paths": said({name: path for name, path in paths.items() if path}),
            }
        )

    def templates(self) -> dict[str, str]:
        """The two mappings as typed."""
        return {INTERACTION: self.interaction.data or "", CASE: self.case.data or ""}


def _field(setting: Setting, *, is_kept: bool) -> Field:
    """Its field; a secret that is kept may be left empty."""
    rules: list[Any] = (
        [InputRequired(_("Fill in: %(what)s.", what=setting.label))] if setting.required and not is_kept else []
    )
    rules.append(Length(max=4000 if setting.long else 500))
    if setting.choices:
        choices = [SelectChoice(each, each) for each in setting.choices]
        return SelectField(setting.label, choices=choices, default=setting.default, description=setting.hint)
    kind = TextAreaField if setting.long else PasswordField if setting.secret else StringField
    return kind(setting.label, rules, default=setting.default, description=setting.hint)
