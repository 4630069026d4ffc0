"""Tryton over JSON-RPC: what customers did here becomes a note with their party."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _

from app.core import dispatch, egress
from app.crm.connectors.line import MOST_CONTACTS, ask, read
from app.crm.connectors.port import CASE, INTERACTION, Account, Entry, Setting

AT_A_TIME = 200
NOTE, PARTY = "model.ir.note", "model.party.party"
ENDED = re.compile(r"answered 40[13]\b")
PASSES = frozenset({"ConcurrencyException", "RateLimitException"})
# A signed-in session, as Tryton gives it, by what opened it.
SESSIONS: dict[str, str] = {}


class Tryton:
    """Notes of parties; a party is known by its code."""

    name, label, takes_unknown = "tryton", "Tryton", False
    settings = (
        Setting("url", _("Address"), _("With the database, such as https://erp.example.com/company.")),
        Setting("user", _("User"), _("One of its own, that may read parties and write notes.")),
        Setting("password", _("Password"), _("Kept sealed and never shown again."), secret=True),
        Setting("pulls", _("Fetch its parties as contacts, once an hour"), choices=("yes", "no"), default="yes"),
    )
    templates = {  # noqa: RUF012 - of the class
        INTERACTION: '{\n  "message": "{{at}} {{kind}} ({{channel}}): {{summary}}\\n{{url}}"\n}',
        CASE: '{\n  "message": "{{at}} {{kind}}: {{title}}\\n{{reason}}\\n{{body}}\\n{{read}}\\n{{url}}"\n}',
    }
    contact_paths = {"external_id": "code", "name": "name", "email": "email", "phone": "phone"}  # noqa: RUF012

    def check(self, account: Account) -> dict[str, str]:
        """An address that may be called."""
        try:
            if account["url"]:
                egress.check(_place(account))
        except egress.Blocked as error:
            return {"url": str(error)}
        return {}

    def find(self, account: Account, kind: str, our_id: str) -> str:
        """The note whose last line is our id."""
        return next((str(note["id"]) for note in _left(account, our_id)), "")

    def push_interaction(self, account: Account, entry: Entry) -> str:
        """A note with the party, or the same note changed."""
        return self._push(account, entry)

    def push_case(self, account: Account, entry: Entry) -> str:
        """The same."""
        return self._push(account, entry)

    def withdraw(self, account: Account, kind: str, external_id: str, key: str) -> None:
        """The note goes; Tryton finds no fault with one that is gone."""
        _call(account, f"{NOTE}.delete", [int(external_id)])

    def pull_contacts(self, account: Account) -> Iterator[Any]:
        """All parties, in the order of their ids."""
        last = 0
        wanted = account.wanted(["code", "name", "email", "phone"])
        while found := _call(
            account, f"{PARTY}.search_read", [["id", ">", last]], 0, AT_A_TIME, [["id", "ASC"]], wanted
        ):
            yield from found
            last = found[-1]["id"]

    def describe(self, account: Account, entry: Entry) -> str:
        """Method and address."""
        return f"{NOTE}.create {_place(account)}"

    def _push(self, account: Account, entry: Entry) -> str:
        """Tryton lets nobody change a note: what there is under our id and says otherwise gives way to another one."""
        note = {"message": f"{_message(entry)}{_mark(entry.id)}", "resource": f"party.party,{_party(account, entry)}"}
        there = _left(account, entry.id)
        same = next((each["id"] for each in there if {**each, **note} == each), None)
        if others := [each["id"] for each in there if each["id"] != same]:
            _call(account, f"{NOTE}.delete", others)
        return str(same or _call(account, f"{NOTE}.create", [note])[0])


def _left(account: Account, our_id: str) -> list[dict[str, Any]]:
    """The notes under our id."""
    like, wanted = [["message", "ilike", f"%[{our_id}]"]], ["message", "resource"]
    found = _call(account, f"{NOTE}.search_read", like, 0, 50, None, wanted)
    return [note for note in found if note["message"].endswith(_mark(our_id))]


def _message(entry: Entry) -> str:
    message = entry.body.get("message") if isinstance(entry.body, dict) else None
    if not isinstance(message, str) or not message.strip():
        raise dispatch.NeverRetry("the mapping makes no message")
    return message


def _mark(our_id: str) -> str:
    """By which a note is found again: the last line of it."""
    return f"\n[{our_id}]"


def _party(account: Account, entry: Entry) -> int:
    found = _call(account, f"{PARTY}.search", [["code", "=", entry.contact]])
    if not found:
        raise dispatch.NeverRetry(f"there is no party with the code {entry.contact}")
    return int(found[0])


def _place(account: Account) -> str:
    return f"{account['url'].rstrip('/')}/rpc/"


def _call(account: Account, method: str, *params: Any) -> Any:
    """One call within a session; one that has ended is opened anew, once."""
    opened = hashlib.sha256("\0".join((_place(account), account["user"], account["password"])).encode()).hexdigest()
    session = SESSIONS.get(opened, "")
    try:
        if session:
            return _ask(account, session, method, *params, {})
    except ConnectionError as error:
        if not ENDED.search(str(error)):
            raise
    session = SESSIONS[opened] = _sign_in(account)
    return _ask(account, session, method, *params, {})


def _sign_in(account: Account) -> str:
    answer = _ask(account, "", "common.db.login", account["user"], {"password": account["password"]}, "en")
    if not isinstance(answer, list) or len(answer) < 2:
        raise ConnectionError("Tryton does not take this user with this password")
    words = f"{account['user']}:{answer[0]}:{answer[1]}"
    return f"Session {base64.b64encode(words.encode()).decode()}"


def _ask(account: Account, session: str, method: str, *params: Any) -> Any:
    headers = {"Authorization": session} if session else {}
    question = {"id": 1, "method": method, "params": list(params)}
    answer = read(ask("POST", _place(account), question, headers, most=MOST_CONTACTS))
    fault = answer.get("error") if isinstance(answer, dict) else ["no answer"]
    if fault:
        words = f"Tryton says: {str(fault)[:300]}"
        raise ConnectionError(words) if fault[0] in PASSES else dispatch.NeverRetry(words)
    return answer["result"]
