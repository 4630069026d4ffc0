"""Settings from the environment, read once into one typed object; nothing else reads os.environ."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent
SEARCH_ENGINES = ("whoosh", "postgres")
SHORTEST_SECRET = 32
ADDRESS = re.compile(r"[^@\s<>\",;]+@[^@\s<>\",;]+")
AUDIENCES = ("employees", "customers")
PROVIDER = re.compile(r"[a-z][a-z0-9-]{0,19}")


class BadSetting(ValueError):
    """A setting whose value cannot be used; its text is the one line an operator sees."""


@dataclass(frozen=True, kw_only=True)
class SignOnProvider:
    """Where people sign on: an OpenID Connect issuer, whom it is for, and what its word is taken for.

    `required` are claims that must have a value, `roles` is which role a group of the claim `groups_claim` gives.
    """

    name: str
    label: str
    issuer: str
    client_id: str
    client_secret: str
    audience: str
    trusts_email: bool
    makes_accounts: bool
    scopes: str
    required: Mapping[str, str]
    groups_claim: str
    roles: Mapping[str, str]

    @property
    def kind(self) -> str:
        """What kind of member it is for."""
        return self.audience.removesuffix("s")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an operator may set, already checked."""

    data_dir: Path
    database_url: str
    redis_url: str | None
    search: str
    secret_keys: tuple[str, ...]
    base_url: str
    socket_url: str
    mail_url: str
    mail_from: str
    mail_in: str
    lrs_url: str
    site_name: str
    phone_region: str
    holdout_share: float
    proxy_hops: int
    egress_allowed: frozenset[str]
    sign_on: tuple[SignOnProvider, ...]
    debug: bool
    testing: bool

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is the embedded one."""
        return self.database_url.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over TLS, so that cookies may be locked to it."""
        return self.base_url.startswith("https://")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings; raises BadSetting with one clear line."""
    source = {**_dotenv(), **(os.environ if environ is None else environ)}
    data_dir = Path(source.get("WAGGLE_DATA_DIR") or ROOT / "instance").resolve()
    database_url = _database_url(source.get("WAGGLE_DATABASE_URL"), data_dir)
    base_url = _web_url("WAGGLE_BASE_URL", source.get("WAGGLE_BASE_URL") or "http://127.0.0.1:8000")
    return Settings(
        data_dir=data_dir,
        database_url=database_url,
        redis_url=_redis_url(source.get("WAGGLE_REDIS_URL")),
        search=_search(source.get("WAGGLE_SEARCH"), database_url),
        secret_keys=_secret_keys(source.get("WAGGLE_SECRET_KEY"), data_dir),
        base_url=base_url,
        socket_url=_web_url("WAGGLE_SOCKET_URL", source.get("WAGGLE_SOCKET_URL") or _next_port(base_url)),
        mail_url=_mail_url(source.get("WAGGLE_MAIL_URL"), data_dir),
        mail_from=_address("WAGGLE_MAIL_FROM", source.get("WAGGLE_MAIL_FROM") or f"hive@{urlsplit(base_url).hostname}"),
        mail_in=_address("WAGGLE_MAIL_IN", source.get("WAGGLE_MAIL_IN") or ""),
        lrs_url=_lrs_url(source.get("WAGGLE_LRS_URL") or ""),
        site_name=source.get("WAGGLE_SITE_NAME") or "Waggle",
        phone_region=source.get("WAGGLE_PHONE_REGION") or "GB",
        holdout_share=_share("WAGGLE_HOLDOUT", source.get("WAGGLE_HOLDOUT") or "0.05"),
        proxy_hops=_whole("WAGGLE_PROXY_HOPS", source.get("WAGGLE_PROXY_HOPS") or "0"),
        egress_allowed=frozenset(_words(source.get("WAGGLE_EGRESS_ALLOW"))),
        sign_on=tuple(_provider(name, source) for name in _words(source.get("WAGGLE_SIGN_ON"))),
        debug=_flag("WAGGLE_DEBUG", source.get("WAGGLE_DEBUG")),
        testing=_flag("WAGGLE_TESTING", source.get("WAGGLE_TESTING")),
    )


def _dotenv() -> dict[str, str]:
    return {name: value for name, value in dotenv_values(ROOT / ".env").items() if value is not None}


def _database_url(value: str | None, data_dir: Path) -> str:
    if not value:
        return f"sqlite:///{data_dir / 'waggle.sqlite3'}"
    if value.startswith(("sqlite:///", "postgresql+psycopg://")):
        return value
    for plain in ("postgresql://", "postgres://"):
        if value.startswith(plain):
            return "postgresql+psycopg://" + value.removeprefix(plain)
    raise BadSetting("WAGGLE_DATABASE_URL must start with sqlite:/// or postgresql://")


def _redis_url(value: str | None) -> str | None:
    if value and urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise BadSetting("WAGGLE_REDIS_URL must start with redis://, rediss:// or unix://")
    return value or None


def _search(value: str | None, database_url: str) -> str:
    on_postgres = database_url.startswith("postgresql")
    chosen = value or ("postgres" if on_postgres else "whoosh")
    if chosen not in SEARCH_ENGINES:
        raise BadSetting(f"WAGGLE_SEARCH must be one of {', '.join(SEARCH_ENGINES)}")
    if chosen == "postgres" and not on_postgres:
        raise BadSetting("WAGGLE_SEARCH=postgres needs WAGGLE_DATABASE_URL to name a PostgreSQL database")
    return chosen


def _secret_keys(value: str | None, data_dir: Path) -> tuple[str, ...]:
    """Newest first: the first signs, the rest still verify, so that keys can be rotated without signing people out."""
    keys = tuple(part.strip() for part in (value or _kept_secret(data_dir)).split(",") if part.strip())
    if not keys or any(len(key) < SHORTEST_SECRET for key in keys):
        raise BadSetting(f"WAGGLE_SECRET_KEY must have at least {SHORTEST_SECRET} characters")
    return keys


def _kept_secret(data_dir: Path) -> str:
    path = data_dir / "secret-key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise BadSetting(f"WAGGLE_DATA_DIR: cannot write in {data_dir}: {error.strerror}") from error
    with os.fdopen(descriptor, "w") as file:
        file.write(secret := secrets.token_urlsafe(48))
    return secret


def _web_url(name: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadSetting(f"{name} must be a full address such as https://hive.example.com")
    return value.rstrip("/")


def _next_port(base_url: str) -> str:
    """Without a front door the socket process listens on the port after the pages'; behind one it shares it."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.hostname}:{parts.port + 1}" if parts.port else base_url


