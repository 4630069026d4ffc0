"""What is done with files."""

from app.files.commands.attaching import MOST_ON_ONE, Chosen, choose, describe, hang, remove, take_away
from app.files.commands.preparing import MOST_BYTES, Prepared, Sent, prepare
from app.files.commands.storing import store
from app.files.commands.sweeping import sweep

__all__ = [
    "MOST_BYTES",
    "MOST_ON_ONE",
    "Chosen",
    "Prepared",
    "Sent",
    "choose",
    "describe",
    "hang",
    "prepare",
    "remove",
    "store",
    "sweep",
    "take_away",
]
