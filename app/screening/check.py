"""Does a text pass the rules? Pure: the rules are given, nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice

from app.screening import language, links, patterns, personal_data, phrases, severity
from app.screening.rules import Finding, Findings, Rule
from app.screening.sayings import usual
from app.screening.scoring import Scorer
from app.screening.words import Terms, Word, words
from app.screening.writer import Writer, is_meant, is_too_fast

EXCERPT = 60
# Nobody reads more than this about one rule, and a hostile text must not cost more.
MOST_FINDINGS = 50
WHOLE = (0, 0)
# From which score on a trained scorer speaks for each severity.
SURE = {1: 0.5, 2: 0.7, 3: 0.9}
Span = tuple[int, int]


def check(
    text: str,
    rules: Sequence[Rule],
    scope: str,
    region: str = "GB",
    *,
    space_id: int | None = None,
    writer: Writer | None = None,
    scorer: Callable[[str], Scorer | None] = lambda kind: None,
) -> Findings:
    """What the rules of this scope and space find in a text.

    `region` is where a phone number without country code belongs, `writer` who wrote it, where that is known; `scorer`
    gives what was trained for a kind of rule, where something was.
    """
    found: list[Finding] = []
    data = _Text(text, region, writer, scorer)
    for rule in rules:
        if rule.covers(scope, space_id) and is_meant(rule, writer) and data.may_be(rule.language):
            found.extend(islice(_apply(rule, data), MOST_FINDINGS))
    return Findings(tuple(sorted(found, key=lambda finding: finding.span)))


class _Text:
    """One text, with what is looked for once however many rules ask."""

    def __init__(self, text: str, region: str, writer: Writer | None, scorer: Callable[[str], Scorer | None]) -> None:
        self.text, self.region, self.writer, self.scorer = text, region, writer, scorer

    @cached_property
    def data(self) -> list[personal_data.Found]:
        """All the personal data in it."""
        return personal_data.find(self.text, self.region)

    @cached_property
    def words(self) -> list[Word]:
        """Its words."""
        return list(words(self.text))

    @cached_property
    def languages(self) -> frozenset[str]:
        """What it may be written in."""
        return language.may_be(self.text)

    def may_be(self, wanted: str) -> bool:
        """Whether it may be written in this language; "" asks for any."""
        return not wanted or wanted in self.languages


def _apply(rule: Rule, data: _Text) -> Iterator[Finding]:
    if rule.kind == "personal_data":
        for found in data.data:
            if not rule.terms or found.kind in rule.terms:
                yield _finding(rule, found.kind, (found.start, found.end), f"[{found.kind}]")
        return
    for start, end in _SCANS[rule.kind](rule, data):
        yield _finding(rule, rule.kind, (start, end), _excerpt(data.text, start, end, data.data))


@lru_cache(maxsize=256)
def _terms(terms: tuple[str, ...]) -> Terms:
    return Terms(terms)


def _undisclosed(rule: Rule, data: _Text) -> Iterable[Span]:
    return [] if phrases.statements(data.text) else _terms(rule.terms).find(data.text, data.words)


def _promises(rule: Rule, data: _Text) -> Iterable[Span]:
    """The usual ones, and what the rule names besides."""
    named = _terms(rule.terms).find(data.text, data.words) if rule.terms else []
    return sorted({*phrases.promises(data.text), *named})


def _scored(kind: str, threshold: float, data: _Text) -> list[Span]:
    """The words that speak most for it where the score reaches the threshold; nothing where nothing was trained."""
    scorer = data.scorer(kind)
    if scorer is None or scorer.score(data.text) < threshold:
        return []
    return scorer.reasons(data.text) or [WHOLE]


def _toxicity(rule: Rule, data: _Text) -> Iterable[Span]:
    """The list of hurtful words; what a scorer finds only where the list finds nothing."""
    least = round(rule.least) or 1
    return severity.find(data.text, least) or _scored("toxicity", SURE[least], data)


def _whole(is_so: bool) -> Iterable[Span]:
    return (WHOLE,) if is_so else ()


_SCANS: dict[str, Callable[[Rule, _Text], Iterable[Span]]] = {
    "words": lambda rule, data: _terms(rule.terms).find(data.text, data.words),
    "phrases": lambda rule, data: _terms(rule.terms).find(data.text, data.words),
    "competitors": lambda rule, data: _terms(rule.terms).find(data.text, data.words),
    "patterns": lambda rule, data: patterns.find(data.text, rule.terms),
    "links": lambda rule, data: links.find(data.text, rule.terms),
    "promises": _promises,
    "prices": lambda rule, data: phrases.prices(data.text),
    "disclosure": lambda rule, data: phrases.statements(data.text),
    "undisclosed": _undisclosed,
    "newcomers": lambda rule, data: _whole(bool(data.text.strip())),
    "spam": lambda rule, data: _scored("spam", rule.least or 0.5, data),
    "toxicity": _toxicity,
    "velocity": lambda rule, data: _whole(is_too_fast(rule, data.writer)),
}


def _excerpt(text: str, start: int, end: int, hide: Sequence[personal_data.Found]) -> str:
    for found in reversed(hide):
        if start < found.end and found.start < end:
            cut, rest = max(start, found.start), text[min(end, found.end) : end]
            text, end = f"{text[:cut]}[{found.kind}]{rest}", cut + len(found.kind) + 2 + len(rest)
    return text[start:end] if end - start <= EXCERPT else f"{text[start : start + EXCERPT]}..."


def _finding(rule: Rule, found: str, span: Span, excerpt: str) -> Finding:
    return Finding(rule=rule.name, action=rule.action, message=rule.message or usual(found), span=span, excerpt=excerpt)
