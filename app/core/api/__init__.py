"""The JSON API's frame: one declaration an operation gives its route, its checks and its OpenAPI description."""

from app.core.api.operations import OPERATIONS, Cursor, Operation, Out, In, Listing, blueprint, operation
from app.core.api.openapi import describe

__all__ = ["OPERATIONS", "Cursor", "In", "Listing", "Operation", "Out", "blueprint", "describe", "operation"]
