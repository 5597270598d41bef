"""Prompt texts as files, loaded by name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template

CANNOT_ANSWER = "CANNOT_ANSWER"
"""What a chat model replies where the passages do not hold the answer."""


def load(name: str, **variables: str) -> str:
    """The prompt of the file ``name``.md with its ``$variables`` filled in.

    Raises:
        KeyError: a variable of the prompt is not given.
        FileNotFoundError: there is no such prompt.
    """
    return Template(_text(name)).substitute(variables)


@cache
def _text(name: str) -> str:
    return (files(__name__) / f"{name}.md").read_text(encoding="utf-8").strip()
