"""Pages of one's account."""

from app.accounts.views import data, guests, joining, passwords, settings, tokens
from app.accounts.views.signing import blueprint

__all__ = ["blueprint", "data", "guests", "joining", "passwords", "settings", "tokens"]
