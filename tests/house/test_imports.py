"""What import-linter cannot say: whose rooms one may enter, whose rows one may write, in which order rooms stand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
OPEN_TO_ALL = {"core", "extensions"}
OPEN_ROOMS = {"events", "queries", "commands", "policy", "models"}
WRITES = {"insert", "update", "delete"}
# who asks and proves it, how people and files appear in every answer, and how files come with a form
OPEN_MODULES = {
    "app.accounts.current", "app.accounts.proving", "app.accounts.api", "app.files.api", "app.files.forms",
}  # fmt: skip
PUTS_TOGETHER = {"home", "demo"}
ROOM_ORDER = ["events", "models", "queries", "policy", "commands"]


class Import(NamedTuple):
    """`importer` names `target` (both dotted) on `line`."""

    importer: str
    target: str
    line: int

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.target}"


def module_name(path: Path) -> str:
    """The dotted name of a file of the product."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_module(name: str) -> bool:
    """Whether a dotted name is a module of the product rather than something inside one."""
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def imports_of(path: Path) -> Iterator[Import]:
    """Every module of the product that a file imports, wherever in the file."""
    importer = module_name(path)
    for node in ast.walk(ast.parse(path.read_text())):
        for target in targets(node):
            if target.split(".")[0] in {"app", "config", "wsgi"}:
                yield Import(importer, target, node.lineno)  # type: ignore[attr-defined]


def targets(node: ast.AST) -> list[str]:
    """The modules that a statement imports; `from package import module` names the module."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom) or node.module is None:
        return []
    inner = [f"{node.module}.{alias.name}" for alias in node.names]
    return [name if is_module(name) else node.module for name in inner]


def feature_of(name: str) -> str:
    """The feature that a module belongs to, or nothing for the application itself."""
    return name.split(".")[1] if name.count(".") else ""


def room_of(name: str) -> str:
    """The room of its feature that a module is, or lies in."""
    return name.split(".")[2] if name.count(".") > 1 else ""


ALL_IMPORTS = [found for path in sorted(APP.rglob("*.py")) for found in imports_of(path)]


def enters_a_closed_room(found: Import) -> bool:
    """Whether an import reaches into a part of another feature that is its own affair."""
    here, there = feature_of(found.importer), feature_of(found.target)
    if not here or here == there or not there or there in OPEN_TO_ALL or here in PUTS_TOGETHER:
        return False
    return room_of(found.target) not in OPEN_ROOMS and found.target not in OPEN_MODULES


def writes_of_others(path: Path) -> Iterator[str]:
    """Where a file makes rows of another feature, or changes them in bulk; it may name, join and read them."""
    tree = ast.parse(path.read_text())
    theirs = names_from_others(tree, feature_of(module_name(path)))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        made = call.func if not is_write(call.func) else next(iter(call.args), None)
        if isinstance(made, ast.Name) and made.id in theirs:
            yield f"{module_name(path)}:{call.lineno} writes {made.id}"


def names_from_others(tree: ast.AST, feature: str) -> set[str]:
    """The names that a file takes from the models of other features."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module)
    other = (
        node for node in found if room_of(node.module or "") == "models" and feature_of(node.module or "") != feature
    )
    return {alias.asname or alias.name for node in other for alias in node.names if alias.name[0].isupper()}


def is_write(function: ast.expr) -> bool:
    """Whether a call is SQLAlchemy's `insert`, `update` or `delete`."""
    return isinstance(function, ast.Name) and function.id in WRITES


def goes_up_a_room(found: Import) -> bool:
    """Whether, inside a feature, a lower room imports a higher one."""
    here, there = room_of(found.importer), room_of(found.target)
    if feature_of(found.importer) != feature_of(found.target) or here not in ROOM_ORDER or not there:
        return False
    return there in {"forms", "views", "api", "subscribers", "jobs", "cli"} or (
        there in ROOM_ORDER and ROOM_ORDER.index(there) > ROOM_ORDER.index(here)
    )


def test_features_meet_only_in_open_rooms() -> None:
    assert [str(found) for found in ALL_IMPORTS if enters_a_closed_room(found)] == []


def test_a_feature_writes_only_its_own_rows() -> None:
    files = [path for path in sorted(APP.rglob("*.py")) if feature_of(module_name(path)) not in PUTS_TOGETHER]
    assert [found for path in files for found in writes_of_others(path)] == []


def test_rooms_of_a_feature_are_built_in_order() -> None:
    assert [str(found) for found in ALL_IMPORTS if goes_up_a_room(found)] == []


def test_core_and_extensions_know_no_feature() -> None:
    below = [found for found in ALL_IMPORTS if feature_of(found.importer) in OPEN_TO_ALL]
    assert [str(found) for found in below if feature_of(found.target) not in {"", *OPEN_TO_ALL}] == []


def test_only_config_reads_the_environment() -> None:
    readers = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in APP.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and ast.unparse(node.value) == "os"
    ]
    assert readers == []


@pytest.mark.parametrize("name", ["utils", "helpers", "manager", "service", "common"])
def test_no_module_has_a_name_that_says_nothing(name: str) -> None:
    assert [str(path) for path in APP.rglob(f"{name}*")] == []


def test_no_file_is_longer_than_one_can_hold_in_mind() -> None:
    files = [path for folder in ("app", "bin", "tests") for path in (ROOT / folder).rglob("*.py")]
    assert {str(path.relative_to(ROOT)): n for path in files if (n := len(path.read_text().splitlines())) > 300} == {}


def test_a_foreign_write_would_be_noticed() -> None:
    tree = ast.parse("from app.board.models import Answer, helpful")
    assert names_from_others(tree, "crm") == {"Answer"}
    assert names_from_others(tree, "board") == set()
    assert is_write(ast.parse("update(Answer)", mode="eval").body.func)  # type: ignore[attr-defined]


def test_a_closed_room_would_be_noticed() -> None:
    assert enters_a_closed_room(Import("app.crm.commands", "app.board.views", 1))
    assert not enters_a_closed_room(Import("app.crm.commands", "app.board.queries", 1))
    assert goes_up_a_room(Import("app.board.queries", "app.board.commands", 1))
