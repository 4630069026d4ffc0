"""One case beside the queue: its context, its author's record, and what can be decided."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from app.accounts.models import Person
from app.core.forms import RefusableForm
from app.moderation import consistency, policy, queries, subjects
from app.moderation.consistency import Judged
from app.moderation.forms import (
    ACTION_WORDS,
    CODE_WORDS,
    OUTCOME_WORDS,
    REASON_WORDS,
    AnswerForm,
    AskForm,
    DecisionForm,
    OpinionForm,
)
from app.moderation.models import ACTIONS, WAITING, Case
from app.moderation.views.frame import address, chosen
from app.screening import policy as screening


def bench(person: Person, state: str, case: Case | None, filled: RefusableForm | None = None) -> str:
    """The queue, a case (the first where none is chosen), and what is known about it; a form as it was filled in."""
    choice = chosen()
    page = queries.queue(person, state=state, choice=choice, after=request.args.get("after"))
    at_hand = case or next(iter(page.items), None)
    shown = subjects.find_all({each.subject for each in (*page.items, at_hand) if each})
    about = _about(person, at_hand, shown.get(at_hand.subject), filled) if at_hand else {}
    return render_template(
        "moderation/bench.html", page=page, subjects=shown, state=state, chosen=case, case=at_hand,
        choice=choice, kept=address("", choice), waiting=queries.waiting_count(person),
        places=queries.waiting_by_space(person), may_set_rules=screening.may_see_rules(person), **about,
    )  # fmt: skip


def ask_form(person: Person, case: Case) -> AskForm:
    """The wish for a second opinion, with whom one can ask."""
    form = AskForm()
    form.colleague.choices = [(each.id, each.name) for each in queries.colleagues(case, but=person)]
    return form


def _about(
    person: Person, case: Case, subject: subjects.Subject | None, filled: RefusableForm | None
) -> dict[str, Any]:
    """Nobody reads who reported their own post, moderator or not."""
    own = queries.wrote(person, case)
    opinions = [] if own else queries.opinions_on(case)
    return {
        "answered": subjects.answered_words(subject),
        "above": subjects.above(subject) if subject else [],
        "earlier": queries.earlier_of(person, case),
        "record": queries.record_of(person, case.author_id),
        "flags": [] if own else queries.flags_of(case),
        "decisions": queries.decisions_of(case),
        "history": [(c, d) for c, d in queries.history_of(person, case.author_id) if c.id != case.id],
        "has_page": subjects.find_visible(person, case.subject) is not None,
        "similar": _similar(person, case, subject),
        "appeal": queries.appeal_of(case),
        "opinions": opinions,
        "mine": next((each for each in opinions if each.person_id == person.id), None),
        **_forms(person, case, subject, filled),
        "words": REASON_WORDS, "actions": ACTION_WORDS, "codes": CODE_WORDS, "outcomes": OUTCOME_WORDS,
        "keys": {action: place for place, action in enumerate(ACTIONS, 1)},
    }  # fmt: skip


def _similar(person: Person, case: Case, subject: subjects.Subject | None) -> list[tuple[Case, Judged]]:
    """Decided cases that came up for the same reason with similar words."""
    if subject is None:
        return []
    known = queries.judged(person, but=case.id)
    near = consistency.nearest(consistency.words_of(subject.body), queries.why_of(case), known)
    cases = queries.cases_by_id(person, [each.case_id for each in near])
    return [(cases[each.case_id], each) for each in near if each.case_id in cases]


def _forms(
    person: Person, case: Case, subject: subjects.Subject | None, filled: RefusableForm | None
) -> dict[str, Any]:
    """The forms that may be needed, each fresh but for the one that was filled in."""
    decision = filled if isinstance(filled, DecisionForm) else DecisionForm(formdata=None)
    if decision is not filled and subject is not None:
        decision.body.data = subject.body
    may_decide = policy.may_decide(person, case)
    asking = filled if isinstance(filled, AskForm) else None
    if asking is None and may_decide and case.state in WAITING:
        asking = ask_form(person, case)
    return {
        "form": decision,
        "answering": filled if isinstance(filled, AnswerForm) else AnswerForm(formdata=None),
        "asking": asking,
        "giving": filled if isinstance(filled, OpinionForm) else OpinionForm(formdata=None),
        "may_decide": may_decide,
        "may_answer": policy.may_answer_appeal(person, case) if case.state == "appealed" else None,
    }
