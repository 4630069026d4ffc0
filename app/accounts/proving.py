"""A fresh proof of who is there, for deeds that an open screen must not be enough for."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import PasswordField
from wtforms.validators import Length

from app.accounts import commands, guarding, policy
from app.accounts.current import me
from app.accounts.models import Person, SignedInSession
from app.accounts.passwords import LONGEST, matches
from app.accounts.signon import queries as signon
from app.core import returning

LABEL, HINT = lazy_gettext("Your password"), lazy_gettext("You signed in a while ago, so show that it is you.")


class ProvingForm(FlaskForm):
    """A form whose deed needs a fresh proof: it asks for the password unless it was typed a moment ago."""

    proof = PasswordField(
        LABEL, [Length(max=LONGEST)], render_kw={"autocomplete": "current-password"}, description=HINT
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proof.flags.required = True
        person = me()
        if person is not None and person.password_hash is None:
            self.proof.description = _elsewhere(person)

    @property
    def asks(self) -> bool:
        """Whether it has to ask for the password now."""
        return not policy.proved_lately(session_here())

    def is_proved(self, person: Person) -> bool:
        """Whether it is them; a wrong password is counted as at signing in, and said on the field."""
        here = session_here()
        if policy.proved_lately(here):
            return True
        if not (decision := guarding.may_try("sign-in", person.email)):
            self.proof.errors = [decision.reason]
            return False
        if not matches(person.password_hash, self.proof.data or ""):
            guarding.count("sign-in", person.email)
            self.proof.errors = [_("Type your password to show that it is you.")]
            return False
        if here is not None:
            commands.note_proof(here)
        return True


def _elsewhere(person: Person) -> Markup:
    """Who has no password shows it where they signed on, and comes back."""
    if (provider := signon.provider_for(person)) is None:
        return Markup("{}").format(HINT)
    link = Markup('<a href="{}" data-turbo="false">{}</a>').format(
        returning.with_way_back(f"/sign-in/with/{provider.name}"),
        _("Sign on at %(label)s once more", label=provider.label),
    )
    return Markup("{} {}.").format(HINT, link)


def session_here() -> SignedInSession | None:
    """The session of this browser; None where a token speaks."""
    here: SignedInSession | None = g.get("signed_in_session")
    return here
