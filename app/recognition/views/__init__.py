"""Pages of recognition."""

from app.recognition.views import badges, leading, rewards, running, thanking
from app.recognition.views.frame import blueprint

__all__ = ["badges", "blueprint", "leading", "rewards", "running", "thanking"]
