"""Mail: rendered from three templates into one dispatch row, sent by the worker over SMTP or into a folder."""

from __future__ import annotations

import hashlib
import hmac
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app

from app.core import clock, dispatch
from app.core.settings import settings
from app.core.transaction import reading

TIMEOUT = 20
# Of our own mails about something, and who they went to, their ids tell: "<digest.question-12.proof@host>".
IDENTIFIER = re.compile(r"<[!-;=?-~]{3,250}>")
ABOUT = re.compile(r"<?[0-9a-f]{24}\.([a-z]+)-(\d+)\.([0-9a-f]{24})@")


class Whole(UnstructuredHeader, BaseHeader):
    """A header in one line: Python would cut a long address into encoded words, which no mail program puts together."""

    def fold(self, *, policy: Policy) -> str:
        """As it stands."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", Whole)
WHOLE = SMTP.clone(header_factory=HEADERS)


def queue(
    key: str, to: str, template: str, about: str = "", replies_to: str = "", unsubscribe: str = "", **context: Any
) -> bool:
    """Write one mail, once per key; templates are mail/<template>/{subject.txt,body.txt,body.html}.

    A mail `about` something, such as "question:12", can be replied to where the installation reads mail. One that
    `replies_to` a mail's id stands beneath that mail in its reader's mailbox. What comes again and again says by
    `unsubscribe`, a path of `core/unsubscribing`, how it is ended with one click.
    """
    context |= {"replies": bool(about and settings().mail_in)}
    context |= {"base_url": settings().base_url, "site_name": settings().site_name}
    context |= {"unsubscribe": f"{settings().base_url}{unsubscribe}" if unsubscribe else ""}
    payload = {
        "to": to,
        "about": about,
        "replies_to": replies_to if IDENTIFIER.fullmatch(replies_to) else "",
        "unsubscribe": context["unsubscribe"],
        "subject": " ".join(_rendered(f"{template}/subject.txt", context).split()),
        "text": _rendered(f"{template}/body.txt", context),
        "html": _rendered(f"{template}/body.html", context),
    }
    return dispatch.enqueue("mail", f"mail:{key}", payload)


Rule = Callable[[int, str], bool]
RULES: dict[str, Rule] = {}


def may_hear(kind: str) -> Callable[[Rule], Rule]:
    """Declare whether an address may still be told of something of this kind when its mail is carried out."""

    def declare(rule: Rule) -> Rule:
        RULES[kind] = rule
        return rule

    return declare


@dispatch.carrier("mail")
def send(payload: dict[str, Any], key: str) -> None:
    """Carry out one mail; raises what the mail server raised, and NeverRetry where its reader may not read it now."""
    if not _may_go(payload):
        raise dispatch.NeverRetry("what it is about is no longer for this address")
    _deliver(message(payload, key), key)


def _deliver(composed: EmailMessage, key: str) -> None:
    url = urlsplit(settings().mail_url)
    if url.scheme == "file":
        _keep(composed, Path(unquote(url.path)), key)
        return
    context = ssl.create_default_context()
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(url.hostname or "", url.port or 465, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(url.hostname or "", url.port or 25, timeout=TIMEOUT)
    with server:
        if url.username:
            if url.scheme == "smtp":
                server.starttls(context=context)
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(composed)


@dataclass(frozen=True, kw_only=True)
class Personal:
    """A person's own words to one address; `replies_to` is a mail's id, `reply_to` where an answer to it goes."""

    to: str
    subject: str
    text: str
    reply_to: str
    replies_to: str = ""


def send_personal(letter: Personal, key: str) -> str:
    """Send it now, for a carrier; a second try under the same key has the same id, by which it is known. Returns that.

    Raises what the mail server raised.
    """
    mail = _addressed(letter.subject, letter.to)
    mail["Message-ID"] = _message_id({}, key)
    mail["Reply-To"] = letter.reply_to
    if IDENTIFIER.fullmatch(letter.replies_to):
        mail["In-Reply-To"] = mail["References"] = letter.replies_to
    mail.set_content(letter.text)
    _deliver(mail, key)
    return str(mail["Message-ID"])


def _may_go(payload: dict[str, Any]) -> bool:
    """A mail may wait for days, and what it tells of may have become private or been taken down meanwhile."""
    kind, _mark, number = str(payload.get("about", "")).partition(":")
    rule = RULES.get(kind)
    if rule is None or not number.isdecimal():
        return True
    with reading():
        return rule(int(number), payload["to"])


def _rendered(name: str, context: dict[str, Any]) -> str:
    """Without what pages are framed by: a mail is written in the worker too, where nobody is asking."""
    return current_app.jinja_env.get_template(f"mail/{name}").render(context)


def message(payload: dict[str, Any], key: str) -> EmailMessage:
    """One mail as it goes out."""
    mail = _addressed(payload["subject"], payload["to"])
    mail["Message-ID"] = _message_id(payload, key)
    mail["Auto-Submitted"] = "auto-generated"
    if unsubscribe := payload.get("unsubscribe"):
        mail["List-Unsubscribe"] = f"<{unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if about := payload.get("about"):
        mail["References"] = f"<{about.replace(':', '-')}@{_host()}>"  # what is about one thing stands together
        if settings().mail_in:
            mail["Reply-To"] = settings().mail_in
    if replies_to := payload.get("replies_to"):
        mail["In-Reply-To"] = replies_to
        mail["References"] = replies_to
    mail.set_content(payload["text"])
    mail.add_alternative(payload["html"], subtype="html")
    return mail


def _addressed(subject: str, to: str) -> EmailMessage:
    mail = EmailMessage(policy=WHOLE)
    mail["Subject"] = subject
    mail["From"] = Address(settings().site_name, addr_spec=settings().mail_from)
    mail["To"] = to
    mail["Date"] = clock.now()
    return mail


def about_of(message_id: str, address: str) -> str:
    """What one of our mails to this address was about, by its id, which nobody else can make; empty for any other."""
    found = ABOUT.search(message_id)
    if found is None:
        return ""
    about = f"{found[1]}:{found[2]}"
    proofs = (_proof(secret, about, address) for secret in settings().secret_keys)
    return about if any(hmac.compare_digest(proof, found[3]) for proof in proofs) else ""


def is_ours(message_id: str) -> bool:
    """Whether an id is as we give them to our own mails."""
    return bool(re.match(rf"<?[0-9a-f]{{24}}[^@]*@{re.escape(_host())}>?$", message_id))


def _message_id(payload: dict[str, Any], key: str) -> str:
    digest, about = hashlib.sha256(key.encode()).hexdigest(), payload.get("about", "")
    if not about:
        return f"<{digest[:32]}@{_host()}>"
    proof = _proof(settings().secret_keys[0], about, payload["to"])
    return f"<{digest[:24]}.{about.replace(':', '-')}.{proof}@{_host()}>"


def _proof(secret: str, about: str, address: str) -> str:
    words = f"mail:{about}:{address.casefold()}"
    return hmac.new(secret.encode(), words.encode(), hashlib.sha256).hexdigest()[:24]


def _host() -> str:
    return settings().mail_from.split("@")[-1]


def _keep(message: EmailMessage, folder: Path, key: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = clock.now().strftime("%Y%m%dT%H%M%S")
    digest = hashlib.sha256(key.encode()).hexdigest()[:10]
    (folder / f"{stamp}-{digest}.eml").write_bytes(message.as_bytes())
