"""What the pages of screening share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template
from werkzeug.wrappers import Response as BaseResponse

from app.accounts.models import Person
from app.core.access import ensure, found
from app.screening import highlight, labels, policy, queries
from app.screening.models import StoredRule
from app.screening.rules import EVERYWHERE, SCOPES
from app.spaces import queries as spaces

blueprint = Blueprint("screening", __name__)
Page = str | Response | BaseResponse | tuple[str, int]


def rules_page(template: str, person: Person, **more: Any) -> str:
    """A page about rules, with the words for everything in them."""
    return render_template(
        template, kinds=labels.KIND_WORDS, hints=labels.KIND_HINTS, does=labels.ACTION_WORDS,
        in_short=labels.ACTION_SHORT, scopes=labels.SCOPE_WORDS,
        whose=labels.WRITER_WORDS, languages=labels.LANGUAGE_WORDS, always_words=labels.ALWAYS_WORDS,
        space_names={space.id: space.name for space in spaces.visible(person)}, scope_names=_scope_names,
        marked=highlight.marked, glimpse=highlight.glimpse, **more,
    )  # fmt: skip


def to_set(person: Person, rule_id: int) -> StoredRule:
    """A rule in use that somebody is about to change; not found or refused where they may not."""
    rule = found(queries.visible_rule(person, rule_id, in_use=True))
    ensure(policy.may_set_rules_in(person, rule.space_id))
    return rule


def _scope_names(scope: str) -> str:
    named = [EVERYWHERE] if scope == EVERYWHERE else [each for each in SCOPES if each in scope.split()]
    return ", ".join(str(labels.SCOPE_WORDS[each]) for each in named)
