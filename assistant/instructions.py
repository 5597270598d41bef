"""Recognises text in an article that addresses an assistant instead of a reader."""

from __future__ import annotations

import re

# Each needs an address or an order that news prose does not use of itself; a report about such
# attacks quotes them, and its quoted sentences are then passed over too.
_SIGNS = re.compile(
    r"""
      \b(?:ignore|disregard|forget|override)\b .{0,40}
        \b(?:previous|prior|above|earlier|other|these|your|system)\b .{0,20}
        \b(?:instructions?|rules|prompts?|guidelines|directions|context)\b
    | \b(?:note|message|attention|instructions?|dear|hello|hey)\b .{0,30}
        \b(?:AI|LLMs?|assistants?|language\ models?|chat\s?bots?|answer\ engines?|summari[sz]ers?)\b
    | \b(?:AI|language)\s+(?:assistants?|models?|systems?)\b .{0,40}
        \b(?:must|should|shall|are\ to)\b
    | \b(?:you\ are|act\ as|pretend\ to\ be|behave\ as)\b .{0,20}
        \b(?:AI|assistant|chat\s?bot|language\ model)\b
    | \b(?:system|developer|hidden)\s+(?:prompt|message|note|instructions?)\b
    | \b(?:whatever|whenever|if|when)\s+you\s+are\s+asked\b
    | \b(?:answer|reply|respond|say|state|conclude)\s+(?:only\s+)?(?:that|with)\b .{0,80}
        \b(?:and\s+)?(?:cite|quote|link\s+to|do\s+not\s+mention|never\s+mention)\b
    | </?(?:system|assistant|user|tool|instructions?|im_start|im_end)\b
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def addresses_an_assistant(paragraph: str) -> bool:
    """Whether a paragraph gives orders to a language model; it is then no evidence of anything."""
    return _SIGNS.search(paragraph) is not None


def instructed_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the paragraphs of ``text`` that give orders to a language model."""
    return [
        line.span() for line in re.finditer(r"[^\r\n]+", text) if addresses_an_assistant(line[0])
    ]
