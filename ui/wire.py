"""Values to JSON and back, for `--json` and for commands that another process carries out."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_json(value: Any) -> Any:
    """Dataclasses, times and tuples as what JSON can hold."""
    return TypeAdapter(type(value)).dump_python(value, mode="json") if value is not None else None


def from_json(kind: type[T], value: Any) -> T:
    """The value of type ``kind`` that `to_json` made this of."""
    found: T = _adapter(cast(Hashable, kind)).validate_python(value)
    return found
