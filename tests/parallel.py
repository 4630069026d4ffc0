"""Many at once on a real database: threads that each have an application context and a transaction of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask

from app.core import transaction
from app.extensions import db

# Fewer than a process has connections: waiting for one is not what is tried here, and ends after two seconds.
AT_ONCE = 10


def at_once(app: Flask, deeds: int, deed: Callable[[int], Any]) -> list[Any]:
    """Do a deed so many times, ten at a time, all waiting for one start; returns what each gave or raised.

    Each runs in a context and a transaction of its own, and is done again where the database asked for it.
    """
    start = threading.Barrier(AT_ONCE)

    def one(number: int) -> Any:
        if number < AT_ONCE:
            start.wait(timeout=30)
        with app.app_context():
            try:
                with transaction.unit():
                    return deed(number)
            except Exception as raised:  # what a deed raised is what its test looks at
                return raised
            finally:
                db.session.remove()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(deeds)))
