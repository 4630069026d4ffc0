"""How what changed in a text looks in the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from app.core.api.operations import Out
from app.core.words import Piece


class PieceOut(Out):
    """A run of text that was kept, dropped or added."""

    kind: Literal["keep", "drop", "add"]
    text: str


def pieces_out(pieces: Sequence[Piece] | None) -> list[PieceOut] | None:
    """A text that changed; null where it did not."""
    return None if pieces is None else [PieceOut(kind=piece.kind, text=piece.text) for piece in pieces]
