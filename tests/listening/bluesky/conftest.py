"""A real network, once a run."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from tests.counterparts.bluesky import Member, Network, bluesky_network

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def network() -> Iterator[Network]:
    """The network."""
    with bluesky_network() as started:
        yield started


@pytest.fixture(scope="session")
def joined(network: Network) -> Callable[[str], Member]:
    """New members of the network; their handles begin with a name and are nobody else's."""
    return lambda name: network.join(f"{name}{next(NUMBERS)}")
