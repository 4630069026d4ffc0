"""The OpenAPI 3.1 description, generated from the declared operations."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.core.api.operations import OPERATIONS, Operation

REFERENCE = "#/components/schemas/{model}"
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "gate": {"type": "string", "description": "Which gate refused, such as `training`."},
        "remedy": {"type": "string", "description": "Where the way through begins."},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def describe(title: str, server: str) -> dict[str, Any]:
    """The whole document, operations in order of their path."""
    schemas, definitions = _schemas()
    paths: dict[str, dict[str, Any]] = {}
    for made in sorted(OPERATIONS.values(), key=lambda o: (o.path, o.method)):
        paths.setdefault(PARAMETER.sub(r"{\2}", made.path), {})[made.method.lower()] = _operation(made, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "servers": [{"url": f"{server}/api/v1"}],
        "security": [{"bearer": []}, {}],
        "paths": paths,
        "components": {
            "schemas": {**definitions, "Problem": PROBLEM},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "wgl_..."}},
        },
    }


def _schemas() -> tuple[dict[tuple[type[BaseModel], str], Any], dict[str, Any]]:
    wanted: list[tuple[type[BaseModel], Any]] = []
    for made in OPERATIONS.values():
        wanted += [(made.body, "validation")] if made.body else []
        wanted += [(made.returns, "serialization")] if made.returns else []
    references, document = models_json_schema(list(dict.fromkeys(wanted)), ref_template=REFERENCE)
    return dict(references), document.get("$defs", {})  # type: ignore[arg-type]


def _operation(made: Operation, schemas: dict[tuple[type[BaseModel], str], Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": made.id,
        "summary": made.summary,
        "description": f"A token needs the scope `{made.scope}`.",
        "parameters": _path_parameters(made) + _query_parameters(made) + _header_parameters(made),
        "responses": _responses(made, schemas),
    }
    if made.body:
        content = {"application/json": {"schema": schemas[made.body, "validation"]}}
        described["requestBody"] = {"required": True, "content": content}
    if made.takes:
        described["requestBody"] = {"required": True, "content": _file_content(made.takes)}
    return described


def _file_content(field: str) -> dict[str, Any]:
    file = {"type": "string", "format": "binary"}
    form = {"type": "object", "properties": {field: file}, "required": [field]}
    return {"multipart/form-data": {"schema": form}, "application/octet-stream": {"schema": file}}


def _path_parameters(made: Operation) -> list[dict[str, Any]]:
    kinds = {
        "id": {"type": "integer", "minimum": 0, "maximum": 2**63 - 1},
        "path": {"type": "string", "minLength": 1, "pattern": "^[^/]"},
        None: {"type": "string", "minLength": 1, "pattern": "^[^/]+$"},
    }
    return [
        {"name": name, "in": "path", "required": True, "schema": kinds.get(kind or None, kinds[None])}
        for kind, name in PARAMETER.findall(made.path)
    ]


def _query_parameters(made: Operation) -> list[dict[str, Any]]:
    if made.query is None:
        return []
    schema = made.query.model_json_schema()
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _plain(kind)}
        for name, kind in schema["properties"].items()
    ]


def _plain(kind: dict[str, Any]) -> dict[str, Any]:
    """A query has no null: leaving the parameter out says the same."""
    choices = [choice for choice in kind.get("anyOf", ()) if choice.get("type") != "null"]
    return choices[0] if len(choices) == 1 else kind


def _header_parameters(made: Operation) -> list[dict[str, Any]]:
    if made.method != "POST":
        return []
    schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9-]+$"}
    return [{"name": "Idempotency-Key", "in": "header", "required": False, "schema": schema}]


def _responses(made: Operation, schemas: dict[tuple[type[BaseModel], str], Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status, words in {made.status: HTTPStatus(made.status).phrase, **made.also}.items():
        responses[str(status)] = {"description": words}
        if made.returns:
            responses[str(status)]["content"] = {"application/json": {"schema": schemas[made.returns, "serialization"]}}
    if made.returns is None:
        responses = {"204": {"description": "Done"}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses["default"] = {"description": "What went wrong and what to do", "content": problem}
    return responses
