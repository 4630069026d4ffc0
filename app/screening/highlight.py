"""A text with what rules found in it marked, as safe HTML."""

from __future__ import annotations

from markupsafe import Markup, escape

from app.screening.rules import Findings

AROUND = 80


def marked(text: str, findings: Findings) -> Markup:
    """The whole text, each found place once in `<mark>` with the rule's name as its title."""
    parts, at = [], 0
    for finding in findings:
        start, end = max(finding.span[0], at), finding.span[1]
        if end > start:
            title = escape(finding.rule)
            parts += [escape(text[at:start]), Markup('<mark title="{}">{}</mark>').format(title, text[start:end])]
            at = end
    return Markup("").join([*parts, escape(text[at:])])


def glimpse(text: str, findings: Findings) -> Markup:
    """The first found place with the words around it; the beginning of the text where it is found as a whole."""
    spans = [finding.span for finding in findings if finding.span[1] > finding.span[0]]
    start, end = spans[0] if spans else (0, 0)
    end = min(end, start + 2 * AROUND)
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    before, after = "…" if first else "", "…" if last < len(text) else ""
    found = Markup("<mark>{}</mark>").format(text[start:end]) if end > start else ""
    return Markup("{}{}{}{}{}").format(before, text[first:start], found, text[end:last], after)
