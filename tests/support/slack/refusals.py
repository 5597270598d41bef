"""What the Web API refuses, as an exception of the stand-in's own."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A call that is answered with ``ok: false``; ``more`` is added to the answer."""

    def __init__(self, error: str, *messages: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.more = more

    def body(self) -> dict[str, Any]:
        """The answer as Slack words it; `messages` stand where Slack's SDKs look for them."""
        said: dict[str, Any] = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            said["errors"] = list(self.messages)
            said["response_metadata"] = {"messages": [f"[ERROR] {each}" for each in self.messages]}
        return said
