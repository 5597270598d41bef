"""The error tree is as its docstring draws it."""

from __future__ import annotations

import inspect
import re

from assistant import errors


def test_the_docstring_draws_the_tree() -> None:
    drawn: dict[str, str] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"([│├└─ ]*)([A-Z]\w+(?:Error|\w*))(?: {2,}|$)", line):
            depth = len(match[1]) // 4
            drawn[match[2]] = above[depth - 1] if depth else "Exception"
            above[depth:] = [match[2]]
    classes = inspect.getmembers(errors, inspect.isclass)
    assert drawn == {name: found.__base__.__name__ for name, found in classes}


def test_a_source_error_keeps_its_reason_apart_from_its_source() -> None:
    assert str(errors.SourceError("it is empty", "a.txt")) == "a.txt: it is empty"
    assert str(errors.SourceError("it is empty")) == "it is empty"
