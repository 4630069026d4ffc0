"""Who asked not to be counted: by a button here, or by what their browser says with every request."""

from __future__ import annotations

from flask import Response, request

from app.core.settings import settings

COOKIE = "uncounted"
YEAR = 365 * 24 * 3600


def refusal() -> str:
    """How this visitor asked not to be counted: "button", "gpc" or "dnt"; empty where they did not.

    Sources: Global Privacy Control, W3C working draft, header `Sec-GPC`; Tracking Preference Expression, header `DNT`.
    """
    if request.cookies.get(COOKIE):
        return "button"
    if request.headers.get("Sec-GPC", "").strip() == "1":
        return "gpc"
    return "dnt" if request.headers.get("DNT", "").strip() == "1" else ""


def remember_refusal(response: Response) -> None:
    """Keep it in this browser for a year."""
    response.set_cookie(COOKIE, "1", max_age=YEAR, httponly=True, samesite="Lax", secure=settings().is_https, path="/")


def forget_refusal(response: Response) -> None:
    """Count this browser again."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax", secure=settings().is_https)
