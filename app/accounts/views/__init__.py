"""Pages of one's account."""

from app.accounts.views import guests, joining, passwords, settings, tokens
from app.accounts.views.signing import blueprint

__all__ = ["blueprint", "guests", "joining", "passwords", "settings", "tokens"]
