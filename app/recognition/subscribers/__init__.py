"""What the event book says about people, and what it earns them."""

from app.recognition.subscribers import earning, helping
from app.recognition.subscribers.settling import recognition, settle

__all__ = ["earning", "helping", "recognition", "settle"]
