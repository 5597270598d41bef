"""Who speaks in a passage, in the form in which both indexes filter by it."""

from __future__ import annotations

import re

from assistant.attribution import attributions
from assistant.fold import words
from assistant.types import Entry

_FIRST = frozenset(
    "a an the mr mrs ms miss dr sir dame lord lady prof professor president minister secretary "
    "senator governor mayor judge justice general chancellor".split()
)
_SPACE = re.compile(r"\s+")


def speakers_of(entry: Entry) -> tuple[str, ...]:
    """The names of those who are quoted or reported in a passage, each once, in order.

    This is the one place to change when statements are kept in the record.
    """
    passage = entry.passage
    return tuple(
        dict.fromkeys(
            each.speaker
            for each in attributions(entry.article.text)
            if each.start < passage.end and each.end > passage.start
        )
    )


def speaker_keys(entry: Entry) -> list[str]:
    """What an index keeps of a passage's speakers: each whole name and each last name, folded."""
    keys: dict[str, None] = {}
    for name in speakers_of(entry):
        if parts := _parts(name):
            keys[f"name:{' '.join(parts)}"] = None
            keys[f"last:{parts[-1]}"] = None
    return list(keys)


def wanted_keys(name: str) -> list[str]:
    """The keys of which a passage must have one, to be by a speaker of this name.

    A last name stands for everybody who has it. A whole name also finds those whom their article
    calls by the last name alone, but nobody else of that last name.
    """
    parts = _parts(name)
    if not parts:
        return ["name:"]
    if len(parts) == 1:
        return [f"last:{parts[0]}"]
    return [f"name:{' '.join(parts)}", f"name:{parts[-1]}"]


def _parts(name: str) -> list[str]:
    parts = words(_SPACE.sub(" ", name))
    while len(parts) > 1 and parts[0] in _FIRST:
        parts = parts[1:]
    return parts
