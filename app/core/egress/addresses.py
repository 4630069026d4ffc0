"""Which addresses may be called: those on the public Internet, and those inside that the operator named."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from flask import current_app

WEB = frozenset({80, 443})
# What may be called, and where; a mailbox without TLS only at a host that the operator named.
PORTS = {"https": WEB, "http": WEB, "imaps": frozenset({993})}
USUAL = {"https": 443, "http": 80, "imaps": 993, "imap": 143}
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # RFC 4291 and the IANA registry: nothing else is routed
PROTOCOLS = ipaddress.IPv4Network("192.0.0.0/24")  # RFC 6890; Python calls some of it global
# RFC 6761, 6762, 8375 and ICANN: names that the Internet's name servers do not answer for.
INSIDE = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".corp", ".private")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Blocked(ValueError):
    """An address that this installation must not call."""


def check(url: str) -> None:
    """Raise Blocked where an address can never be called, so that a form can say so at once."""
    pinned(url)


def pinned(url: str) -> str:
    """The one IP address to connect to for an address, where a protocol's own library does the talking; or Blocked."""
    parts = shaped(url)
    return str(resolved(parts.hostname or "", parts.port or USUAL[parts.scheme]))


def is_public(address: Address) -> bool:
    """Whether an address is on the public Internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address not in GLOBAL_UNICAST:
            return False
    elif address in PROTOCOLS:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def shaped(url: str) -> SplitResult:
    """An address taken apart, if its shape may be called at all; raises Blocked. Nothing is looked up."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises for what is no port
    except ValueError as error:
        raise Blocked("this is not a web address") from error
    allowed = bool(parts.hostname) and _allows(parts.hostname or "")
    known = parts.scheme in PORTS or (parts.scheme == "imap" and allowed)
    if not known or not parts.hostname or "\\" in url or parts.username:
        raise Blocked("use an address that starts with https:// (a mailbox: imaps://) and has no user name in it")
    if not allowed and parts.port not in {None, *PORTS[parts.scheme]}:
        raise Blocked(f"only the ports {' and '.join(map(str, sorted(PORTS[parts.scheme])))} may be called")
    if not allowed and _is_inside(parts.hostname):
        raise Blocked(f"{parts.hostname} is a name inside a network")
    return parts


def resolved(host: str, port: int) -> Address:
    """One address, looked up once and then pinned; refused if any of the host's addresses is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Blocked(f"{host} cannot be found") from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found]
    if not addresses or (not _allows(host) and not all(is_public(address) for address in addresses)):
        raise Blocked(f"{host} is not on the public Internet")
    return addresses[0]


def _is_inside(host: str) -> bool:
    """Whether a name is one that only a network of somebody's own knows, whatever a name server says of it."""
    name = host.rstrip(".")
    return ":" not in name and ("." not in name or name.endswith(INSIDE))


def _allows(host: str) -> bool:
    """Whether the operator allowed this host by name, for a CRM inside the company's network."""
    return host in current_app.extensions["settings"].egress_allowed
