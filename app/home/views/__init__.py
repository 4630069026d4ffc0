"""Pages that put the other features together."""

from app.home.views import admin, admin_spaces, auditing, catalogue, health, people, promises, sitemap, spaces
from app.home.views.front import blueprint

__all__ = [
    "admin",
    "admin_spaces",
    "auditing",
    "blueprint",
    "catalogue",
    "health",
    "people",
    "promises",
    "sitemap",
    "spaces",
]
