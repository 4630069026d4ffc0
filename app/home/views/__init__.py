"""Pages that put the other features together."""

from app.home.views import admin, admin_spaces, catalogue, health, people, promises, sitemap, spaces
from app.home.views.front import blueprint

__all__ = ["admin", "admin_spaces", "blueprint", "catalogue", "health", "people", "promises", "sitemap", "spaces"]
