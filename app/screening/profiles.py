"""What people say of themselves passes the rules too: accounts lie beneath, so this hangs on from above."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core.saying import screens_words
from app.screening import commands


@screens_words
def pass_words(words: Mapping[str, str], _by: Any) -> None:
    """Raise Invalid with the fields whose words a rule refuses or would hold; rules about who writes are not meant."""
    commands.pass_all_unheld(words)
