"""What happens to widgets."""

from __future__ import annotations

from app.core.events import Event, happening


@happening("listening.widget_sites_changed")
class WidgetSitesChanged(Event):
    """Other sites than before may show a space's widget."""

    space_id: int
