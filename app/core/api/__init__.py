"""The JSON API's frame: one declaration an operation gives its route, its checks and its OpenAPI description."""

from app.core.api.openapi import describe
from app.core.api.operations import OPERATIONS, Cursor, In, Listing, Operation, Out, blueprint, operation, scopes
from app.core.api.reading import areas, schemas_of

__all__ = [
    "OPERATIONS",
    "Cursor",
    "In",
    "Listing",
    "Operation",
    "Out",
    "areas",
    "blueprint",
    "describe",
    "operation",
    "schemas_of",
    "scopes",
]
