"""A CRM nobody foresaw: the operator says which addresses are called, with what, and where the ids are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask_babel import lazy_gettext as _

from app.core import dispatch, egress
from app.crm.connectors import mapping
from app.crm.connectors.line import MOST_CONTACTS, ask, read
from app.crm.connectors.port import CASE, INTERACTION, Account, Entry, Fixed, Missing, Setting

METHODS = ("POST", "PUT", "PATCH")
ADDRESSES = ("push_url", "update_url", "withdraw_url", "find_url", "case_url", "pull_url")
NOT_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "idempotency-key"})


AGAIN, CHANGES = _("So that nothing is there twice"), _("When something is changed or taken back")
CASES, CONTACTS = _("Cases: escalated questions, messages to the care team"), _("Contacts that the CRM knows")


class Rest:
    """JSON over HTTP, whatever it looks like."""

    name, label, takes_unknown = "rest", "REST", True
    settings = (
        Setting("push_url", _("Address for a new interaction"),
                _("Where the CRM takes a new activity, such as https://crm.example.com/api/activities.")),
        Setting("push_method", _("Method"), choices=METHODS, default="POST"),
        Setting("headers", _("Headers"), _("One a line, as Name: value. {{secret}} is the secret below."),
                required=False, long=True, default="Authorization: Bearer {{secret}}"),
        Setting("secret", _("Secret"), _("Kept sealed and never shown again."), secret=True, required=False),
        Setting("id_path", _("Where the answer says the new id"), _("Such as id, or data.0.id."), required=False,
                default="id"),
        Setting("find_url", _("Address to find what is there already"),
                _("Such as https://crm.example.com/api/activities?ref={{id}}, where {{id}} is our id and {{kind}} is "
                  "interaction or case. Asked before another try, when the CRM failed or gave no answer and may have "
                  "the entry nevertheless. Left empty: it can then be there twice."), required=False, group=AGAIN),
        Setting("find_path", _("Where that answer says the id"), _("Such as items.0.id. Nothing there: not found."),
                required=False, default="items.0.id", group=AGAIN),
        Setting("update_url", _("Address to change one"),
                _("Such as https://crm.example.com/api/activities/{{external_id}}, which is the CRM’s id. Left empty: "
                  "what changed here stays there as it was, and is told as a dead letter."), required=False,
                group=CHANGES),
        Setting("update_method", _("Method to change"), choices=("PATCH", "PUT", "POST"), default="PATCH",
                group=CHANGES),
        Setting("withdraw_url", _("Address to take one back"),
                _("The same, called with DELETE. Left empty: what turns out to be somebody else’s stays there, and is "
                  "told as a dead letter."), required=False, group=CHANGES),
        Setting("case_url", _("Address for a new case"), _("Left empty: no cases are sent."),
                required=False, group=CASES),
        Setting("pull_url", _("Address of the contacts"), _("Fetched once an hour. Left empty: none are fetched."),
                required=False, group=CONTACTS),
        Setting("pull_path", _("Where that answer has the list"),
                _("Such as items. Left empty: the answer is the list."), required=False, group=CONTACTS),
        Setting("next_path", _("Where it has the next page’s address"), required=False, group=CONTACTS),
    )  # fmt: skip
    templates = {  # noqa: RUF012 - of the class
        INTERACTION: """{
  "external_ref": "{{id}}",
  "contact_id": "{{contact}}",
  "type": "{{kind}}",
  "occurred_at": "{{at}}",
  "channel": "{{channel}}",
  "subject": "{{summary}}",
  "link": "{{url}}"
}""",
        CASE: """{
  "external_ref": "{{id}}",
  "contact_id": "{{contact}}",
  "opened_at": "{{at}}",
  "subject": "{{title}}",
  "reason": "{{reason}}",
  "description": "{{body}}",
  "already_read": "{{read}}",
  "link": "{{url}}"
}""",
    }
    contact_paths = {"external_id": "id", "name": "name", "email": "email", "phone": "phone", "segment": "segment"}  # noqa: RUF012

    def check(self, account: Account) -> dict[str, str]:
        """Addresses that may be called, headers that can be read."""
        wrong = {}
        for name in ADDRESSES:
            if not account[name]:
                continue
            try:
                egress.check(mapping.address(account[name], {}))
            except egress.Blocked as error:
                wrong[name] = str(error)
        try:
            _headers(account)
        except mapping.Unfit as error:
            wrong["headers"] = str(error)
        return wrong

    def find(self, account: Account, kind: str, our_id: str) -> str:
        """One request; what says that there is none is no fault."""
        if not account["find_url"]:
            return ""
        try:
            answer = ask("GET", _to(account, "find_url", id=our_id, kind=kind), None, _headers(account), changes=True)
        except Missing:
            return ""
        return _id(mapping.at(account["find_path"], read(answer)))

    def push_interaction(self, account: Account, entry: Entry) -> str:
        """To the address for new ones, or to the one to change them."""
        return self._push(account, entry, "push_url")

    def push_case(self, account: Account, entry: Entry) -> str:
        """The same for a case."""
        return self._push(account, entry, "case_url") if account["case_url"] else ""

    def withdraw(self, account: Account, kind: str, external_id: str, key: str) -> None:
        """DELETE, where the operator said which address."""
        if not account["withdraw_url"]:
            raise dispatch.NeverRetry("this connector has no address to take something back")
        url = _to(account, "withdraw_url", external_id=external_id, kind=kind)
        try:
            ask("DELETE", url, None, {**_headers(account), "Idempotency-Key": key}, changes=True)
        except Missing:
            return

    def pull_contacts(self, account: Account) -> Iterator[Any]:
        """Page by page, each once."""
        url, seen = account["pull_url"], set[str]()
        while url and url not in seen:
            seen.add(url)
            document = read(ask("GET", url, None, _headers(account), most=MOST_CONTACTS))
            rows = mapping.at(account["pull_path"], document)
            if not isinstance(rows, list):
                raise ConnectionError("the CRM’s answer has no list of contacts where it should be")
            yield from rows
            url = _next(account, url, document)

    def describe(self, account: Account, entry: Entry) -> str:
        """Method and address; raises NeverRetry where there is none."""
        if entry.kind == CASE and not account["case_url"]:
            raise dispatch.NeverRetry("the settings have no address for a new case, so none is sent")
        method, url = self._way(account, entry, "push_url" if entry.kind == INTERACTION else "case_url")
        return f"{method} {url}"

    def _push(self, account: Account, entry: Entry, name: str) -> str:
        method, url = self._way(account, entry, name)
        headers = {**_headers(account), "Idempotency-Key": entry.key}
        answer = ask(method, url, entry.body, headers, changes=bool(entry.external_id))
        if entry.external_id:
            return entry.external_id
        said = _id(mapping.at(account["id_path"], read(answer))) if account["id_path"] else ""
        if account["id_path"] and not said and account["find_url"]:
            raise ConnectionError(f"the CRM’s answer has no id at {account['id_path']}")
        return said

    def _way(self, account: Account, entry: Entry, name: str) -> tuple[str, str]:
        if not entry.external_id:
            return account["push_method"] or "POST", _to(account, name, id=entry.id, contact=entry.contact)
        if not account["update_url"]:
            raise Fixed("this connector has no address to change what is there")
        fields = {"external_id": entry.external_id, "id": entry.id, "kind": entry.kind, "contact": entry.contact}
        return account["update_method"] or "PATCH", _to(account, "update_url", **fields)


def _next(account: Account, url: str, document: Any) -> str:
    """Where the next page is; another host is not told what signs us in."""
    said = _text(mapping.at(account["next_path"], document)) if account["next_path"] else ""
    if not said:
        return ""
    onward = urljoin(url, said)
    if urlsplit(onward)[:2] != urlsplit(account["pull_url"])[:2]:
        raise dispatch.NeverRetry("the CRM’s answer names a next page on another host")
    return onward


def _text(value: Any) -> str:
    return value[:2000] if isinstance(value, str) else ""


def _to(account: Account, name: str, **fields: Any) -> str:
    return mapping.address(account[name], fields)


def _headers(account: Account) -> dict[str, str]:
    """The operator's headers; raises Unfit."""
    found = {}
    for number, row in enumerate(account["headers"].splitlines(), start=1):
        if not row.strip():
            continue
        name, colon, value = row.partition(":")
        if not colon or not name.strip().replace("-", "").isalnum() or not name.isascii():
            raise mapping.Unfit(f"line {number} is not of the form Name: value")
        if name.strip().casefold() in NOT_OURS:
            raise mapping.Unfit(f"line {number}: {name.strip()} is set by itself")
        told = mapping.line(value, {"secret": account["secret"]})
        if told:
            found[name.strip()] = told.encode().decode("latin-1")
    return found


def _id(value: Any) -> str:
    """An id as text; what is no plain value is none."""
    return str(value)[:200] if isinstance(value, str | int) and not isinstance(value, bool) else ""
