"""What a notification says, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Callable[[], Any]] = {
    "answered": lambda: _("%(who)s answered “%(title)s”"),
    "handed_over": lambda: _("%(who)s handed “%(title)s” over to you"),
    "doubted": lambda: _("%(who)s says that an answer to “%(title)s” is no longer true"),
    "doubt_upheld": lambda: _("You were right about “%(title)s”: %(note)s"),
    "doubt_dismissed": lambda: _("An expert says that the answer to “%(title)s” is still true: %(note)s"),
    "answer_stale": lambda: _("Your answer to “%(title)s” is out of date: %(note)s"),
    "asked_of": lambda: _("%(who)s asked you: “%(title)s”"),
    "asked_about": lambda: _("%(who)s asked about %(topic)s: “%(title)s”"),
    "waiting": lambda: _("%(who)s’s answer to “%(title)s” waits for you as mentor"),
    "approved": lambda: _("%(who)s approved your answer to “%(title)s”"),
    "sent_back": lambda: _("%(who)s sent your answer to “%(title)s” back: %(note)s"),
    "accepted": lambda: _("%(who)s accepted your answer to “%(title)s”"),
    "verified": lambda: _("%(who)s verified your answer to “%(title)s”"),
    "escalated": lambda: _("“%(title)s” went over to the care team"),
    "practice_waiting": lambda: _("%(who)s practised and waits for your remark"),
    "practice_ready": lambda: _("%(who)s remarked on your practice: ready"),
    "practice_not_yet": lambda: _("%(who)s remarked on your practice: not yet"),
    "noted": lambda: _("%(who)s mentioned you in a note on “%(title)s”"),
    "commented": lambda: _("%(who)s commented on “%(title)s”"),
    "asked_back": lambda: _("%(who)s needs a detail from you about “%(title)s”"),
    "target_warned": lambda: _("“%(title)s” is due soon and waits for you"),
    "target_breached": lambda: _("“%(title)s” has waited longer than promised"),
    "answerers_called": lambda: _("“%(title)s” has waited longer than promised; you know about it"),
    "owner_called": lambda: _("“%(title)s” in your space has waited longer than promised"),
    "case_opened": lambda: _("“%(title)s” waited so long that a case was opened"),
    "targets_missed": lambda: _("%(note)s questions in %(title)s have news about their targets"),
    "moved": lambda: _("“%(title)s” is now %(stage)s: %(note)s"),
    "review_asked": lambda: _("You are asked to review “%(title)s”"),
    "reviews_asked": lambda: _("You are asked for %(note)s reviews in “%(title)s”"),
    "stood_in": lambda: _("Somebody stood down, and you are asked to review “%(title)s”"),
    "review_due": lambda: _("Your review of “%(title)s” is due soon"),
    "reviews_due": lambda: _("%(note)s of your reviews in “%(title)s” are due soon"),
    "review_overdue": lambda: _("Your review of “%(title)s” is overdue"),
    "reviews_overdue": lambda: _("%(note)s of your reviews in “%(title)s” are overdue"),
    "reviewer_missing": lambda: _("A reviewer of “%(title)s” stood down, and there is nobody else to ask"),
    "reviews_released": lambda: _("The reviews of “%(title)s” are in"),
    "votes_aside": lambda: _("Votes of yours were set aside, and you can answer: %(note)s"),
    "votes_restored": lambda: _("Your votes that were set aside count again"),
    "votes_answered": lambda: _("Somebody whose votes you set aside has answered"),
    "reviewed": lambda: _("%(who)s reviewed “%(title)s”"),
    "question_merged": lambda: _("“%(title)s” was merged: it is answered at “%(other)s”"),
    "merged": lambda: _("“%(title)s” was merged into another idea; your vote went with it"),
    "idea_merged": lambda: _("“%(title)s” was merged into “%(other)s”; if you voted, your vote went with it"),
    "idea_merged_here": lambda: _("“%(title)s” was merged into “%(other)s”, where votes of both count"),
    "idea_unmerged": lambda: _("“%(title)s” stands for itself again; it was merged into “%(other)s” before"),
    "idea_unmerged_here": lambda: _("“%(title)s” is no longer merged into “%(other)s”"),
    "proxied": lambda: _("%(who)s counted your vote for “%(title)s”, as you told us"),
    "outcome": lambda: _("“%(title)s” has a new entry in its ledger"),
    "project_asked": lambda: _("%(who)s asks you to own the project “%(title)s”"),
    "project_agreed": lambda: _("%(who)s owns the project “%(title)s” now"),
    "project_declined": lambda: _("%(who)s does not own the project “%(title)s”; it needs somebody else"),
    "project_made": lambda: _("“%(title)s” has become a project"),
    "pilot_planned": lambda: _("“%(title)s” is tried out: %(note)s"),
    "pilot_ended": lambda: _("The pilot of “%(title)s” has a result: %(note)s"),
    "launch_set": lambda: _("“%(title)s” has a day for its launch: %(note)s"),
    "decided": lambda: _("A moderator decided about what you posted (“%(title)s”): %(note)s"),
    "undone": lambda: _("A moderator took back a decision about what you posted (“%(title)s”)"),
    "certified": lambda: _("You are certified: %(title)s"),
    "lapsed": lambda: _("Your certificate has lapsed: %(title)s. You cannot answer until it is renewed"),
    "probation": lambda: _("Your answers no longer wait for a mentor"),
    "panel_invited": lambda: _("%(who)s invites you to the panel “%(title)s”"),
    "panel_invited_saying": lambda: _("%(who)s invites you to the panel “%(title)s”: %(note)s"),
    "panel_reminded": lambda: _("Your invitation to the panel “%(title)s” ends soon"),
    "study_opened": lambda: _("Your panel asks you: “%(title)s”"),
    "study_closing": lambda: _("“%(title)s” closes soon; you have not answered yet"),
    "study_outcome": lambda: _("What you said about “%(title)s” changed something"),
    "guidelines": lambda: _("The guidelines have changed. Read and accept version %(title)s"),
}
MISSING = {"who": "", "title": "", "note": "", "stage": "", "other": "", "topic": ""}
BY_MAIL = frozenset(
    {
        "asked_of",
        "project_asked",
        "answered",
        "waiting",
        "sent_back",
        "approved",
        "accepted",
        "moved",
        "decided",
        "escalated",
        "lapsed",
        "asked_back",
        "panel_invited",
        "panel_invited_saying",
        "panel_reminded",
        "study_opened",
        "study_outcome",
        "review_asked",
        "reviews_asked",
        "stood_in",
        "review_due",
        "reviews_due",
        "review_overdue",
        "reviews_overdue",
    }
)


def sentence(kind: str, params: dict[str, Any]) -> str:
    """One sentence; an unknown kind says only its title."""
    words = SENTENCES.get(kind)
    return str(words()) % {**MISSING, **params} if words else str(params.get("title", ""))
