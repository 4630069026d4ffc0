"""What is done with journeys, resolutions, filings and costs."""

from app.insights.commands.contacts import file_contact
from app.insights.commands.costs import set_answer_rate, set_contact_cost
from app.insights.commands.exposures import Seen, expose, forget_readings, read_questions, sight_ideas
from app.insights.commands.journeys import arm_of, forget_owners, hashed, keep_going
from app.insights.commands.months import post_month
from app.insights.commands.openings import Source, forget_openings
from app.insights.commands.reasons import MOST_REASONS, add_contact_reason, remove_contact_reason
from app.insights.commands.resolutions import reply, resolve
from app.insights.commands.subscriptions import send_reports, subscribe, unsubscribe
from app.insights.commands.trials import HALF, begin_trial, end_trial
from app.insights.commands.visits import Visit, take_in

__all__ = [
    "HALF",
    "MOST_REASONS",
    "Seen",
    "Source",
    "Visit",
    "add_contact_reason",
    "arm_of",
    "begin_trial",
    "end_trial",
    "expose",
    "file_contact",
    "forget_openings",
    "forget_owners",
    "forget_readings",
    "hashed",
    "keep_going",
    "post_month",
    "read_questions",
    "remove_contact_reason",
    "reply",
    "resolve",
    "send_reports",
    "set_answer_rate",
    "set_contact_cost",
    "sight_ideas",
    "subscribe",
    "take_in",
    "unsubscribe",
]