def _mail_url(value: str | None, data_dir: Path) -> str:
    if not value:
        return f"file://{data_dir / 'mail'}"
    if urlsplit(value).scheme not in {"smtp", "smtps", "file"}:
        raise BadSetting("WAGGLE_MAIL_URL must start with smtp://, smtps:// or file://")
    if urlsplit(value).scheme != "file" and not urlsplit(value).hostname:
        raise BadSetting("WAGGLE_MAIL_URL must name the mail server, such as smtp://mail.example.com:587")
    return value


def _lrs_url(value: str) -> str:
    """Where training records go, with the key and the secret that the store gave out; empty for nowhere."""
    parts = urlsplit(value)
    if value and not (parts.scheme in {"http", "https"} and parts.hostname and parts.username and parts.password):
        raise BadSetting("WAGGLE_LRS_URL must be like https://key:secret@records.example.com/xAPI")
    return value.rstrip("/")


def _provider(name: str, source: Mapping[str, str]) -> SignOnProvider:
    """One provider's own settings, each beginning with its name."""
    if not PROVIDER.fullmatch(name):
        raise BadSetting(f"WAGGLE_SIGN_ON: {name} must be small letters, digits and hyphens, at most 20")
    prefix = f"WAGGLE_SIGN_ON_{name.upper().replace('-', '_')}"
    told = {key.removeprefix(f"{prefix}_"): value for key, value in source.items() if key.startswith(f"{prefix}_")}
    for key in ("ISSUER", "CLIENT_ID", "FOR"):
        if not told.get(key):
            raise BadSetting(f"{prefix}_{key} is missing")
    if told["FOR"] not in AUDIENCES:
        raise BadSetting(f"{prefix}_FOR must be one of {', '.join(AUDIENCES)}")
    issuer = urlsplit(told["ISSUER"])
    if issuer.scheme not in {"http", "https"} or not issuer.hostname or issuer.query or issuer.fragment:
        raise BadSetting(f"{prefix}_ISSUER must be the issuer's own address, such as https://id.example.com/")
    return SignOnProvider(
        name=name, label=told.get("LABEL") or name.replace("-", " ").title(), issuer=told["ISSUER"],
        client_id=told["CLIENT_ID"], client_secret=told.get("CLIENT_SECRET", ""), audience=told["FOR"],
        trusts_email=_flag(f"{prefix}_TRUST_EMAIL", told.get("TRUST_EMAIL")),
        makes_accounts=_flag(f"{prefix}_NEW_ACCOUNTS", told.get("NEW_ACCOUNTS", "1")),
        scopes=told.get("SCOPES") or "openid email profile",
        required=_pairs(f"{prefix}_REQUIRE", told.get("REQUIRE")),
        groups_claim=told.get("GROUPS_CLAIM") or "groups", roles=_pairs(f"{prefix}_ROLES", told.get("ROLES")),
    )  # fmt: skip


def _words(value: str | None) -> list[str]:
    return list(dict.fromkeys((value or "").replace(",", " ").split()))


def _pairs(name: str, value: str | None) -> dict[str, str]:
    """What is written as `one=a, another=b`; the names before may have spaces, as groups have."""
    pairs = [part.strip().rpartition("=") for part in (value or "").split(",") if part.strip()]
    if any(not left.strip() or not right.strip() for left, _, right in pairs):
        raise BadSetting(f"{name} must be like name=value, name=value")
    return {left.strip(): right.strip() for left, _, right in pairs}


def _address(name: str, value: str) -> str:
    """A wrong one would be found out mail by mail, each given up after days."""
    if value and not ADDRESS.fullmatch(value):
        raise BadSetting(f"{name} must be a mail address such as hive@example.com")
    return value


def _share(name: str, value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 0.5:
        raise BadSetting(f"{name} must be a share between 0 and 0.5")
    return share


def _whole(name: str, value: str) -> int:
    if not value.isdigit():
        raise BadSetting(f"{name} must be a whole number")
    return int(value)


def _flag(name: str, value: str | None) -> bool:
    if value in {None, "", "0", "false", "no"}:
        return False
    if value in {"1", "true", "yes"}:
        return True
    raise BadSetting(f"{name} must be 1 or 0")
