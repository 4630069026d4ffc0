"""From where a request comes, as tries and votes are counted by it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from flask import request

LINE = 64  # bits: whoever has one IPv6 address has all that begin with as many of its bits


def place() -> str:
    """The address of who asks, of IPv6 the part that one line has for itself; empty where it is none."""
    try:
        address = ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> LINE << LINE))
    return str(getattr(address, "ipv4_mapped", None) or address)
