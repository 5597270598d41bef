"""Reads a suite from a folder or a YAML file; what is wrong in it is named with file and line."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from assistant.errors import SuiteError, SuiteSkipped
from assistant.evaluation.cases import Case
from assistant.evaluation.located import Located, read_json_lines, read_yaml
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.suite import JUDGES, LEXICAL, Plan, Suite, SuiteFile
from assistant.settings import Settings

NAMES = ("suite.yaml", "suite.yml", "suite.json")
_CASE_FIELDS = [each.name for each in fields(Case)]
_CASES = ("cases.jsonl", "cases.yaml", "cases.yml", "cases.json")


def load_suite(path: Path | str, *, may_be_empty: bool = False) -> Suite:
    """The suite in a folder, in a YAML file, or one that comes with the product, by its name.

    A suite without cases is an error, unless it ``may_be_empty``.

    Raises:
        SuiteError: it is missing or wrong; the message has file and line.
        SuiteSkipped: it needs data that is not here.
    """
    place = _place(Path(path))
    file = next((place / name for name in NAMES if (place / name).is_file()), place)
    if file.is_dir():
        raise SuiteError(f"the folder has no {NAMES[0]}; `onrecord eval new` writes one", str(file))
    found = read_yaml(file)
    if not isinstance(found.value, dict):
        raise SuiteError("a suite is a mapping of keys to values", found.place())
    own = {key: value for key, value in found.value.items() if key != "cases"}
    plan = _checked(Plan, Located(own, file, found.line, found.node), "suite")
    _check_plan(plan, found)
    suite = Suite(place, plan, ())
    _check_needs(suite)
    located = [_ours(each, plan.fields) for each in _cases(found, suite, may_be_empty)]
    if not located and not may_be_empty:
        raise SuiteError("the suite has no cases", str(file))
    return Suite(place, plan, *_apart(located))


def cases_file(path: Path) -> Path:
    """The file that new cases of a suite are added to; it need not exist yet.

    Raises:
        SuiteError: the suite has its cases in its own file, or in several.
    """
    if path in packaged().values():
        raise SuiteError("this suite comes with OnRecord; copy its folder to change it", str(path))
    file = next((path / name for name in NAMES if (path / name).is_file()), path)
    folder = file.parent
    found = read_yaml(file)
    given = found.value.get("cases", [])
    given = [given] if isinstance(given, str) else given
    if not given:
        named = [name for name in _CASES if (folder / name).is_file()]
        return folder / (named or _CASES)[0]
    if len(given) == 1 and isinstance(given[0], str):
        return folder / given[0]
    place = found.place(["cases"])
    raise SuiteError("cases are added to a file: put them in one and name it here", place)


def packaged() -> dict[str, Path]:
    """The folders of the suites that come with the product, by name."""
    root = Path(str(files("assistant.evaluation"))) / "suites"
    return {each.name: each for each in sorted(root.iterdir()) if (each / NAMES[0]).is_file()}


def _place(path: Path) -> Path:
    if path.exists():
        return path
    ours = packaged()
    if str(path) in ours:
        return ours[str(path)]
    known = ", ".join(ours)
    raise SuiteError(
        f"there is no such suite; name a folder, a file, or one of: {known}", str(path)
    )


def _cases(found: Located, suite: Suite, may_be_empty: bool) -> Iterator[Located]:
    """Every case of the suite, in its file's or files' own words."""
    given = found.value.get("cases")
    if isinstance(given, list):
        for each in found.part("cases").items():
            if isinstance(each.value, str):
                yield from _in_file(suite.folder / each.value, each.place())
            else:
                yield each
    elif given is not None:
        if not isinstance(given, str):
            raise SuiteError("cases are a list, or the name of a file", found.place(["cases"]))
        if may_be_empty and not (suite.folder / given).exists():
            return
        yield from _in_file(suite.folder / given, found.place(["cases"]))
    else:
        for name in _CASES:
            if (suite.folder / name).is_file():
                yield from _in_file(suite.folder / name, "")


def _ours(found: Located, names: Mapping[str, str]) -> Located:
    """A case of other makers under our names; what has none is left out, an id is made."""
    if not names or not isinstance(found.value, dict):
        return found
    value = {ours: found.value[theirs] for ours, theirs in names.items() if theirs in found.value}
    return Located({"id": f"line-{found.line}", **value}, found.file, found.line)


def _in_file(file: Path, named_at: str) -> Iterator[Located]:
    if not file.is_file():
        raise SuiteError(f"there is no file {file}", named_at)
    if file.suffix == ".jsonl":
        yield from read_json_lines(file)
        return
    found = read_yaml(file)
    if not isinstance(found.value, list):
        raise SuiteError("a file of cases is a list", found.place())
    yield from found.items()


def _apart(located: Iterable[Located]) -> tuple[tuple[Case, ...], dict[str, str]]:
    """The cases, and where each stands; no two may have one id."""
    cases: list[Case] = []
    places: dict[str, str] = {}
    for each in located:
        case = each.value if isinstance(each.value, Case) else _checked(Case, each, "case")
        if case.id in places:
            raise SuiteError(
                f"the id {case.id!r} is that of the case at {places[case.id]} too", each.place()
            )
        places[case.id] = each.place()
        cases.append(case)
    return tuple(cases), places


def _check_plan(plan: Plan, found: Located) -> None:
    for place, name in enumerate(plan.metrics):
        _named(name, found.place(["metrics", place]))
    run = {each.name for each in metrics_named(plan.metrics)}
    for name in plan.floors:
        _named(name, found.place(["floors", name]))
        if name not in run:
            raise SuiteError(
                f"a floor for {name}, which is not among the metrics of the suite",
                found.place(["floors", name]),
            )
    for name in plan.settings:
        if name not in Settings.model_fields:
            near = _near(name, Settings.model_fields)
            raise SuiteError(f"there is no setting {name!r}{near}", found.place(["settings", name]))
    if plan.archive and plan.articles:
        raise SuiteError(
            "a suite names an archive or articles, not both", found.place(["articles"])
        )
    if plan.cap.usd and not (plan.cap.input_price or plan.cap.output_price):
        raise SuiteError("a cap in usd needs input_price and output_price", found.place(["cap"]))
    _check_names(plan, found)


def _check_names(plan: Plan, found: Located) -> None:
    for key in ("judge", "second_judge"):
        judge = getattr(plan, key)
        if judge not in (None, LEXICAL) and not all(judge.partition(":")[::2]):
            raise SuiteError(f"there is no judge {judge!r}; it is {JUDGES}", found.place([key]))
    for name in plan.fields:
        if name not in _CASE_FIELDS:
            near = _near(name, _CASE_FIELDS)
            raise SuiteError(f"a case has no {name!r}{near}", found.place(["fields", name]))


def _check_needs(suite: Suite) -> None:
    for name in suite.plan.needs:
        if not (suite.folder / name).exists():
            why = suite.plan.needs_reason or f"it needs {name}"
            raise SuiteSkipped(f"the suite {suite.name} is skipped: {why}")


def _named(name: str, place: str) -> None:
    try:
        metrics_named([name])
    except SuiteError as error:
        raise SuiteError(error.reason, place) from None


def _checked(kind: type[Any], found: Located, what: str) -> Any:
    """``found`` as a value of ``kind``.

    Raises:
        SuiteError: it is not one; the first of what is wrong, with its line.
    """
    if not isinstance(found.value, dict):
        raise SuiteError(f"a {what} is a mapping of keys to values", found.place())
    known = [each.name for each in fields(kind)]
    for key in found.value:
        if key not in known:
            near = _near(str(key), known)
            raise SuiteError(f"a {what} has no {key!r}{near}", found.place([str(key)]))
    try:
        return _adapter(cast(Hashable, kind)).validate_python(found.value)
    except ValidationError as error:
        # A key that is not known tells more than the one that is missing for it.
        first = min(error.errors(), key=lambda each: each["type"] != _UNKNOWN)
        path = _path(first["loc"])
        where = f"{'.'.join(map(str, path))}: " if path else ""
        said = first["msg"].removeprefix("Value error, ")
        said = "there is no such key" if first["type"] == _UNKNOWN else said
        raise SuiteError(f"{where}{said[:1].lower()}{said[1:]}", found.place(path)) from error


def _path(location: Sequence[str | int]) -> list[str | int]:
    """Where an error is; pydantic puts the kind of an answer after its place, the files do not."""
    before = [None, *location]
    return [
        part
        for part, last in zip(location, before, strict=False)
        if not (isinstance(last, int) and part in _KINDS)
    ]


_UNKNOWN = "unexpected_keyword_argument"
_KINDS = ("text", "number", "regex")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _near(name: str, known: Iterable[str] | Mapping[str, Any]) -> str:
    close = difflib.get_close_matches(name, list(known), 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


__all__ = ["SuiteFile", "load_suite", "packaged"]
