"""What is done with rules, and the one way a text passes them."""

from app.screening.commands.passing import (
    Unconfirmed,
    pass_all_or_raise,
    pass_all_unheld,
    pass_or_raise,
    pass_unheld,
)
from app.screening.commands.rules import add_rule, change_rule, drafted, retire_rule, switch_rule

__all__ = [
    "Unconfirmed",
    "add_rule",
    "change_rule",
    "drafted",
    "pass_all_or_raise",
    "pass_all_unheld",
    "pass_or_raise",
    "pass_unheld",
    "retire_rule",
    "switch_rule",
]
