"""HubSpot, through its own client: notes and tickets, found again by a property of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from app.core import egress
from app.crm.connectors.adapters.library import Library, calling, fields_of
from app.crm.connectors.line import MOST_CONTACTS, fail
from app.crm.connectors.port import CASE, INTERACTION, Account, Entry, Setting

OBJECTS = {INTERACTION: "notes", CASE: "tickets"}
# HubSpot's own numbers for the tie of a note, and of a ticket, to a contact.
TIES = {INTERACTION: 202, CASE: 16}
NOT_FOUND = 404


class HubSpot(Library):
    """Notes with the contact, and tickets."""

    module = "hubspot"
    name, label, takes_unknown = "hubspot", "HubSpot", True
    settings = (
        Setting("url", _("Address"), default="https://api.hubapi.com"),
        Setting("token", _("Access token"), _("Of a private app that may read and write contacts, notes and tickets."),
                secret=True),
        Setting("id_property", _("Property for our id"), _("A text property of notes and tickets."),
                default="waggle_id"),
        Setting("pulls", _("Fetch its contacts, once an hour"), choices=("yes", "no"), default="yes"),
    )  # fmt: skip
    templates = {  # noqa: RUF012 - of the class
        INTERACTION: """{
  "hs_timestamp": "{{at}}",
  "hs_note_body": "{{kind}} ({{channel}}): {{summary}} {{url}}"
}""",
        CASE: """{
  "subject": "{{title}}",
  "content": "{{reason}}\\n{{body}}\\n{{read}}\\n{{url}}",
  "hs_pipeline": "0",
  "hs_pipeline_stage": "1"
}""",
    }
    contact_paths = {  # noqa: RUF012
        "external_id": "id", "name": "properties.name", "email": "properties.email", "phone": "properties.phone",
    }  # fmt: skip

    def find(self, account: Account, kind: str, our_id: str) -> str:
        """By our property."""
        return next(iter(_left(account, kind, our_id)), "")

    def withdraw(self, account: Account, kind: str, external_id: str, key: str) -> None:
        """It is archived; one that is gone is no fault."""
        _ask(account, lambda crm: crm.basic_api.archive(OBJECTS[kind], external_id), none=NOT_FOUND)

    def pull_contacts(self, account: Account) -> Iterator[Any]:
        """All contacts, page by page; a name is put together from its parts."""
        after, wanted = None, account.wanted(["firstname", "lastname", "email", "phone"], "properties.")
        while True:
            page = _ask(account, _page(after, wanted), most=MOST_CONTACTS)
            for row in page["results"]:
                told = row["properties"]
                name = " ".join(filter(None, (told.get("firstname"), told.get("lastname"))))
                yield {**row, "properties": {**told, "name": name or told.get("email") or row["id"]}}
            after = ((page.get("paging") or {}).get("next") or {}).get("after")
            if after is None:
                return

    def describe(self, account: Account, entry: Entry) -> str:
        """Method and address."""
        return f"POST {account['url']}/crm/v3/objects/{OBJECTS[entry.kind]}"

    def _push(self, account: Account, entry: Entry) -> str:
        """What was left before gives way to another: a note's tie to a contact is made with it."""
        fields = fields_of(entry)
        if entry.external_id:
            for number in {entry.external_id, *_left(account, entry.kind, entry.id)}:
                self.withdraw(account, entry.kind, number, entry.key)
        tie = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": TIES[entry.kind]}
        told = {
            "properties": {**fields, account["id_property"]: entry.id},
            "associations": [{"to": {"id": entry.contact}, "types": [tie]}] if entry.contact else [],
        }
        return str(_ask(account, lambda crm: crm.basic_api.create(OBJECTS[entry.kind], told))["id"])


def _page(after: str | None, wanted: list[str]) -> Callable[[Line], Any]:
    return lambda crm: crm.basic_api.get_page("contacts", limit=100, after=after, properties=wanted)


def _left(account: Account, kind: str, our_id: str) -> list[str]:
    """What is there under our id."""
    named = {"propertyName": account["id_property"], "operator": "EQ", "value": our_id}
    wanted = {"filterGroups": [{"filters": [named]}], "limit": 10, "properties": [], "sorts": []}
    found = _ask(account, lambda crm: crm.search_api.do_search(OBJECTS[kind], wanted))
    return [str(row["id"]) for row in found["results"]]


def _ask(account: Account, ask: Callable[[Line], Any], *, none: int = 0, most: int = egress.MOST_BYTES) -> Any:
    """What the client gives, as plain values; None for the status `none`."""
    from hubspot.crm.objects.exceptions import ApiException  # noqa: PLC0415 - only where one is connected

    crm = _client(account)
    try:
        with calling(most):
            answer = ask(crm)
    except ApiException as error:
        if error.status == none:
            return None
        wait = egress.retry_after(dict(error.headers or {}).get("Retry-After"))
        fail(int(error.status or 0), str(error.body or "").encode(), wait)
        raise
    return answer.to_dict() if hasattr(answer, "to_dict") else answer


@dataclass(frozen=True)
class Line:
    """The two parts of the client that are used."""

    basic_api: Any
    search_api: Any


def _client(account: Account) -> Line:
    """The client's objects API, speaking through core/egress alone."""
    from hubspot import Client  # noqa: PLC0415

    objects: Any = Client.create(access_token=account["token"]).crm.objects
    line = Line(objects.basic_api, objects.search_api)
    for part in (line.basic_api, line.search_api):
        part.api_client.configuration.host = account["url"].rstrip("/")
        part.api_client.rest_client.pool_manager = egress.Manager()
    return line
