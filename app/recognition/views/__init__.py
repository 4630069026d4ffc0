"""Pages of recognition."""

from app.recognition.views import badges, credentials, defining, leading, rewards, running, thanking
from app.recognition.views.frame import blueprint

__all__ = ["badges", "blueprint", "credentials", "defining", "leading", "rewards", "running", "thanking"]
