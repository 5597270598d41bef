"""The methods of the Web API that the stand-in has, by name.

Each from its page of docs.slack.dev, "Web API methods": what it takes, needs and refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.support.slack.calls import Args
from tests.support.slack.workspace import Workspace
from tests.support.slack.world import World

Reply = dict[str, Any]
Answer = Callable[[World, Workspace, Args], Reply]


@dataclass(frozen=True, slots=True)
class Method:
    """A method; ``scopes`` are those of which the token needs one, none: any token may call it.

    ``takes`` are the arguments that it has; Slack ignores others, and the stand-in notes them.
    """

    answer: Answer
    scopes: tuple[str, ...]
    takes: frozenset[str]


METHODS: dict[str, Method] = {}


def method(name: str, takes: str = "", scopes: str = "") -> Callable[[Answer], Answer]:
    """Makes a function a method of the Web API; arguments and scopes are separated by spaces."""

    def keep(answer: Answer) -> Answer:
        METHODS[name] = Method(answer, tuple(scopes.split()), frozenset(takes.split()))
        return answer

    return keep
