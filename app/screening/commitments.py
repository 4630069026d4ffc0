"""Promises and statements of who one works for that no fixed phrase gives away; English, bounded, pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Up to two words between, none of which turns a promise into its opposite, a plan or a question.
_GAP = r"(?:(?!not\b|never\b|try\b|ask\b|see\b|check\b|look\b|hardly\b|whether\b|if\b)[\w'-]+ ){0,2}"
_SHALL = r"(?:we|i)(?: will| shall| are going to| am going to|'ll|'re going to|'m going to)"
_MADE_GOOD = r"(?:refund|money back|compensation|replacement|reimbursement)"

PROMISES = (
    (rf"{_SHALL} {_GAP}(?:refund|reimburse|compensate|waive|credit (?:you|your)|pay (?:you|for|back)"
    r"|cover (?:the|all|your) (?:cost|costs|damage|fee|bill))"),
    rf"{_SHALL} {_GAP}(?:give|send) you (?:\w+ ){{0,4}}(?:free|for nothing|on the house)",
    rf"{_SHALL} {_GAP}(?:make sure|see to it|ensure) that",
    r"you(?: will| are going to|'ll|'re going to) " + _GAP + r"(?:be (?:refunded|reimbursed|credited|compensated"
    rf"|paid back)|(?:get|receive|have) (?:\w+ ){{0,3}}{_MADE_GOOD})",
    rf"you(?: are|'re) entitled to (?:\w+ ){{0,2}}{_MADE_GOOD}", r"you(?: won't| will not|'ll not) be charged",
    r"(?:we|i)(?: can| do)? assure you", r"(?:is|are|it's|this one's) on us(?=[.!]| *$)",
    r"take (?:the |all |full |complete )?(?:blame|responsibility) for",
    r"(?:we|i|our company|the company)(?: are| is| am|'re) (?:fully |solely )?(?:liable|responsible) for what",
    r"our company is (?:liable|responsible)", r", guaranteed(?=[.!]| *$)", r"(?:at no|without(?: any)?) charge",
    r"(?:won't|will not|will never) (?:\w+ ){0,2}happen again", r"there will be no more",
    r"you can count on (?:it|us|me)", r"my word", r"(?:fault|mistake|error) (?:was|is) ours", r"we owe you",
)  # fmt: skip
# A name is written with a capital; "the maker" stands for one.
_NAME = (
    r"(?:(?-i:(?!I\b)[A-Z])[\w-]+|(?:the|this|that) (?:maker|company|firm|manufacturer|vendor|seller|provider|"
    r"distributor|competitor))"
)
_TRADE = (
    r"(?:developer|engineer|employee|consultant|manager|founder|representative|rep|technician|contractor|designer"
    r"|salesman|agent|director|ceo|member)"
)
_AM = r"i(?: am|'m)(?: also)?"
STATEMENTS = (
    r"(?:i|we) (?:work|worked|used to work|am working|have worked) (?:for|at|with) (?:them|you|us|" + _NAME + r")",
    r"i work for (?!myself|free|fun|hours|hour|a living|two|three|me\b)\w+",
    rf"{_AM} (?:an? |the )?(?:\w+ ){{0,2}}{_TRADE} (?:at|for|with|of|from) {_NAME}",
    rf"{_AM} (?:with|on|part of|in) the (?:\w+ ){{0,3}}(?:team|staff|crew)", rf"we at {_NAME}",
    rf"working (?:at|for) {_NAME}", rf"(?:speaking )?as an? (?:\w+ ){{0,2}}{_TRADE} (?:of|at|for) {_NAME}",
    rf"speaking as an? (?:\w+ ){{0,2}}{_TRADE}", r"(?:full )?disclosure:", r"disclaimer: (?:i|my|we)",
    r"(?:my|our) (?:company|firm|startup|business) (?:makes?|sells?|builds?|develops?|offers?|owns?|made|built)",
    (r"my (?:husband|wife|partner|brother|sister|son|daughter|father|mother|boyfriend|girlfriend|friend) works? "
    rf"(?:for|at) {_NAME}"),
    r"i (?:run|own|founded|started) (?:the|an?) (?:\w+ )?(?:shop|company|firm|store|startup|business) (?:that|behind)",
    r"i (?:have|own|hold) (?:shares|stock) in", r"(?:was|were|got) sent (?:this|the|an?|it|one) (?:\w+ ){0,4}for free",
    rf"{_AM} (?:affiliated|employed|paid|sponsored|hired) (?:with|by|at)", r"i get paid (?:by|to)",
    r"(?:here|speaking|writing|posting) on behalf of",
    rf"{_AM} one of (?:the people|those|the ones) who (?:built|made|make)",
    rf"{_AM} the (?:founder|maker|author|developer|owner|ceo) (?:of|behind) (?:the|this|that) (?:firm|company|app)",
)  # fmt: skip
_SENTENCE_ENDS = re.compile(r"[.!?\n]")


def _either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


_PROMISES, _STATEMENTS = _either(PROMISES), _either(STATEMENTS)


def promises(text: str) -> Iterator[tuple[int, int]]:
    """Where a text commits the company."""
    return (found.span() for found in _PROMISES.finditer(text))


def statements(text: str) -> Iterator[tuple[int, int]]:
    """Where a writer says for whom they work, or worked, or what else ties them."""
    return (found.span() for found in _STATEMENTS.finditer(text))


def is_asked(text: str, end: int) -> bool:
    """Whether the sentence in which this ends is a question: who asks promises nothing."""
    ends = _SENTENCE_ENDS.search(text, end)
    return ends is not None and ends.group() == "?"
