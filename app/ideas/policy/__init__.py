"""Who may do what on the idea exchange."""

from app.ideas.policy.authors import has_stake, is_author, may_invite, may_join, may_open_up, may_reveal
from app.ideas.policy.capping import room_for_idea, room_for_vote, votes_left
from app.ideas.policy.challenges import in_time, may_run_challenges, may_see_opening, may_submit, may_withdraw
from app.ideas.policy.deciding import may_decide, may_merge, may_set_gates, may_set_stages, may_tick, may_waive
from app.ideas.policy.editing import may_correct, may_edit
from app.ideas.policy.fields import sees_team_answers
from app.ideas.policy.ideas import may_comment
from app.ideas.policy.projects import may_answer_for, may_edit_project, may_make_project
from app.ideas.policy.returns import may_attest, may_attest_in, may_attest_line, may_keep_ledger, owns
from app.ideas.policy.reviewing import may_choose_reviewers, may_review, may_see_reviews, may_set_rubric
from app.ideas.policy.rounds import may_take_part, sees_results
from app.ideas.policy.talking import (
    may_change_comment,
    may_endorse,
    may_moderate,
    may_reword_comment,
    may_settle_question,
    may_take_down,
    standing_of,
)
from app.ideas.policy.voting import (
    may_take_back_for_others,
    may_vote,
    may_vote_for_others,
    room_for_others,
    sees_counts,
    sees_proxies,
    sees_votes,
)
from app.ideas.policy.watching import (
    may_answer_finding,
    may_decide_finding,
    may_decide_findings,
    may_hear_of_finding,
    may_judge_votes,
)

__all__ = [
    "has_stake",
    "in_time",
    "is_author",
    "may_answer_finding",
    "may_answer_for",
    "may_attest",
    "may_attest_in",
    "may_attest_line",
    "may_change_comment",
    "may_choose_reviewers",
    "may_comment",
    "may_correct",
    "may_decide",
    "may_decide_finding",
    "may_decide_findings",
    "may_edit",
    "may_edit_project",
    "may_endorse",
    "may_hear_of_finding",
    "may_invite",
    "may_join",
    "may_judge_votes",
    "may_keep_ledger",
    "may_make_project",
    "may_merge",
    "may_moderate",
    "may_open_up",
    "may_reveal",
    "may_review",
    "may_reword_comment",
    "may_run_challenges",
    "may_see_opening",
    "may_see_reviews",
    "may_set_gates",
    "may_set_rubric",
    "may_set_stages",
    "may_settle_question",
    "may_submit",
    "may_take_back_for_others",
    "may_take_down",
    "may_take_part",
    "may_tick",
    "may_vote",
    "may_vote_for_others",
    "may_waive",
    "may_withdraw",
    "owns",
    "room_for_idea",
    "room_for_others",
    "room_for_vote",
    "sees_counts",
    "sees_proxies",
    "sees_results",
    "sees_team_answers",
    "sees_votes",
    "standing_of",
    "votes_left",
]
