"""A call of a Web API method: its arguments as they were given, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.slack.refusals import Refused


@dataclass(frozen=True, slots=True)
class Call:
    """One call that was answered; ``params`` are without the token.

    ``at`` is the stand-in's clock, ``monotonic`` the machine's. ``error`` is None where it worked.
    """

    method: str
    params: Mapping[str, Any]
    team: str
    at: float
    monotonic: float
    status: int
    error: str | None
    reply: Mapping[str, Any]


class Args:
    """The arguments of a call, read with the refusals that Slack has for wrong ones."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = {name: value for name, value in given.items() if value is not None}

    def __contains__(self, name: str) -> bool:
        return name in self.given

    def text(self, name: str, missing: str = "invalid_arguments") -> str:
        """An argument that must be there and not empty; else the call is refused as ``missing``."""
        value = self.maybe(name)
        if not value:
            raise Refused(missing, f"missing required field: {name}")
        return value

    def maybe(self, name: str) -> str | None:
        """A text argument, or None where it is not given."""
        value = self.given.get(name)
        if value is None:
            return None
        if isinstance(value, bool | list | dict):
            raise Refused("invalid_arguments", f"must be a string [json-pointer:/{name}]")
        return str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """A truth value, as JSON or as a form writes it."""
        value = self.given.get(name, default)
        if isinstance(value, bool):
            return value
        if str(value).lower() in ("1", "true"):
            return True
        if str(value).lower() in ("0", "false", ""):
            return False
        raise Refused("invalid_arguments", f"must be a boolean [json-pointer:/{name}]")

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        try:
            return int(self.given.get(name, default))
        except (TypeError, ValueError):
            raise Refused("invalid_arguments", f"must be a number [json-pointer:/{name}]") from None

    def structure(self, name: str, kind: type, wrong: str = "invalid_arguments") -> Any:
        """A list or an object: as it is in a JSON body, as JSON text in a form; None if absent."""
        value = self.given.get(name)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise Refused(wrong, f"must be valid JSON [json-pointer:/{name}]") from None
        if value is not None and not isinstance(value, kind):
            raise Refused(
                wrong,
                f"must be {'an array' if kind is list else 'an object'} [json-pointer:/{name}]",
            )
        return value
