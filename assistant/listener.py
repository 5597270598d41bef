"""Stops a chat model that nobody listens to any more."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from langchain_core.callbacks import BaseCallbackHandler

# A piece is about a token. No answer, no thought before it and no call has so many; they bound
# what a model can write where none of it is text of an answer.
MOST_PIECES = 50_000


class HeardEnough(BaseException):
    """Ends a model's stream from within.

    It is no failure: LangChain logs each `Exception` of a callback as one.
    """


class Listener(BaseCallbackHandler):
    """A callback under which a model may write until the ``with`` block is left.

    A closed LangGraph stream waits for its model to end, in another thread. The next piece that
    the model writes there after the block, or after `MOST_PIECES` of them, raises `HeardEnough`.
    """

    raise_error = True

    def __init__(self) -> None:
        self._pieces = 0
        self._gone = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._gone = True

    def on_llm_new_token(self, token: str | list[str | dict[str, Any]], **kwargs: Any) -> None:
        """Hear a piece of text, thought or call."""
        del token, kwargs
        self._pieces += 1
        if self._gone or self._pieces > MOST_PIECES:
            raise HeardEnough
