"""What every feature's forms share."""

from __future__ import annotations

from flask_wtf import FlaskForm

from app.core.access import Invalid


class RefusableForm(FlaskForm):
    """A form that shows a command's refusal beside the field it is about, keeping what was typed."""

    def refuse(self, refusal: Invalid) -> None:
        """Put each sentence on its field, or on the form where there is no such field."""
        for name, sentence in refusal.errors.items():
            if name in self:
                self[name].errors = [*self[name].errors, sentence]
            else:
                self.form_errors.append(sentence)
