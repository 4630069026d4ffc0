"""The one way out: what it must never call."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from app.core import clock, egress

PRIVATE = [
    "0.0.0.0", "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.9", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::7f00:1", "::ffff:0:7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "100::1",
]  # fmt: skip
MALFORMED = [
    "", "x", "http//x", "http://", "https:///path", "file:///etc/passwd", "ftp://example.com/", "gopher://example.com/",
    "dict://example.com:11211/", "ldap://example.com/", "javascript:alert(1)", "http://127.0.0.1\\@1.1.1.1/",
    "http://user:secret@example.com/", "http://example.com:22/", "http://example.com:99999/", "http://[::1",
]  # fmt: skip
DISGUISED = [
    "http://localhost/", "http://LocalHost/", "http://localhost./", "http://2130706433/", "http://0177.0.0.1/",
    "http://0x7f.1/", "http://127.1/", "http://127.0.0.1./", "http://[::ffff:a9fe:a9fe]/", "http://[fe80::1%25lo]/",
    "http://①②⑦.⓪.⓪.①/", "http://16843009/", "http://intranet/", "http://printer.local/", "http://LOCALHOST:80/",
    "http://metadata.google.internal/", "http://a.localhost/", "http://crm.corp./", "http://nas.home.arpa/",
    "http://0/", "http://0x7f000001/", "http://017700000001/", "http://[::]/", "http://[::127.0.0.1]/",
    "http://[0:0:0:0:0:ffff:7f00:1]/", "http://127.0.0.1%00.example.com/", "http://169.254.169.254/latest/meta-data/",
]  # fmt: skip
Resolving = Callable[..., None]


@pytest.fixture
def resolves(monkeypatch: pytest.MonkeyPatch) -> Resolving:
    """The world's name server, which says what a test wants it to, a new answer each time."""

    def answer(*rounds: list[str]) -> None:
        left = list(rounds)

        def look_up(_host: str, port: int, **_more: object) -> list[object]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in left.pop(0)]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)

    return answer


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_inside_is_public(address: str) -> None:
    assert not egress.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "64:ff9b::101:101", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are(address: str) -> None:
    assert egress.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("url", MALFORMED + DISGUISED)
def test_malformed_and_disguised_addresses_are_blocked(app: Flask, url: str) -> None:
    with pytest.raises(egress.Blocked):
        egress.check(url)
    with pytest.raises(egress.Blocked):
        egress.post(url, b"", {})


def test_one_private_address_among_public_ones_blocks(app: Flask, resolves: Resolving) -> None:
    resolves(["1.1.1.1", "10.0.0.1"])
    with pytest.raises(egress.Blocked, match="not on the public Internet"):
        egress.check("https://mixed.example/")


def test_no_address_at_all_blocks_and_says_otherwise_than_unknown(app: Flask, resolves: Resolving) -> None:
    resolves([])
    with pytest.raises(egress.Blocked, match="not on the public Internet"):
        egress.check("https://empty.example/")


def test_a_host_that_is_not_found_is_said_to_be(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_more: object) -> None:
        raise socket.gaierror("no such host")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(egress.Blocked, match="cannot be found"):
        egress.check("https://nowhere.example/")


def test_a_name_that_moves_inside_after_the_check_is_blocked_when_called(app: Flask, resolves: Resolving) -> None:
    resolves(["1.1.1.1"], ["127.0.0.1"])
    egress.check("https://rebinding.example/")
    with pytest.raises(egress.Blocked):
        egress.post("https://rebinding.example/", b"", {})


def test_a_library_that_talks_by_itself_is_given_the_address_that_was_checked(app: Flask, resolves: Resolving) -> None:
    resolves(["1.1.1.1"], ["127.0.0.1"])
    assert egress.pinned("https://rebinding.example/xrpc") == "1.1.1.1"
    with pytest.raises(egress.Blocked):
        egress.pinned("https://rebinding.example/xrpc")


def test_a_mailbox_is_called_over_tls_unless_its_host_was_named(app: Flask, resolves: Resolving) -> None:
    resolves(["1.1.1.1"])
    egress.check("imaps://mail.example.com")
    for url in ("imap://mail.example.com", "imaps://mail.example.com:22", "imaps://a@mail.example.com"):
        with pytest.raises(egress.Blocked):
            egress.check(url)


@contextmanager
def answering(app: Flask, act: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server on this machine, which the operator named, that does as a test says with each connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def serve() -> None:
            with contextlib.suppress(OSError):
                line, _address = server.accept()
                with line:
                    line.recv(4096)
                    act(line)

        thread = threading.Thread(target=serve)
        thread.start()
        before = app.extensions["settings"]
        app.extensions["settings"] = replace(before, egress_allowed=frozenset({"127.0.0.1"}))
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        finally:
            app.extensions["settings"] = before
            thread.join(10)


def drip(line: socket.socket) -> None:
    """A byte now and then, so that no single wait is ever long."""
    with contextlib.suppress(OSError):
        line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while True:
            line.sendall(b"x")
            time.sleep(0.05)


def flood(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" + b"x" * 5_000_000)


def test_who_drips_is_cut_off_when_the_time_is_over(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.core.egress.calling.READ_SECONDS", 0.5)
    with answering(app, drip) as url, pytest.raises(egress.Unfinished, match="no whole answer"):
        egress.call("GET", url, None, {})


def test_more_than_is_wanted_is_not_read(app: Flask) -> None:
    with answering(app, flood) as url, pytest.raises(egress.Unfinished, match="larger than 100000 bytes"):
        egress.call("GET", url, None, {})


def test_a_redirect_is_an_answer_and_nothing_is_called_for_it(app: Flask) -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    with answering(app, lambda line: line.sendall(moved)) as url:
        assert egress.call("GET", url, None, {}).status == 302
    with answering(app, lambda line: line.sendall(moved)) as url, egress.Manager() as manager:
        assert manager.request("GET", url).status == 302, "nor does a library that was given our manager"


def test_a_library_cannot_be_made_to_call_inside(app: Flask, resolves: Resolving) -> None:
    resolves(["1.1.1.1"], ["10.0.0.1"])
    egress.check("https://rebinding.example/")
    with egress.Manager() as manager, pytest.raises(egress.Blocked):
        manager.request("GET", "https://rebinding.example/")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120.0), ("Mon, 02 Mar 2026 09:10:00 GMT", 600.0), ("Mon, 02 Mar 2026 08:00:00 GMT", 0.0), ("soon", None),
     ("", None), (None, None), ("-5", None), ("9" * 40, None), ("Mon, 02 Mar 2026 09:10:00 -0000", 600.0)],
)  # fmt: skip
def test_a_wait_is_said_in_seconds_or_as_a_moment(value: str | None, seconds: float | None) -> None:
    with clock.at(datetime(2026, 3, 2, 9, tzinfo=UTC)):
        assert egress.retry_after(value) == seconds
