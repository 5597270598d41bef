"""The small language in which the rules of Block Kit are written.

A rule takes a value and a JSON pointer to it, and yields its faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]

_URL = re.compile(r"(?:https?|mailto|slack|tel):\S+", re.ASCII)


def _wrong(what: str, at: str) -> str:
    return f"{what} [json-pointer:{at}]"


def string(longest: int | None = None, shortest: int = 0) -> Rule:
    """A string of ``shortest`` to ``longest`` characters."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield _wrong("must be a string", at)
        elif len(value) < shortest:
            yield _wrong(f"must be more than {shortest - 1} characters", at)
        elif longest is not None and len(value) > longest:
            yield _wrong(f"must be less than {longest + 1} characters", at)

    return rule


def url(longest: int = 3000) -> Rule:
    """An address that a client can open."""

    def rule(value: Any, at: str) -> Iterator[str]:
        yield from string(longest, 1)(value, at)
        if isinstance(value, str) and not _URL.fullmatch(value):
            yield _wrong("must be a valid url", at)

    return rule


def matching(pattern: str, what: str) -> Rule:
    """A string of a form."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield _wrong(f"must be {what}", at)

    return rule


def one_of(*allowed: Any) -> Rule:
    """One of a few values."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if value not in allowed or isinstance(value, bool) != isinstance(allowed[0], bool):
            yield _wrong(f"must be one of {', '.join(map(str, allowed))}", at)

    return rule


def flag(value: Any, at: str) -> Iterator[str]:
    """True or False."""
    if not isinstance(value, bool):
        yield _wrong("must be a boolean", at)


def number(least: int, most: int) -> Rule:
    """A whole number."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield _wrong("must be an integer", at)
        elif not least <= value <= most:
            yield _wrong(f"must be from {least} to {most}", at)

    return rule


def items(each: Rule, least: int, most: int | None = None) -> Rule:
    """A list whose items follow a rule."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield _wrong("must be an array", at)
            return
        if len(value) < least:
            yield _wrong(f"no fewer than {least} items", at)
        if most is not None and len(value) > most:
            yield _wrong(f"no more than {most} items allowed", at)
        for place, item in enumerate(value):
            yield from each(item, f"{at}/{place}")

    return rule


def shape(needed: Mapping[str, Rule], may: Mapping[str, Rule] | None = None) -> Rule:
    """An object with just these fields."""
    known = {**needed, **(may or {})}

    def rule(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield _wrong("must be an object", at)
            return
        for name in needed:
            if name not in value:
                yield _wrong(f"missing required field: {name}", at)
        for name, inner in value.items():
            if name not in known:
                yield _wrong(f"invalid additional property: {name}", at)
            else:
                yield from known[name](inner, f"{at}/{name}")

    return rule


def typed(kinds: Mapping[str, Rule], what: str) -> Rule:
    """An object whose ``type`` names the rule for it."""

    def rule(value: Any, at: str) -> Iterator[str]:
        kind = str(value.get("type")) if isinstance(value, dict) else ""
        if kind not in kinds:
            yield _wrong(f"unsupported type: {kind!r} is no {what}", at)
        else:
            yield from kinds[kind](value, at)

    return rule


def both(*rules: Rule) -> Rule:
    """Several rules at once."""

    def rule(value: Any, at: str) -> Iterator[str]:
        for each in rules:
            yield from each(value, at)

    return rule


def needs(test: Callable[[dict[str, Any]], bool], what: str) -> Rule:
    """An object of which something must be true."""

    def rule(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, dict) and not test(value):
            yield _wrong(what, at)

    return rule


def just(kind: str) -> Rule:
    """The ``type`` of an object."""
    return one_of(kind)
