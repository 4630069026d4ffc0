"""Reading challenges and ideas; what a person may see of them, as SQL."""

from app.ideas.accrual import between
from app.ideas.queries.assigning import (
    assigned_to,
    assignment_by_id,
    assignment_counts,
    assignment_of,
    assignments_in,
    assignments_of,
    filed_count,
    listed_assignments,
    progress,
    to_assign,
)
from app.ideas.queries.attachments import attachments, may_see_at_idea
from app.ideas.queries.authors import (
    Byline,
    author_ids,
    authors,
    byline,
    has_written,
    is_author,
    is_invited,
    partner_of,
    unnamed,
    wrote,
)
from app.ideas.queries.candidates import Choice, choices, cleared_reviewers, topics_named
from app.ideas.queries.challenges import (
    by_slug,
    challenge_by_id,
    challenge_readers,
    closed_to,
    named,
    open_challenges,
    taking_ideas,
    to_refit,
    visible_challenge,
    visible_challenge_by_id,
    visible_challenge_ids,
    visible_challenges,
)
from app.ideas.queries.deciding import kind_counts, last_move, move_of, moves, settled
from app.ideas.queries.drafts import ideas_in_writing, reviews_of_ideas
from app.ideas.queries.fields import answered_words, form_in, form_of, forms_of, people_in, searched_answers
from app.ideas.queries.funnel import WAY, Cohort, Reach, last_reasons, listed_in, reach, spells
from app.ideas.queries.gates import findings, findings_of, findings_seen, waivers_of
from app.ideas.queries.ideas import (
    awaits_verdict_in,
    by_external_id,
    document,
    idea_by_id,
    ideas_in,
    ids_in,
    listed,
    may_see,
    out_of_sight,
    outcomes,
    own_ids,
    readers,
    readers_of,
    rising,
    stakes,
    visible_idea,
    visible_ids,
    with_hidden_votes,
)
from app.ideas.queries.merging import merge_problem, merged_into, preview, seen_merged_into, way_of, would_carry
from app.ideas.queries.participation import (
    Exposure,
    counted_people,
    exposure,
    ideas_used,
    others,
    participant_count,
    participants,
    to_count,
    took_part,
    votes_used,
    written_by,
)
from app.ideas.queries.projects import (
    measured_projects,
    owned_by,
    owners_of,
    project_by_id,
    project_of,
    seen_of,
    visible_project,
    visible_projects,
)
from app.ideas.queries.promises import holding_answers, response_to
from app.ideas.queries.proxies import (
    by_word,
    cast_lately,
    has_proxied,
    on_behalf_count,
    proxied_at,
    proxy_vote,
    proxy_vote_by_id,
    proxy_votes,
    word_for,
)
from app.ideas.queries.published import has_published
from app.ideas.queries.returns import (
    Shown,
    answer_lines,
    entries,
    ledger,
    ledger_sums,
    line_by_id,
    line_by_key,
    lines_under,
    shown_lines,
    sums_by_idea,
    sums_of,
    visible_line,
)
from app.ideas.queries.reviewing import (
    UNDECIDED,
    aggregate,
    all_reviews,
    counted_in,
    filed_by,
    hidden_from,
    ideas_by_ids,
    is_under_review,
    news_since,
    review_of,
    reviews,
    reviews_of,
    volunteers_list,
    waiting_reviews,
)
from app.ideas.queries.rounds import (
    Duels,
    Spread,
    duels_of,
    last_comparison,
    next_pair,
    others_ideas,
    pair_progress,
    points_of,
    round_ideas,
    rounds_of,
    spread_of,
    visible_round,
)
from app.ideas.queries.sides import Sides, sides_of
from app.ideas.queries.stages import (
    decides,
    kind_of,
    stage_named,
    stages_of,
)
from app.ideas.queries.talking import (
    asked_by,
    endorsement_by_id,
    endorsement_of,
    endorsements,
    question_at,
    questions_at,
    questions_waiting,
    waiting_question_count,
)
from app.ideas.queries.templates import (
    due_openings,
    opening_by_id,
    planned_opening,
    start_of,
    template_by_id,
    templates,
    usual_rubric,
)
from app.ideas.queries.ties import BINDING, ties_between, ties_of
from app.ideas.queries.versions import Change, change_count, changed_since, changes
from app.ideas.queries.watching import (
    Effect,
    any_by_ids,
    finding_about,
    finding_to_judge,
    findings_with_stake,
    shown_findings,
    votes_of_finding,
    watched,
)
from app.ideas.ranges import Range, is_uncertain, roi_range, spread
from app.ideas.sums import Entry, Sums, by_currency, summed
