"""Training records as xAPI statements (1.0.3): what is said of which event; pure."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from app.core import clock

# Verbs of the ADL and Activity Streams vocabularies; for what neither has, the installation's own.
PASSED = ("http://adlnet.gov/expapi/verbs/passed", "passed")
FAILED = ("http://adlnet.gov/expapi/verbs/failed", "failed")
ACCEPTED = ("http://activitystrea.ms/schema/1.0/accept", "accepted")
EARNED = ("http://id.tincanapi.com/verb/earned", "earned")
COURSE = "http://adlnet.gov/expapi/activities/course"
CERTIFICATE = "https://www.opigno.org/en/tincan_registry/activity_type/certificate"
DOCUMENT = "http://id.tincanapi.com/activitytype/document"


def statement(
    base_url: str,
    number: int,
    *,
    at: datetime,
    handle: str,
    name: str,
    verb: tuple[str, str],
    thing: dict[str, Any],
    result: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """One statement; its id follows from the installation and the event's number, so that a store knows it again."""
    told: dict[str, Any] = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{base_url}/events/{number}")),
        "actor": {"objectType": "Agent", "name": name, "account": {"homePage": base_url, "name": handle}},
        "verb": {"id": verb[0], "display": {"en": verb[1]}},
        "object": thing,
        "context": {"platform": "Waggle"},
        "timestamp": clock.rfc3339(at),
    }
    return {**told, "result": result} if result else told


def own_verb(base_url: str, word: str) -> tuple[str, str]:
    """A verb that no shared vocabulary has."""
    return f"{base_url}/xapi/verbs/{word}", word


def activity(url: str, name: str, kind: str) -> dict[str, Any]:
    """What a statement is about."""
    return {"objectType": "Activity", "id": url, "definition": {"name": {"en": name}, "type": kind}}


def outcome(right: int, asked: int, *, passed: bool) -> dict[str, Any]:
    """How an attempt ended: `right` answers of so many that were `asked`."""
    if not asked:
        return {"success": passed, "completion": True}
    score = {"scaled": round(right / asked, 4), "raw": right, "min": 0, "max": asked}
    return {"success": passed, "completion": True, "score": score}
