"""What readers, authors and moderators do."""

from app.moderation.commands.cases import flag, open_case
from app.moderation.commands.deciding import LONGEST, Verdict, decide, give, usual_code, usual_words
from app.moderation.commands.undoing import undo

__all__ = ["LONGEST", "Verdict", "decide", "flag", "give", "open_case", "undo", "usual_code", "usual_words"]
