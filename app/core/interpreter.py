"""How Python is set where people wait for it."""

from __future__ import annotations

import gc
import sys


def settle() -> None:
    """To be called once all is loaded, by every process that serves or works.

    What was loaded stays: the collector need not walk through it again and again while people wait, and a thread that
    waits for the database gets its turn back sooner than after Python's usual five milliseconds.
    The rest is looked through every 20,000 objects, not every 700: a page makes some thousands and drops them itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()
    sys.setswitchinterval(0.001)
