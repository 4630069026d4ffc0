"""A real network, once a run."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from app.accounts.models import Person
from tests.cast import Cast
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


@pytest.fixture(scope="module")
def ours(joined: Callable[[str], Member]) -> Member:
    """The company's account."""
    return joined("ask")


@pytest.fixture
def emma(cast: Cast) -> Person:
    """Emma, cleared and past her probation."""
    cast.certify(cast.emma)
    cast.season(cast.emma)
    return cast.emma
