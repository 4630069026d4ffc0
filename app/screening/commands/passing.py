"""The one way a text passes the rules, wherever it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from app.accounts.models import Person
from app.core.access import Invalid
from app.screening import confirming, queries
from app.screening.rules import Finding


class Unconfirmed(Invalid):
    """A rule warns, and whoever writes has not said yet that they mean it as it stands."""


def pass_or_raise(
    text: str,
    field: str = "body",
    *,
    scope: str,
    by: Person | None = None,
    space_id: int | None = None,
    posts: bool = True,
) -> list[str]:
    """Let a text pass, with the names of the rules that hold it.

    `by` and `space_id` bring in the rules about writers and of a space; what posts nothing new (`posts` false), such as
    an edit, is never too fast. Raises Invalid with what the refusing rules say, or Unconfirmed with what the warning
    ones say where somebody sits there who can be asked, and with the hints where the page could not show them before.
    """
    findings = queries.examine(text, scope, by=by, space_id=space_id, posts=posts)
    if findings.refusals:
        raise Invalid({field: _said(findings.refusals)})
    asks = findings.warnings + (findings.asking("advise") if confirming.has_shown_no_hint() else ())
    if asks and not confirming.is_confirmed(text, field, [each.rule for each in asks]):
        raise Unconfirmed({field: f"{_said(asks)} {_('If it is meant so, say that you post it anyway.')}"})
    return list(dict.fromkeys(finding.rule for finding in findings.holds))


def pass_all_or_raise(
    texts: Mapping[str, str],
    *,
    scope: str,
    by: Person | None = None,
    space_id: int | None = None,
    posts: bool = True,
) -> list[str]:
    """The same for the fields of a form; raises Invalid with all that cannot be taken."""
    held: list[str] = []

    def let_pass(text: str, field: str) -> None:
        held.extend(pass_or_raise(text, field, scope=scope, by=by, space_id=space_id, posts=posts))

    _each(texts, let_pass)
    return list(dict.fromkeys(held))


def pass_unheld(
    text: str, field: str, *, scope: str = "comment", by: Person | None = None, space_id: int | None = None
) -> None:
    """The same for words that nothing can hold back, as they stand beside something: what a rule would hold is refused.

    Empty words pass. Raises Invalid or Unconfirmed.
    """
    if text.strip() and pass_or_raise(text, field, scope=scope, by=by, space_id=space_id, posts=False):
        raise Invalid({field: _("A moderator would have to look at this first. Please say it in other words.")})


def pass_all_unheld(
    texts: Mapping[str, str], *, scope: str = "comment", by: Person | None = None, space_id: int | None = None
) -> None:
    """The same for the fields of a form; raises Invalid with all that cannot be taken."""
    _each(texts, lambda text, field: pass_unheld(text, field, scope=scope, by=by, space_id=space_id))


def _each(texts: Mapping[str, str], let_pass: Callable[[str, str], None]) -> None:
    errors: dict[str, str] = {}
    for field, text in texts.items():
        try:
            let_pass(text, field)
        except Invalid as refusal:
            errors |= refusal.errors
    if errors:
        raise Invalid(errors)


def _said(findings: tuple[Finding, ...]) -> str:
    return " ".join(dict.fromkeys(finding.message for finding in findings))
