"""A small CRM in a process of its own, which fails in whatever way it is told to; its rows outlive it in a file.

It takes no notice of an Idempotency-Key, as many do not: whoever sends a thing twice has it there twice.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

PORT, STORE = int(sys.argv[1]), Path(sys.argv[2])
STATE: dict[str, Any] = {"rows": {}, "calls": [], "fail": [], "contacts": [], "host": "127.0.0.1"}
if STORE.exists():
    STATE.update(json.loads(STORE.read_text()))


def keep() -> None:
    STORE.write_text(json.dumps(STATE))


class Door(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.act()

    def do_POST(self) -> None:
        self.act()

    def do_PATCH(self) -> None:
        self.act()

    def do_DELETE(self) -> None:
        self.act()

    def act(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        said = json.loads(body) if body else None
        if self.path == "/control":
            STATE.update(said or {})
            keep()
            return self.answer(200, STATE)
        key = self.headers.get("Idempotency-Key") or ""
        call = {"method": self.command, "path": self.path, "key": key, "body": said}
        told = {name.lower(): value for name, value in self.headers.items()}
        STATE["calls"].append({**call, "headers": told, "raw": body.decode()})
        fault = STATE["fail"].pop(0) if STATE["fail"] and self.command != "GET" else ""
        keep()
        return self.fail(fault, said) if fault else self.answer(*self.serve(said))

    def serve(self, said: Any) -> tuple[int, Any]:
        parts = urlsplit(self.path)
        place, _, number = parts.path.lstrip("/").partition("/")
        rows: dict[str, Any] = STATE["rows"]
        if place == "contacts":
            page = int(parse_qs(parts.query).get("page", ["0"])[0])
            more = f"http://{STATE['host']}:{PORT}/contacts?page={page + 1}"
            left = len(STATE["contacts"]) > 2 * (page + 1)
            return 200, {"data": STATE["contacts"][2 * page : 2 * page + 2], "next": more if left else None}
        if self.command == "GET":
            ref = parse_qs(parts.query)["ref"][0]
            return 200, {"items": [{"id": each} for each, row in rows.items() if row["external_ref"] == ref]}
        if self.command == "POST":
            rows[made := f"A-{len(STATE['calls'])}"] = said
            keep()
            return 201, {"data": {"id": made}}
        if number not in rows:
            return 404, {"error": "no such row"}
        if self.command == "DELETE":
            del rows[number]
        else:
            rows[number].update(said)
        keep()
        return 200, {"data": {"id": number}}

    def fail(self, fault: str, said: Any) -> None:
        kind, _, more = fault.partition(" ")
        if more == "after":
            self.serve(said)
        if kind == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
        elif kind == "half-open":
            time.sleep(20)
        elif kind == "drip":
            self.drip()
        elif kind == "killed":
            os._exit(1)
        elif kind == "words":
            self.answer(200, None, b"<html>all is well</html>")
        elif kind == "elsewhere":
            self.answer(200, {"nothing": "of use"})
        else:
            self.answer(int(kind), {"error": fault}, **{"Retry_After": more} if more.isdigit() else {})

    def drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _each in range(100):
            self.wfile.write(b"x")
            time.sleep(0.1)

    def answer(self, status: int, document: Any, raw: bytes = b"", **headers: str) -> None:
        body = raw or json.dumps(document).encode()
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", f"http://127.0.0.1:{PORT}/moved")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        try:
            super().handle()
        except (OSError, ValueError):
            return


ThreadingHTTPServer.request_queue_size = 64
ThreadingHTTPServer.daemon_threads = True
ThreadingHTTPServer(("127.0.0.1", PORT), Door).serve_forever(poll_interval=0.05)
