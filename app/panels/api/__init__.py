"""The API's operations on panels and studies."""

from app.panels.api import panels, studies

__all__ = ["panels", "studies"]
