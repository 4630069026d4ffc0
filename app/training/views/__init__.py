"""The pages of training."""

from __future__ import annotations

from app.training.views import addenda, courses, guidelines, quiz, steward
from app.training.views.path import blueprint

__all__ = ["addenda", "blueprint", "courses", "guidelines", "quiz", "steward"]
