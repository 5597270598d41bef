"""How much a chat model is given to read, in tokens. The only tiktoken import."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from assistant.errors import SettingsError
from assistant.settings import tiktoken_cache

Count = Callable[[str], int]
"""Text to a number of tokens that is never too low."""

_log = logging.getLogger(__name__)
_NEWEST = "o200k_base"


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit of tokens and the way to count them; without a limit everything fits."""

    tokens: int | None
    count: Count

    def refuse(self, text: str) -> None:
        """Say that even one passage is too long for the limit.

        Raises:
            SettingsError: always; it names the setting to raise.
        """
        needed = -(-self.count(text) // 500) * 500
        raise SettingsError(
            f"ONRECORD_CONTEXT_TOKENS={self.tokens} is too small for a single passage; "
            f"set it to {2 * needed} or more"
        )

    def fits(self, texts: Iterable[str]) -> bool:
        """Whether these texts together stay within the limit."""
        return self.tokens is None or sum(map(self.count, texts)) <= self.tokens


def token_counter(model: str) -> Count:
    """The counter for a model named as provider:model.

    OpenAI's vocabularies are tiktoken's. No other provider counts on this machine (Anthropic's
    counter is a call of its API, Ollama has none), so that bytes are counted: a token of a
    byte-pair vocabulary holds at least one byte of UTF-8.
    """
    provider, _, name = model.partition(":")
    if provider not in ("openai", "azure_openai"):
        return _by_bytes(f"{provider} has no counter of tokens that works on this machine")
    return _by_vocabulary(_encoding_of(name))


def _encoding_of(name: str) -> str:
    from tiktoken.model import encoding_name_for_model

    try:
        named = encoding_name_for_model(name)
    except KeyError:  # newer than the installed tiktoken
        return _NEWEST
    # The one for open-weight models is the newest with other control words.
    return _NEWEST if named == "o200k_harmony" else named


@cache
def _by_vocabulary(encoding: str) -> Count:
    """tiktoken where its vocabulary is on this machine, else the bytes.

    tiktoken would download a missing vocabulary, so that it is looked for before it is loaded.
    """
    address = f"https://openaipublic.blob.core.windows.net/encodings/{encoding}.tiktoken"
    kept_as = hashlib.sha1(address.encode()).hexdigest()  # the name of the file in the cache
    if not (tiktoken_cache() / kept_as).is_file():
        return _by_bytes(f"tiktoken's vocabulary {encoding} is not on this machine")
    import tiktoken

    loaded = tiktoken.get_encoding(encoding)
    return lambda text: len(loaded.encode_ordinary(text))


@cache
def _by_bytes(reason: str) -> Count:
    _log.warning(
        "%s: tokens are counted as bytes, so that a chat model is given fewer passages than fit",
        reason,
    )
    return _bytes


def unlimited() -> Budget:
    """The budget of the embedded model, which reads whatever it is given."""
    return Budget(None, _bytes)


def _bytes(text: str) -> int:
    return len(text.encode())
