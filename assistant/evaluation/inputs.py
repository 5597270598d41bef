"""Reading the files of other tools: text, JSON and cases, each error in one line with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case, Point, Text
from assistant.evaluation.located import Located, read_json_lines, read_text
from assistant.evaluation.outside_ids import is_letter
from assistant.sentences import sentence_spans

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SHORT = 8  # words of an answer that can be looked for as it stands


def text_of(file: Path) -> str:
    """The text of a file.

    Raises:
        SuiteError: it cannot be read, is no UTF-8, or is empty.
    """
    text = read_text(file)
    if not text.strip():
        raise SuiteError("the file is empty", str(file))
    return text


def json_of(file: Path) -> Any:
    """The value of a JSON file; errors as those of `text_of`, and where it is no JSON."""
    try:
        return json.loads(text_of(file))
    except json.JSONDecodeError as error:
        raise SuiteError(f"no JSON: {error.msg}", f"{file}:{error.lineno}") from error
    except (ValueError, RecursionError) as error:
        raise SuiteError(f"no JSON: {error}", str(file)) from error


def objects_of(file: Path) -> Iterator[Located]:
    """The objects of a JSON Lines file, one a line; errors as `json_of` has them."""
    text_of(file)
    for each in read_json_lines(file):
        if not isinstance(each.value, dict):
            raise SuiteError("a line is no JSON object", each.place())
        yield each


def named(value: Any, key: str, place: str, kind: type[Any] | tuple[type[Any], ...] = str) -> Any:
    """What an object has under a key.

    Raises:
        SuiteError: it is no object, has no such key, or something of another kind there.
    """
    if not isinstance(value, dict):
        raise SuiteError(f"an object with {key!r} is expected, not {_shown(value)}", place)
    if key not in value:
        known = ", ".join(map(repr, value)) or "nothing"
        raise SuiteError(f"{key!r} is missing; it has {known}", place)
    found = value[key]
    if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        wanted = " or ".join(_KINDS[each] for each in kinds)
        raise SuiteError(f"{key!r} is {_shown(found)}, not {wanted}", place)
    return plain(found) if isinstance(found, str) else found


def name_in(value: Any, key: str, place: str) -> str:
    """A name that an object has under a key, which may be a number there."""
    return str(named(value, key, place, (str, int)))


def plain(text: str) -> str:
    """``text`` with a space for each control character, and U+FFFD for half a surrogate pair.

    Its length stays, so that offsets do; an archive leaves such characters out.
    """
    return _LONE_SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text))


def has_words(text: Any) -> bool:
    """Whether something is a text with a letter or a digit."""
    return isinstance(text, str) and any(map(is_letter, text))


def case_of(place: str, **values: Any) -> Case:
    """A case of these values.

    Raises:
        SuiteError: they make none.
    """
    try:
        return Case(**values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise SuiteError(f"{where}: {said}" if where else said, place) from error


def apart(found: Iterable[tuple[Case, str]], source: Path) -> tuple[Case, ...]:
    """The cases, each given with its place.

    Raises:
        SuiteError: two have one id, or there is none.
    """
    places: dict[str, str] = {}
    cases = []
    for case, place in found:
        if case.id in places:
            raise SuiteError(f"the id {case.id!r} is given at {places[case.id]} too", place)
        places[case.id] = place
        cases.append(case)
    if not cases:
        raise SuiteError("there are no questions in it", str(source))
    return tuple(cases)


def expected(answers: Iterable[str]) -> dict[str, tuple[Text, ...] | tuple[Point, ...]]:
    """What is expected where any of these answers is right, as values of a case.

    Short ones are looked for word for word. Of a long one every sentence is a point, which a
    judge can find in other words; where there are several, the first counts.
    """
    found = [plain(each).strip() for each in answers if has_words(each)]
    short = [each for each in dict.fromkeys(found) if len(each.split()) <= _SHORT]
    if short:
        return {"answers": tuple(Text(each) for each in short)}
    if not found:
        return {}
    sentences = (found[0][start:end] for start, end in sentence_spans(found[0]))
    return {"points": tuple(Point((Text(each),)) for each in sentences if has_words(each))}


_KINDS = {str: "text", int: "a number", list: "a list", dict: "an object", bool: "true or false"}


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:39]}…"
