"""What promises, prices and statements of who one works for look like, in the languages known here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from app.screening import commitments
from app.screening.words import Terms, apart

# A promise binds the company: whole phrases, each with its verb, so that "guarantee" alone or "promising" is none.
PROMISES = (
    # English
    "we guarantee", "i guarantee", "we can guarantee", "we will guarantee", "is guaranteed to", "are guaranteed to",
    "guaranteed refund", "guaranteed delivery", "money back guarantee", "we promise", "i promise", "you have my word",
    "we give you our word", "we will refund", "we'll refund", "i will refund", "i'll refund", "we will compensate",
    "we'll compensate", "we will pay you", "we'll pay you", "you will be refunded", "you'll be refunded",
    "you will get a refund", "you'll get a refund", "you will get your money back", "you'll get your money back",
    "we will replace it for free", "we'll replace it for free", "free of charge", "at no cost to you",
    "we will never", "we'll never", "this will never happen again", "we accept liability", "we are liable",
    "we're liable", "it is our fault", "it's our fault", "we admit",
    # German
    "wir garantieren", "ich garantiere", "garantieren wir", "wir versprechen", "ich verspreche", "versprechen wir",
    "sie bekommen ihr geld zurück", "sie erhalten ihr geld zurück", "wir erstatten", "erstatten wir ihnen",
    "wir entschädigen", "wir haften", "kostenlos ersetzen", "das wird nie wieder passieren",
    # French
    "nous garantissons", "je garantis", "je vous garantis", "nous vous garantissons", "nous promettons", "je promets",
    "je vous promets", "nous vous promettons", "nous vous rembourserons", "vous serez remboursé",
    "vous serez remboursée", "nous sommes responsables",
    # Spanish
    "garantizamos", "le garantizo", "le garantizamos", "prometemos", "le prometo", "le prometemos",
    "le devolveremos el dinero", "le reembolsaremos", "nos hacemos responsables",
    # Italian, Dutch
    "garantiamo", "le garantisco", "promettiamo", "le prometto", "la rimborseremo", "sarà rimborsato",
    "wij garanderen", "we garanderen", "ik garandeer", "wij beloven", "we beloven", "ik beloof",
    "u krijgt uw geld terug",
)  # fmt: skip

WORKS_FOR = (
    # English
    "i am employed by", "i'm employed by", "i am employed at",
    "i am an employee", "i'm an employee", "as an employee", "i am on the team", "i'm on the team", "my company sells",
    "the company i work for", "i am paid by", "i'm paid by", "i represent", "speaking for my company",
    # German
    "ich arbeite bei", "ich arbeite für", "ich bin angestellt bei", "als mitarbeiter von", "als mitarbeiterin von",
    "mein arbeitgeber",
    # French
    "je travaille pour", "je travaille chez", "mon employeur", "en tant qu'employé", "en tant qu'employée",
    # Spanish, Italian, Dutch
    "trabajo para", "trabajo en", "mi empresa vende", "lavoro per", "lavoro presso", "il mio datore di lavoro",
    "ik werk bij", "ik werk voor", "mijn werkgever",
)  # fmt: skip

_AMOUNT = r"[0-9]{1,3}(?:[., ' ][0-9]{3}){0,4}(?:[.,][0-9]{1,2})?|[0-9]{1,12}(?:[.,][0-9]{1,2})?"
_MONEY = r"EUR|USD|GBP|CHF|SEK|DKK|NOK|PLN|CZK|JPY"
_PRICE = re.compile(
    rf"(?<![\w.,])(?:(?:[€$£¥]|(?:{_MONEY}) ?) ?(?:{_AMOUNT})"
    rf"|(?:{_AMOUNT}) ?(?:[€£¥]|(?:{_MONEY}|euros?|pounds|dollars|quid|pence|franken|kronor|zł)(?!\w)))"
    rf"|(?<![\w.,])[0-9]{{1,3}}(?:[.,][0-9]{{1,2}})? ?% (?:off|discount|rabatt|de réduction|de descuento|sconto)(?!\w)",
    re.IGNORECASE,
)


@cache
def _promises() -> Terms:
    return Terms(PROMISES)


@cache
def _works_for() -> Terms:
    return Terms(WORKS_FOR)


def promises(text: str) -> list[tuple[int, int]]:
    """Where a text promises, guarantees or admits something on behalf of the company; a question does not."""
    text = text.replace("’", "'")
    found = {*_promises().find(text), *commitments.promises(text)}
    return apart(span for span in found if not commitments.is_asked(text, span[1]))


def statements(text: str) -> list[tuple[int, int]]:
    """Where a writer says for whom they work."""
    text = text.replace("’", "'")
    return apart({*_works_for().find(text), *commitments.statements(text)})


def prices(text: str) -> Iterator[tuple[int, int]]:
    """Where amounts of money and discounts stand; each part of the pattern is bounded, so the cost is the length."""
    return (match.span() for match in _PRICE.finditer(text))
