"""What is done with channels: connecting accounts, taking what was said there, noting what was said back."""

from app.listening.commands.accounts import connect, failed, looked, pause, remember, resume, tie, untie
from app.listening.commands.enclosing import unpack
from app.listening.commands.saying import note_said, note_unsaid, note_withdrawn, unsaid
from app.listening.commands.taking import leave, take

__all__ = [
    "connect",
    "failed",
    "leave",
    "looked",
    "note_said",
    "note_unsaid",
    "note_withdrawn",
    "pause",
    "remember",
    "resume",
    "take",
    "tie",
    "unpack",
    "unsaid",
    "untie",
]
