"""What is done on the idea exchange."""

from app.ideas.commands.assigning import assign_reviews, withdraw_assignment
from app.ideas.commands.authors import agree, ask_to_open, invite, open_up, remove, reveal
from app.ideas.commands.casting import vote
from app.ideas.commands.challenges import Words, address_for, edit_challenge, open_challenge, version_of
from app.ideas.commands.commenting import (
    comment,
    edit_comment,
    remove_comment,
    reopen_question,
    set_comment_state,
    set_comment_states,
    settle_question,
)
from app.ideas.commands.deciding import move, move_all, name_owner, undo_move
from app.ideas.commands.editing import edit
from app.ideas.commands.endorsing import endorse, withdraw_endorsement
from app.ideas.commands.entering import GateShut, place
from app.ideas.commands.fields import change_form, tidy_form
from app.ideas.commands.gates import criterion_of, set_gate, tick, untick, unwaive, waive
from app.ideas.commands.ideas import Checked, check_version, check_words, set_idea_hold, set_idea_holds, submit
from app.ideas.commands.keeping import keep_assignments
from app.ideas.commands.merging import merge, unmerge
from app.ideas.commands.opening import (
    NOTICE,
    call_off_opening,
    is_open_to_customers,
    open_due,
    plan_opening,
    withdraw_comment,
    withdraw_idea,
)
from app.ideas.commands.participation import count_people
from app.ideas.commands.phasing import turn_phases
from app.ideas.commands.piloting import (
    add_milestone,
    drop_milestone,
    end_pilot,
    plan_pilot,
    reach_milestone,
    set_launch,
)
from app.ideas.commands.projects import add_idea, agree_to_own, change_project, decline_to_own, drop_idea, make_project
from app.ideas.commands.promising import end_promise, owe_all, put_off, remind, set_promise
from app.ideas.commands.proxies import take_back, vote_for
from app.ideas.commands.responding import respond, withdraw_response
from app.ideas.commands.restoring import restore_words
from app.ideas.commands.returns import Posted, attest, post_outcome, record_outcome, strike, withdraw_attestation
from app.ideas.commands.reviewing import file_review
from app.ideas.commands.rounds import close_round, compare, open_round, spread, uncompare
from app.ideas.commands.rubrics import change_rubric, criterion_key, hold_reviews
from app.ideas.commands.stages import add_stage, order_stages, rename_stage, retire_stage
from app.ideas.commands.starting import set_start
from app.ideas.commands.templates import remove_template, rename_template, save_template
from app.ideas.commands.voting import expose, refit
from app.ideas.commands.watching import answer_finding, dismiss_finding, restore_votes, set_votes_aside, watch
