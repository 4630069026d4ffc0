"""What people read for the kinds, actions, scopes, languages and writers of rules."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.screening.rules import EVERYWHERE

KIND_WORDS = {
    "words": _("Words"),
    "phrases": _("Phrases"),
    "patterns": _("Patterns"),
    "personal_data": _("Personal data"),
    "links": _("Links"),
    "promises": _("Promises"),
    "prices": _("Prices and discounts"),
    "competitors": _("Competitors"),
    "disclosure": _("Says who they work for"),
    "undisclosed": _("Speaks of us without saying so"),
    "newcomers": _("New accounts"),
    "velocity": _("Posting fast"),
    "spam": _("Reads like advertising"),
    "toxicity": _("Hurtful words"),
}
KIND_HINTS = {
    "words": _("Whole words and phrases, in any case and spelling of the letters; never inside other words."),
    "phrases": _("The same as words; for longer ones."),
    "patterns": _("Regular expressions without back references and looking around, one a line."),
    "personal_data": _("Card, iban, national_id, email or phone, one a line; nothing for all."),
    "links": _("Hosts, one a line, with all below them; nothing for any link."),
    "promises": _("“We guarantee”, “you will be refunded” and the like in six languages, and what you add."),
    "prices": _("Amounts of money and discounts. Nothing to fill in."),
    "competitors": _("Names of other companies and their products, one a line."),
    "disclosure": _("“I work for”, “my employer” and the like. Nothing to fill in."),
    "undisclosed": _("Names of our products, one a line: found where nothing says that the writer works for us."),
    "newcomers": _("Everything from accounts younger than the days below."),
    "velocity": _("More posts within some minutes than the number below."),
    "spam": _("A score from 0 to 1 by the model that your operator trained; nothing is found without one."),
    "toxicity": _("Insults, threats and slurs by severity: 1 rude, 2 insulting, 3 hateful or threatening."),
}
ACTION_WORDS = {
    "notify": _("Post, and tell moderators"),
    "advise": _("Give a hint"),
    "warn": _("Warn, and ask to post anyway"),
    "hold": _("Hold for a moderator"),
    "refuse": _("Refuse"),
}
ACTION_SHORT = {
    "notify": _("Tell moderators"),
    "advise": _("Hint"),
    "warn": _("Warn"),
    "hold": _("Hold"),
    "refuse": _("Refuse"),
}
SCOPE_WORDS = {
    EVERYWHERE: _("Everything"),
    "question": _("Questions"),
    "answer": _("Answers"),
    "idea": _("Ideas"),
    "comment": _("Comments"),
}
WRITER_WORDS = {"everybody": _("Everybody"), "employees": _("Employees"), "customers": _("Customers")}
LANGUAGE_WORDS = {
    "": _("Any language"),
    "en": _("English"),
    "de": _("German"),
    "fr": _("French"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "nl": _("Dutch"),
    "pt": _("Portuguese"),
    "pl": _("Polish"),
    "sv": _("Swedish"),
    "da": _("Danish"),
}
ALWAYS_WORDS = {
    "card": _("Payment cards"),
    "iban": _("Bank accounts"),
    "national-id": _("Identity numbers"),
    "email": _("E-mail addresses"),
    "phone": _("Phone numbers"),
}
