"""What the kinds share that speak through their CRM's own library: it may not be installed, and is kept in bounds."""

from __future__ import annotations

import importlib.util
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.core import dispatch, egress
from app.crm.connectors.port import Account, Entry

MISSING = "its library is not installed: pip install --require-hashes -r requirements-connectors.txt"


class Library(ABC):
    """A kind whose library is the module `module`, at the address in the setting `url`."""

    module = ""

    def check(self, account: Account) -> dict[str, str]:
        """The library is there, and the address may be called."""
        if importlib.util.find_spec(self.module) is None:
            return {"url": MISSING}
        try:
            if account["url"]:
                egress.check(account["url"])
        except egress.Blocked as error:
            return {"url": str(error)}
        return {}

    def push_interaction(self, account: Account, entry: Entry) -> str:
        """Leave or change it."""
        return self._push(account, entry)

    def push_case(self, account: Account, entry: Entry) -> str:
        """The same."""
        return self._push(account, entry)

    @abstractmethod
    def _push(self, account: Account, entry: Entry) -> str:
        """Leave or change an interaction or a case; returns its id there."""


@contextmanager
def calling(most: int = egress.MOST_BYTES) -> Iterator[None]:
    """Let the library call in the block, bounded in time and in what it reads of an answer; raises NeverRetry where
    the address may not be called.
    """
    dispatch.renew()
    try:
        with egress.within(most=most):
            yield
    except egress.Blocked as error:
        raise dispatch.NeverRetry(f"this address cannot be called: {error}") from error


def fields_of(entry: Entry) -> dict[str, Any]:
    """The object that the mapping made; raises NeverRetry where it made none."""
    if not isinstance(entry.body, dict):
        raise dispatch.NeverRetry("the mapping makes no object: correct it, then try again")
    return entry.body
