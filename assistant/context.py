"""How much a chat model is given to read, in tokens. The only tiktoken import."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from assistant.settings import tiktoken_cache

Count = Callable[[str], int]
"""Text to a number of tokens that is never too low."""

_log = logging.getLogger(__name__)
_ENCODING = "o200k_base"
_VOCABULARY = f"https://openaipublic.blob.core.windows.net/encodings/{_ENCODING}.tiktoken"


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit of tokens and the way to count them; without a limit everything fits."""

    tokens: int | None
    count: Count

    def fits(self, texts: Iterable[str]) -> bool:
        """Whether these texts together stay within the limit."""
        return self.tokens is None or sum(map(self.count, texts)) <= self.tokens


@cache
def token_counter() -> Count:
    """tiktoken where its vocabulary is on this machine; else the bytes, which are never too few.

    tiktoken would download a missing vocabulary, so that it is looked for before it is loaded. A
    token of a byte-pair vocabulary holds at least one byte of UTF-8.
    """
    vocabulary = hashlib.sha1(_VOCABULARY.encode()).hexdigest()  # the name tiktoken keeps it under
    if not (tiktoken_cache() / vocabulary).is_file():
        _log.warning(
            "tiktoken's vocabulary %s is not on this machine: tokens are counted as bytes, so "
            "that a chat model is given fewer passages than would fit",
            _ENCODING,
        )
        return _bytes
    import tiktoken

    encoding = tiktoken.get_encoding(_ENCODING)
    return lambda text: len(encoding.encode_ordinary(text))


def unlimited() -> Budget:
    """The budget of the embedded model, which reads whatever it is given."""
    return Budget(None, _bytes)


def _bytes(text: str) -> int:
    return len(text.encode())
