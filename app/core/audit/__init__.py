"""The audit log: append-only, each entry sealed over the one before with a key that is not in the database.

What an entry says at length stands beside it, under a digest, so that personal data can be erased without breaking a
seal; every such erasure is an entry itself. The seal of each entry is also kept in a file outside the database, so that
a log that was cut off is noticed.
"""

from app.core.audit.chain import Verdict, verify
from app.core.audit.entries import (
    GENESIS,
    POSTGRES_GUARDS,
    SQLITE_GUARDS,
    AuditDetail,
    AuditEntry,
    Choice,
    about,
    entries,
    export_rows,
    naming,
    saying,
)
from app.core.audit.heads import install, thin
from app.core.audit.writing import Line, forget, log, log_all

__all__ = [
    "GENESIS",
    "POSTGRES_GUARDS",
    "SQLITE_GUARDS",
    "AuditDetail",
    "AuditEntry",
    "Choice",
    "Line",
    "Verdict",
    "about",
    "entries",
    "export_rows",
    "forget",
    "install",
    "log",
    "log_all",
    "naming",
    "saying",
    "thin",
    "verify",
]
