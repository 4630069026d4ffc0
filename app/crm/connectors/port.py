"""The port that every CRM fits: what a connector is given, what it gives back, and how it says what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.core import dispatch

INTERACTION, CASE = "interaction", "case"
FIELD = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)*", re.ASCII)


class Missing(Exception):
    """What would be changed is no longer at the CRM."""


class Fixed(dispatch.NeverRetry):
    """What is there stays as it is: this CRM was given no way to change it."""


class Ended(Exception):
    """The CRM says that it never wants to be called again (410)."""


@dataclass(frozen=True)
class Setting:
    """Something to fill in for a kind of connector; labels, hints and what a `group` is for are translated lazily."""

    name: str
    label: Any
    hint: Any = ""
    secret: bool = False
    required: bool = True
    long: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    group: Any = ""


@dataclass(frozen=True)
class Account:
    """A connector's settings, its secrets in the clear; `contact_paths` says where a pulled contact's fields are."""

    settings: Mapping[str, str]
    contact_paths: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """One setting; empty where it was left empty."""
        return self.settings.get(name, "")

    def wanted(self, own: Sequence[str], within: str = "") -> list[str]:
        """The fields of a contact to ask for: a kind's own, and what is mapped besides, beneath the path `within`."""
        mapped = [path.removeprefix(within) for path in self.contact_paths.values() if path.startswith(within)]
        return list(dict.fromkeys([*own, *filter(FIELD.fullmatch, mapped)]))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing to leave at the CRM.

    `id` is ours and stays for ever; `body` what the mapping made of it; `contact` the contact's id at the CRM, None for
    a case whose asker nobody knows; `external_id` the CRM's own id where it is there already, else empty; `key` the
    same on every try.
    """

    kind: str
    id: str
    body: Any
    contact: str | None
    external_id: str
    key: str


class Crm(Protocol):
    """One kind of CRM.

    Beside Missing, Fixed and Ended an adapter raises ConnectionError (or urllib3's) for what may pass by itself, and
    dispatch's RetryLater and NeverRetry.
    """

    @property
    def name(self) -> str:
        """As the kind is called in addresses and rows."""

    @property
    def label(self) -> str:
        """As people call it."""

    @property
    def takes_unknown(self) -> bool:
        """Whether it takes a case whose contact nobody knows."""

    @property
    def settings(self) -> Sequence[Setting]:
        """What is to be filled in."""

    @property
    def templates(self) -> Mapping[str, str]:
        """The mapping to begin with: JSON by kind of entry; a case without one is not sent."""

    @property
    def contact_paths(self) -> Mapping[str, str]:
        """Where a pulled contact's fields are, to begin with; empty where none can be pulled."""

    def check(self, account: Account) -> dict[str, str]:
        """What is wrong with the settings, by name; calls nobody."""

    def find(self, account: Account, kind: str, our_id: str) -> str:
        """The CRM's id of what was left under our id, where a try ended without a word; empty where there is none."""

    def push_interaction(self, account: Account, entry: Entry) -> str:
        """Leave or change an interaction; returns the CRM's id, empty where it tells none."""

    def push_case(self, account: Account, entry: Entry) -> str:
        """Leave or change a case; returns the CRM's id, empty where it tells none."""

    def withdraw(self, account: Account, kind: str, external_id: str, key: str) -> None:
        """Take something back; what is gone already is no fault."""

    def pull_contacts(self, account: Account) -> Iterator[Any]:
        """Every contact as the CRM tells of it."""

    def describe(self, account: Account, entry: Entry) -> str:
        """Where an entry would go, for the dry run: one line."""


CRMS: dict[str, Crm] = {}


def fits(crm: Crm) -> Crm:
    """Let a kind of CRM be chosen."""
    CRMS[crm.name] = crm
    return crm
