"""Pages that other sites may show in a frame: all of them under /widget/, where no cookie goes in or out.

A frame on a foreign site gets no cookie, one on a neighbouring site of the same company gets somebody's session. Both
are treated alike, as a visitor. What takes the cookie's place is a signed word in addresses and forms, which names the
space, the site that shows the frame, and the visit; without it nothing under /widget/ can be posted.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, abort, g, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.core.settings import settings

PREFIX = "/widget/"
FIELD = "word"
WORD_LASTS = 12 * 3600
HIDDEN = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")
_askers: list[Callable[[str], Sequence[str]]] = []


@dataclass(frozen=True)
class Visit:
    """Somebody's stay in a frame: in which space, on which site, a random name for it, the scheme the site wants."""

    space: str
    site: str
    secret: str
    scheme: str = ""


class Cookieless:
    """Takes cookies and tokens off what is asked under /widget/, and cookies off what is answered."""

    def __init__(self, application: Any) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Pass everything else through untouched."""
        if not _is_under(str(environ.get("PATH_INFO", ""))):
            return self.application(environ, start_response)  # type: ignore[no-any-return]
        bare = {name: value for name, value in environ.items() if name not in HIDDEN}

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [each for each in headers if each[0].lower() != "set-cookie"], *rest)

        return self.application(bare, start)  # type: ignore[no-any-return]


def tells_sites(tell: Callable[[str], Sequence[str]]) -> Callable[[str], Sequence[str]]:
    """Let a feature say which sites may show the frame of a space, by the space's slug; none: there is no frame."""
    _askers.append(tell)
    return tell


def install_first(app: Flask) -> None:
    """Look up who may show what is asked for before anything is checked; dress the answer after everything else."""
    app.wsgi_app = Cookieless(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(_look_up)
    app.after_request(_dress)


def install_last(app: Flask) -> None:
    """Refuse what nobody may show, after a request had to prove itself."""
    app.before_request(_admit)


def is_embedded() -> bool:
    """Whether this request is for a page in a frame."""
    return _is_under(request.path)


def _is_under(path: str) -> bool:
    """Routing takes several slashes at the start for one, and so must whoever guards a path."""
    return f"/{path.lstrip('/')}".startswith(PREFIX)


def sites() -> Sequence[str]:
    """The sites that may show this page in a frame."""
    return tuple(g.get("embedding_sites", ()))


def visit() -> Visit:
    """The visit of this request: its word's, else a new one on the site that the frame's address names."""
    if "embedding_visit" not in g:
        g.embedding_visit = _said() or Visit(_slug(), _from(), secrets.token_urlsafe(24), _scheme())
    made: Visit = g.embedding_visit
    return made


def word() -> str:
    """The signed word of this visit, to go into addresses and forms."""
    here = visit()
    return str(_signer().dumps([here.space, here.site, here.secret, here.scheme]))


def proves_itself() -> bool:
    """Whether the form carries a word of ours for this space, from a site that may still show it."""
    said = _said()
    return said is not None and (not said.site or said.site in sites())


def _said() -> Visit | None:
    try:
        parts = _signer().loads(request.values.get(FIELD, ""), max_age=WORD_LASTS)
    except BadSignature:
        return None
    said = Visit(*(str(part) for part in parts))
    return said if said.space == _slug() else None


def _from() -> str:
    site = request.args.get("from", "")
    return site if site in sites() else ""


def _scheme() -> str:
    scheme = request.args.get("scheme", "")
    return scheme if scheme in {"light", "dark"} else ""


def _slug() -> str:
    return str((request.view_args or {}).get("slug", ""))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(reversed(settings().secret_keys)), salt="embedding")


def _look_up() -> None:
    if is_embedded():
        g.embedding_sites = [site for tell in _askers for site in tell(_slug())]


def _admit() -> None:
    if is_embedded() and not sites():
        abort(404)


def _dress(response: Response) -> Response:
    """A host that isolates itself shows only frames that do so too, hence the two policies at the end."""
    if is_embedded() and sites():
        policy = response.headers.get("Content-Security-Policy", "")
        allowed = f"frame-ancestors {' '.join(sites())}"
        response.headers["Content-Security-Policy"] = policy.replace("frame-ancestors 'none'", allowed)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
    return response
