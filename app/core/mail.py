"""Mail: rendered from three templates into one dispatch row, sent by the worker over SMTP or into a folder."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app

from app.core import clock, dispatch
from app.core.settings import settings

TIMEOUT = 20


def queue(key: str, to: str, template: str, **context: Any) -> bool:
    """Write one mail, once per key; templates are mail/<template>/{subject.txt,body.txt,body.html}."""
    context |= {"base_url": settings().base_url, "site_name": settings().site_name}
    payload = {
        "to": to,
        "subject": " ".join(_rendered(f"{template}/subject.txt", context).split()),
        "text": _rendered(f"{template}/body.txt", context),
        "html": _rendered(f"{template}/body.html", context),
    }
    return dispatch.enqueue("mail", f"mail:{key}", payload)


@dispatch.carrier("mail")
def send(payload: dict[str, Any], key: str) -> None:
    """Carry out one mail; raises what the mail server raised."""
    message = _message(payload, key)
    url = urlsplit(settings().mail_url)
    if url.scheme == "file":
        _keep(message, Path(unquote(url.path)), key)
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
        server.send_message(message)


def _rendered(name: str, context: dict[str, Any]) -> str:
    """Without what pages are framed by: a mail is written in the worker too, where nobody is asking."""
    return current_app.jinja_env.get_template(f"mail/{name}").render(context)


def _message(payload: dict[str, Any], key: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = payload["subject"]
    message["From"] = Address(settings().site_name, addr_spec=settings().mail_from)
    message["To"] = payload["to"]
    message["Date"] = clock.now()
    message["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{settings().mail_from.split('@')[-1]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(payload["text"])
    message.add_alternative(payload["html"], subtype="html")
    return message


def _keep(message: EmailMessage, folder: Path, key: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = clock.now().strftime("%Y%m%dT%H%M%S")
    digest = hashlib.sha256(key.encode()).hexdigest()[:10]
    (folder / f"{stamp}-{digest}.eml").write_bytes(message.as_bytes())
