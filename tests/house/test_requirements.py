"""What is installed beside each other wants the same version of everything, with the same files."""

from __future__ import annotations

import re

import pytest

from config import ROOT

PINNED = re.compile(r"(?m)^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)(?: ; ([^\\\n]*?))? *\\?\n((?: +--hash=.*\n?)*)")


def pins(name: str) -> dict[str, tuple[str, str]]:
    """Each package's version and hashes."""
    found = PINNED.findall((ROOT / name).read_text())
    return {package: (version, hashes.strip()) for package, version, _marker, hashes in found}


@pytest.mark.parametrize("name", ["requirements-connectors.txt", "requirements-dev.txt"])
def test_what_is_installed_beside_the_product_wants_the_same_versions(name: str) -> None:
    product, beside = pins("requirements.txt"), pins(name)
    both = product.keys() & beside.keys()
    assert {"python-dateutil", "urllib3", "requests"} <= both
    assert {package: beside[package] for package in both} == {package: product[package] for package in both}
    assert all("sha256" in hashes for _version, hashes in beside.values())
