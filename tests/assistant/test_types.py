"""The value types are frozen, slotted, and made of the standard library."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import sys

from assistant import types
from tests.support.build import article


def test_all_are_frozen_and_slotted() -> None:
    found = [
        value
        for _, value in inspect.getmembers(types, inspect.isclass)
        if value.__module__ == types.__name__
    ]
    assert len(found) >= 10
    for value in found:
        assert dataclasses.is_dataclass(value)
        assert value.__dataclass_params__.frozen  # type: ignore[attr-defined]
        assert hasattr(value, "__slots__")
        assert value.__doc__


def test_they_can_be_compared_and_used_as_keys() -> None:
    assert article() == article()
    assert len({article(), article(), article(id="a2")}) == 2


def test_only_the_standard_library_is_imported() -> None:
    tree = ast.parse(inspect.getsource(types))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert all(str(name).split(".")[0] in sys.stdlib_module_names for name in names)
