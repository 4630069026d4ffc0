"""Pages of one's account."""

from app.accounts.views import joining, passwords, settings, tokens
from app.accounts.views.signing import blueprint

__all__ = ["blueprint", "joining", "passwords", "settings", "tokens"]
