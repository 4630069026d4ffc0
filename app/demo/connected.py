"""Who is told: a CRM and a program, here on this machine for as long as the story is told, and paused afterwards."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

from flask import current_app

from app.crm import commands as crm
from app.crm.connectors import commands as connectors
from app.demo.story import Story, content

ADMIN = "marta"
# For so many days questions are told: enough to look at, little to wait for.
SINCE = -4.0
HEARS = ["board.answer_accepted", "board.question_asked", "board.question_escalated"]
CALLED = "kind.asked = Question\nkind.answered_study = Survey"
# Somebody whom that CRM does not know, so that there is something to see to.
UNKNOWN = "C-204221"
HOST = "127.0.0.1"


class _Door(BaseHTTPRequestHandler):
    """Takes what is sent, but for what it does not know."""

    numbers = count(1)

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        if self.path == "/events":
            self._answer(204)
        elif said.get("contact_id") == UNKNOWN:
            self._answer(422, {"error": f"there is no contact {UNKNOWN}"})
        else:
            self._answer(201, {"id": f"ACT-{next(self.numbers)}"})

    def do_PATCH(self) -> None:
        self.do_POST()

    def do_DELETE(self) -> None:
        self._answer(204)

    def do_GET(self) -> None:
        self._answer(200, {"items": []})

    def _answer(self, status: int, document: dict[str, object] | None = None) -> None:
        body = b"" if document is None else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def receiving() -> Iterator[str]:
    """Let both be there in the block, at the address that is given; once it ends, nothing is sent to anywhere."""
    _Door.numbers = count(1)
    server = ThreadingHTTPServer((HOST, 0), _Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    before, log = current_app.extensions["settings"], logging.getLogger("app.core.dispatch")
    log.setLevel(logging.ERROR)  # what it refuses is meant to be seen on its page, not by who loads this
    current_app.extensions["settings"] = replace(before, egress_allowed=before.egress_allowed | {HOST})
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        current_app.extensions["settings"] = before
        log.setLevel(logging.NOTSET)
        server.shutdown()
        thread.join()
        server.server_close()


def tell_program(story: Story, place: str) -> None:
    """A program hears of questions, for as long as it takes to have something to look at."""
    story.at(SINCE, _add_webhook, story, place)


def tell_crm(story: Story, place: str) -> None:
    """A CRM is connected just before there is a panel, and told of what customers do with it."""
    story.at(content("panels")["made_day"] - 0.1, _connect, story, place)


def pause_both(story: Story) -> None:
    """What happens from now on waits: there is nobody to tell."""
    connectors.pause(story.things["connector"], by=story.people[ADMIN])
    crm.pause_webhook(story.things["webhook"], by=story.people[ADMIN])


def _add_webhook(story: Story, place: str) -> None:
    story.things["webhook"] = crm.add_webhook(f"{place}/events", HEARS, by=story.people[ADMIN])


def _connect(story: Story, place: str) -> None:
    by = story.people[ADMIN]
    told = {
        "push_url": f"{place}/activities", "push_method": "POST", "headers": "Authorization: Bearer {{secret}}",
        "secret": "of the demo alone", "id_path": "id", "find_url": f"{place}/activities?ref={{{{id}}}}",
        "find_path": "items.0.id", "update_url": f"{place}/activities/{{{{external_id}}}}", "update_method": "PATCH",
        "withdraw_url": f"{place}/activities/{{{{external_id}}}}", "case_url": f"{place}/cases",
    }  # fmt: skip
    made = connectors.add_connector("rest", "Example CRM (of the demo)", told, by=by)
    connectors.change_mapping(made, made.templates, CALLED, "", by=by)
    story.things["connector"] = made
