"""What other products export, read as import lines: which columns mean what, and what does not add up."""

from app.ideas.sources.reading import Files, Unreadable, read
from app.ideas.sources.shapes import SOURCES, Source

__all__ = ["SOURCES", "Files", "Source", "Unreadable", "read"]
