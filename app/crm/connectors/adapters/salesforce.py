"""Salesforce, through simple-salesforce: tasks and cases, upserted by a field of ours, so that each is there once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from flask_babel import lazy_gettext as _

from app.core import egress
from app.crm.connectors.adapters.library import Library, calling, fields_of
from app.crm.connectors.line import FIRST_REDIRECT, MOST_CONTACTS, fail, read
from app.crm.connectors.port import CASE, INTERACTION, Account, Entry, Setting

VERSION = "60.0"
OBJECTS = {INTERACTION: "Task", CASE: "Case"}
TOKENS: dict[str, str] = {}
EXPIRED, NOT_FOUND, TOO_MANY = 401, 404, 403


class Salesforce(Library):
    """Tasks with the contact, and cases."""

    module = "simple_salesforce"
    name, label, takes_unknown = "salesforce", "Salesforce", True
    settings = (
        Setting("url", _("My Domain address"), "https://example.my.salesforce.com"),
        Setting("consumer_key", _("Consumer key"), _("Of a connected app with the client credentials flow.")),
        Setting("consumer_secret", _("Consumer secret"), _("Kept sealed and never shown again."), secret=True),
        Setting("id_field", _("External id field"),
                _("A unique text field, marked as external id, on activities and cases."), default="Waggle_Id__c"),
        Setting("pulls", _("Fetch its contacts, once an hour"), choices=("yes", "no"), default="yes"),
    )  # fmt: skip
    templates = {  # noqa: RUF012 - of the class
        INTERACTION: """{
  "Subject": "{{kind}}: {{summary}}",
  "WhoId": "{{contact}}",
  "ActivityDate": "{{date}}",
  "Status": "Completed",
  "Description": "{{at}} ({{channel}})\\n{{url}}"
}""",
        CASE: """{
  "Subject": "{{title}}",
  "ContactId": "{{contact}}",
  "Origin": "Web",
  "Description": "{{reason}}\\n{{body}}\\n{{read}}\\n{{url}}"
}""",
    }
    contact_paths = {"external_id": "Id", "name": "Name", "email": "Email", "phone": "Phone"}  # noqa: RUF012

    def find(self, account: Account, kind: str, our_id: str) -> str:
        """By our field; an upsert needs no finding, but taking back does."""
        place = f"{account['id_field']}/{quote(our_id, safe='')}"
        found = _asked(account, lambda line: line.sobject(OBJECTS[kind]).get(place), none=NOT_FOUND)
        return str(found["Id"]) if found else ""

    def withdraw(self, account: Account, kind: str, external_id: str, key: str) -> None:
        """It goes to the recycle bin; one that is gone is no fault."""
        _asked(account, lambda line: line.sobject(OBJECTS[kind]).delete(external_id), none=NOT_FOUND)

    def pull_contacts(self, account: Account) -> Iterator[Any]:
        """All contacts, page by page."""
        fields = ", ".join(account.wanted(["Id", "Name", "Email", "Phone"]))
        query = f"SELECT {fields} FROM Contact ORDER BY Id"  # noqa: S608 - names of fields alone
        answer = _asked(account, lambda line: line.client.query(query), most=MOST_CONTACTS)
        while answer:
            yield from answer["records"]
            place = answer.get("nextRecordsUrl")
            answer = _asked(account, _more(place), most=MOST_CONTACTS) if place else None

    def describe(self, account: Account, entry: Entry) -> str:
        """Method and address."""
        return f"PATCH {account['url']}/services/data/v{VERSION}/sobjects/{_place(account, entry)}"

    def _push(self, account: Account, entry: Entry) -> str:
        fields = fields_of(entry)
        kind, place = _place(account, entry).split("/", 1)
        answer = _asked(account, lambda line: line.sobject(kind).upsert(place, fields, raw_response=True))
        return str(answer.json().get("id") or entry.external_id) if answer.content else entry.external_id


def _more(place: str) -> Callable[[Line], Any]:
    return lambda line: line.client.query_more(place.rpartition("/")[2])


def _place(account: Account, entry: Entry) -> str:
    return f"{OBJECTS[entry.kind]}/{account['id_field']}/{quote(entry.id, safe='')}"


class Line:
    """The library, speaking through core/egress alone."""

    def __init__(self, url: str, token: str) -> None:
        from simple_salesforce import Salesforce as Client  # noqa: PLC0415 - only where one is connected

        from app.crm.connectors.adapters.requesting import session  # noqa: PLC0415

        self._url, self._token, self._session = url.rstrip("/"), token, session()
        self.client: Any = Client(instance_url=url, session_id=token, session=self._session, version=VERSION)
        self.client.base_url = f"{self._url}/services/data/v{VERSION}/"

    def sobject(self, name: str) -> Any:
        """One kind of object."""
        from simple_salesforce import SFType  # noqa: PLC0415

        made: Any = SFType(name, self._token, urlsplit(self._url).netloc, VERSION, session=self._session)
        made.base_url = f"{self._url}/services/data/v{VERSION}/sobjects/{name}/"
        return made


def _asked(account: Account, ask: Callable[[Line], Any], *, none: int = 0, most: int = egress.MOST_BYTES) -> Any:
    """What the library gives, None for the status `none`; a token that has expired is fetched anew, once."""
    from simple_salesforce.exceptions import SalesforceError  # noqa: PLC0415

    opened = hashlib.sha256("\0".join(map(str, sorted(account.settings.items()))).encode()).hexdigest()
    for is_last in (False, True):
        token = TOKENS.get(opened) or _token(account)
        try:
            with calling(most):
                answer = ask(Line(account["url"], token))
        except SalesforceError as error:
            status = int(error.status) if str(error.status).isdigit() else 0
            if status == none:
                return None
            if status != EXPIRED or is_last:
                fail(status, json.dumps(error.content, default=str).encode(), 300.0 if status == TOO_MANY else None)
            TOKENS.pop(opened, None)
        else:
            TOKENS[opened] = token
            return answer
    return None


def _token(account: Account) -> str:
    """By the client credentials flow."""
    form = {"grant_type": "client_credentials", "client_id": account["consumer_key"]}
    body = urlencode({**form, "client_secret": account["consumer_secret"]}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    with calling():
        answer = egress.call("POST", f"{account['url'].rstrip('/')}/services/oauth2/token", body, headers)
    said = read(answer) if answer.status < FIRST_REDIRECT else None
    if not isinstance(said, dict) or "access_token" not in said:
        words = f"Salesforce gives no token: it answered {answer.status}"
        raise ConnectionError(f"{words}; correct the consumer key and secret")
    return str(said["access_token"])
