"""YAML and JSON Lines with the line of every value, so that an error can name it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from assistant.errors import SuiteError


@dataclass(frozen=True, slots=True)
class Located:
    """A value, the file that it was read from, and its YAML node or its line.

    ``line`` counts from 1.
    """

    value: Any
    file: Path
    line: int
    node: Node | None = None

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
        assert isinstance(self.node, SequenceNode)
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
    # YAML 1.2: an unquoted `yes` is a word, and a question may stand in a flow list.
    yaml = YAML(typ="safe", pure=True)
    try:
        node = yaml.compose(read_text(file))
        if node is None:
            raise SuiteError("the file is empty", str(file))
        value = yaml.constructor.construct_document(node)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = f":{mark.line + 1}" if mark else ""
        raise SuiteError(f"no YAML: {error.problem or error}", f"{file}{line}") from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise SuiteError(f"no YAML: {' '.join(str(error).split())}", str(file)) from error
    return Located(value, file, node.start_mark.line + 1, node)


def read_json_lines(file: Path) -> Iterator[Located]:
    """Each line of a JSON Lines file that is not blank.

    Raises:
        SuiteError: the file cannot be read, or a line is no JSON.
    """
    for number, line in enumerate(read_text(file).split("\n"), start=1):
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


def read_text(file: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Raises:
        SuiteError: it cannot be read, or is no such file.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SuiteError(f"cannot be read: {error.strerror or error}", str(file)) from error
    except UnicodeDecodeError as error:
        raise SuiteError("is not UTF-8 text", str(file)) from error


def _child(node: Node | None, part: str | int) -> tuple[Node, int] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode) and key.value == str(part):
                return value, key.start_mark.line + 1
    elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        found = node.value[part]
        return found, found.start_mark.line + 1
    return None
