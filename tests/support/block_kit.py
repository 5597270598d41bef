"""What a payload of Slack's says, and whether it keeps the limits that concern text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from slack_sdk.models.blocks import Block

from tests.support.slack import block_faults

Json = Mapping[str, Any]

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_TEXT = 3000  # characters of one text
MOST_FALLBACK = 4000  # bytes of a message's plain text, in chat.update
MOST_AT_ONCE = 13_000  # characters of a message, as far as is known


def keep_limits(blocks: Iterable[Json], surface: str = "message") -> None:
    """Fail where Slack would refuse the blocks for their size, or the SDK for their fields."""
    blocks = json.loads(json.dumps(list(blocks)))
    assert block_faults(blocks, surface) == []
    assert 0 < len(blocks) <= MOST_BLOCKS[surface]
    for each in blocks:
        parsed = Block.parse(dict(each))
        assert parsed is not None, each["type"]
        parsed.to_dict()
    for element in walk(blocks):
        text = element.get("text")
        assert text is None or isinstance(text, Mapping) or 0 < len(text) <= MOST_TEXT
        assert element.get("elements") != []
        assert len(element.get("url", "")) <= MOST_TEXT
        assert len(element.get("value", "")) <= 2000
    if surface == "message":
        assert sum(len(words) for words in texts(blocks)) <= MOST_AT_ONCE
    for each in blocks:
        ids = [element["action_id"] for element in walk(each) if "action_id" in element]
        assert len(set(ids)) == len(ids)


def walk(part: Any) -> Iterator[Json]:
    """Every object of a payload, outermost first."""
    if isinstance(part, Mapping):
        yield part
        for value in part.values():
            yield from walk(value)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from walk(each)


def texts(part: Any) -> list[str]:
    """Everything that is read in a payload, in order."""
    return [each["text"] for each in walk(part) if isinstance(each.get("text"), str)]


def read(part: Any) -> str:
    """The same as one text."""
    return "".join(texts(part))


def kinds(part: Any) -> set[str]:
    """The types of all objects of a payload."""
    return {each["type"] for each in walk(part) if "type" in each}


def links(part: Any) -> list[str]:
    """The addresses that a payload links to."""
    return [each["url"] for each in walk(part) if "url" in each]


def action(part: Any, action_id: str) -> Json:
    """The element that does something, by its id."""
    (found,) = [each for each in walk(part) if each.get("action_id") == action_id]
    return found
