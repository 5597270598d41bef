"""YAML and JSON Lines with the line of every value, so that an error can name it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import SuiteError


@dataclass(frozen=True, slots=True)
class Located:
    """A value, the file that it was read from, and its YAML node or its line.

    ``line`` counts from 1.
    """

    value: Any
    file: Path
    line: int
    node: yaml.Node | None = None

    def place(self, path: Sequence[str | int] = ()) -> str:
        """``file:line`` of what lies at ``path`` in the value, as far as that exists."""
        node, line = self.node, self.line
        for part in path:
            child = _child(node, part)
            if child is None:
                continue  # a name of ours that the file does not have, such as a kind of answer
            node, line = child
        return f"{self.file}:{line}"

    def items(self) -> Iterator[Located]:
        """The parts of a list, each with its own place."""
        assert isinstance(self.node, yaml.SequenceNode)
        for value, node in zip(self.value, self.node.value, strict=True):
            yield Located(value, self.file, node.start_mark.line + 1, node)

    def part(self, key: str) -> Located:
        """The value of a key of a mapping."""
        found = _child(self.node, key)
        assert found is not None
        return Located(self.value[key], self.file, found[1], found[0])


def read_yaml(file: Path) -> Located:
    """The one document of a YAML or JSON file.

    Raises:
        SuiteError: it cannot be read, is no YAML, or gives a key twice.
    """
    loader = yaml.SafeLoader(_text(file))
    try:
        node = loader.get_single_node()
        if node is None:
            raise SuiteError("the file is empty", str(file))
        _refuse_twins(node, file)
        return Located(loader.construct_document(node), file, node.start_mark.line + 1, node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f":{mark.line + 1}" if mark else ""
        raise SuiteError(f"no YAML: {error.problem or error}", f"{file}{line}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SuiteError(f"no YAML: {' '.join(str(error).split())}", str(file)) from error
    finally:
        loader.dispose()


def read_json_lines(file: Path) -> Iterator[Located]:
    """Each line of a JSON Lines file that is not blank.

    Raises:
        SuiteError: the file cannot be read, or a line is no JSON.
    """
    for number, line in enumerate(_text(file).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield Located(json.loads(line, object_pairs_hook=_no_twins), file, number)
        except (ValueError, RecursionError) as error:
            raise SuiteError(f"no JSON: {error}", f"{file}:{number}") from error


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(n for n in names if names.count(n) > 1)!r} is given twice")
    return made


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SuiteError(f"cannot be read: {error.strerror or error}", str(file)) from error
    except UnicodeDecodeError as error:
        raise SuiteError("is not UTF-8 text", str(file)) from error


def _refuse_twins(node: yaml.Node, file: Path) -> None:
    """No key of a mapping may be given twice: YAML would keep the last without a word."""
    waiting, seen = [node], set()
    while waiting:
        here = waiting.pop()
        if id(here) in seen:  # an alias
            continue
        seen.add(id(here))
        if isinstance(here, yaml.SequenceNode):
            waiting += here.value
        elif isinstance(here, yaml.MappingNode):
            names: Mapping[str, int] = {}
            for key, value in here.value:
                waiting.append(value)
                if isinstance(key, yaml.ScalarNode):
                    line = key.start_mark.line + 1
                    if key.value in names:
                        raise SuiteError(f"the key {key.value!r} is given twice", f"{file}:{line}")
                    names = {**names, key.value: line}


def _child(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(part):
                return value, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        found = node.value[part]
        return found, found.start_mark.line + 1
    return None
