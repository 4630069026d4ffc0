"""Does a text pass the rules? Pure: the rules are given, nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from flask_babel import gettext as _

from app.screening import links, personal_data
from app.screening.rules import Finding, Findings, Rule
from app.screening.words import Terms

EXCERPT = 60
# Nobody reads more than this about one rule, and a hostile text must not cost more.
MOST_FINDINGS = 50


def check(text: str, rules: Sequence[Rule], scope: str, region: str = "GB") -> Findings:
    """What the rules of this scope find in a text; `region` is where a phone number without country code belongs."""
    found: list[Finding] = []
    data = _Data(text, region)
    for rule in rules:
        if rule.covers(scope):
            found.extend(islice(_apply(rule, text, data), MOST_FINDINGS))
    return Findings(tuple(sorted(found, key=lambda finding: finding.span)))


class _Data:
    """The personal data of one text, looked for once however many rules ask."""

    def __init__(self, text: str, region: str) -> None:
        self._text, self._region = text, region
        self._found: list[personal_data.Found] | None = None

    def of(self, kinds: Sequence[str]) -> list[personal_data.Found]:
        if self._found is None:
            self._found = personal_data.find(self._text, self._region)
        return [found for found in self._found if not kinds or found.kind in kinds]


def _apply(rule: Rule, text: str, data: _Data) -> Iterator[Finding]:
    if rule.kind == "personal_data":
        for found in data.of(rule.terms):
            yield _finding(rule, rule.message or _MESSAGES[found.kind](), (found.start, found.end), f"[{found.kind}]")
        return
    hide = data.of(())
    for start, end in _spans(rule, text):
        yield _finding(rule, rule.message or _MESSAGES[rule.kind](), (start, end), _excerpt(text, start, end, hide))


def _spans(rule: Rule, text: str) -> Iterable[tuple[int, int]]:
    return links.find(text, rule.terms) if rule.kind == "links" else _terms(rule.terms).find(text)


@lru_cache(maxsize=256)
def _terms(terms: tuple[str, ...]) -> Terms:
    return Terms(terms)


def _excerpt(text: str, start: int, end: int, hide: Sequence[personal_data.Found]) -> str:
    for found in reversed(hide):
        if start < found.end and found.start < end:
            cut, rest = max(start, found.start), text[min(end, found.end) : end]
            text, end = f"{text[:cut]}[{found.kind}]{rest}", cut + len(found.kind) + 2 + len(rest)
    return text[start:end] if end - start <= EXCERPT else f"{text[start : start + EXCERPT]}..."


def _finding(rule: Rule, message: str, span: tuple[int, int], excerpt: str) -> Finding:
    return Finding(rule=rule.name, action=rule.action, message=message, span=span, excerpt=excerpt)


_MESSAGES: dict[str, Callable[[], str]] = {
    "card": lambda: _("This looks like a payment card number. Please take it out: anyone can read what you post."),
    "iban": lambda: _("This looks like a bank account number. Please take it out: anyone can read what you post."),
    "national_id": lambda: _("This looks like an identity number. Please take it out: anyone can read what you post."),
    "email": lambda: _("This looks like an e-mail address. Are you sure you want everyone to see it?"),
    "phone": lambda: _("This looks like a phone number. Are you sure you want everyone to see it?"),
    "words": lambda: _("Some of these words are not welcome here. Please say it another way."),
    "phrases": lambda: _("Some of these words are not welcome here. Please say it another way."),
    "links": lambda: _("This link may not be posted here."),
    "promises": lambda: _("This reads like a promise on behalf of the company. Please check that you may make it."),
}
