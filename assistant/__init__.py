"""Answers questions from an archive of news articles, with exact citations.

with Assistant.open("archive-dir") as assistant:
    answer = assistant.ask("who disputed the withdrawal?", thread="t1")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.assistant import Assistant

__all__ = ["Assistant"]


def __getattr__(name: str) -> object:
    # Loaded on first use: a command that only prints its help should not load Chroma.
    if name == "Assistant":
        from assistant.assistant import Assistant

        return Assistant
    raise AttributeError(f"module 'assistant' has no attribute {name!r}")
