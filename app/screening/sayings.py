"""What a writer reads where a rule says nothing of its own."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _


def usual(found: str) -> str:
    """The sentence about a kind of rule, or a kind of personal data."""
    return _MESSAGES[found]()


_MESSAGES: dict[str, Callable[[], str]] = {
    "card": lambda: _("This looks like a payment card number. Please take it out: anyone can read what you post."),
    "iban": lambda: _("This looks like a bank account number. Please take it out: anyone can read what you post."),
    "national_id": lambda: _("This looks like an identity number. Please take it out: anyone can read what you post."),
    "email": lambda: _("This looks like an e-mail address. Are you sure you want everyone to see it?"),
    "phone": lambda: _("This looks like a phone number. Are you sure you want everyone to see it?"),
    "words": lambda: _("Some of these words are not welcome here. Please say it another way."),
    "phrases": lambda: _("Some of these words are not welcome here. Please say it another way."),
    "patterns": lambda: _("Something in this text is not welcome here. Please say it another way."),
    "links": lambda: _("This link may not be posted here."),
    "promises": lambda: _("This reads like a promise on behalf of the company. Please check that you may make it."),
    "prices": lambda: _("This names a price or a discount. Please check that it is the one that holds today."),
    "competitors": lambda: _("This names another company. Say what we do well, and nothing about what they do."),
    "disclosure": lambda: _("This says for whom you work. Please make sure that you may speak for them here."),
    "undisclosed": lambda: _("You speak of our own products. Please say that you work for us."),
    "newcomers": lambda: _("Your account is new, so a moderator looks at what you write first."),
    "velocity": lambda: _("You have posted a lot in a short time. Please wait a little."),
    "spam": lambda: _("This reads like advertising. Please say it another way if it is not."),
    "toxicity": lambda: _("This may hurt somebody. Please say it kindly."),
}
