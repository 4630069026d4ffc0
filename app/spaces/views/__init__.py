"""The pages of spaces for those who run them."""

from app.spaces.views import members, openers, running
from app.spaces.views.frame import blueprint

__all__ = ["blueprint", "members", "openers", "running"]
