"""The way back: where somebody was stopped, kept as `next` through the pages that let them through."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from flask import request


def is_local(path: str) -> bool:
    """Whether an address leads to a page of this site and nowhere else, however a browser may read it."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        return False
    return path.isprintable() and not urlsplit(path).netloc


def here() -> str:
    """The page that somebody is on: the one asked for, or for a form or a fragment the one it stands on."""
    if request.method == "GET" and "Turbo-Frame" not in request.headers:
        return request.full_path.rstrip("?")
    referrer = urlsplit(request.referrer or "")
    path = f"{referrer.path}?{referrer.query}" if referrer.query else referrer.path
    return path if referrer.netloc == request.host and is_local(path) else "/"


def wanted() -> str:
    """Where this request says it wants to go back to; empty when it does not say, or names another site."""
    path = request.values.get("next", "")
    return path if is_local(path) else ""


def with_way_back(address: str, back: str = "") -> str:
    """An address that carries the way back: the given one, else the one this request carries, else the page here."""
    if not is_local(address):
        return address
    path, mark, fragment = address.partition("#")
    joint = "&" if "?" in path else "?"
    return f"{path}{joint}next={quote(back or wanted() or here())}{mark}{fragment}" if "next=" not in path else address


def keep_way_back(address: str) -> str:
    """An address on the way through a gate: carries the way back on, when this request has one."""
    return with_way_back(address, wanted()) if wanted() else address
