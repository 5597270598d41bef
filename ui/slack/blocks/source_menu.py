"""The menu of the archive's sources; a name may be of any length, and there may be thousands."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from assistant.fold import fold
from ui.slack.blocks.inputs import MOST_OPTIONS, OPTION_TEXT, Option, option
from ui.slack.blocks.rich import plain_text
from ui.slack.text import clipped, one_line

_ALL = "all"
_TAIL = 27  # characters that a long name keeps of its end, where the editions of a title differ


def source_menu(
    action: str, sources: Sequence[str], chosen: tuple[str, ...] | None, *, can_widen: bool
) -> dict[str, Any]:
    """The menu with what is chosen, which is () for all sources; chosen nothing means none.

    ``can_widen`` offers all sources by name, where nothing chosen means those of the workspace.
    What is chosen and not among ``sources`` is not shown.
    """
    every = [_every_source()] if can_widen else []
    here = {name.casefold(): name for name in sources}
    wanted = [here[name.casefold()] for name in chosen or () if name.casefold() in here]
    initial = every if chosen == () else [_source(name) for name in dict.fromkeys(wanted)]
    menu: dict[str, Any] = {
        "action_id": action,
        "placeholder": plain_text("As in the workspace" if can_widen else "All sources"),
        **({"initial_options": initial[:MOST_OPTIONS]} if initial else {}),
    }
    if len(sources) + len(every) <= MOST_OPTIONS:
        return menu | {"type": "multi_static_select", "options": [*every, *map(_source, sources)]}
    more = {"min_query_length": 0, "max_selected_items": MOST_OPTIONS}
    return menu | {"type": "multi_external_select", **more}


def suggested(sources: Sequence[str], typed: str, *, can_widen: bool) -> list[Option]:
    """At most a hundred options for what was typed; names that begin with it come first."""
    words = fold(typed).split()
    found = [name for name in sources if all(word in fold(name) for word in words)]
    found.sort(key=lambda name: not fold(name).startswith(" ".join(words)))
    every = [_every_source()] if can_widen and not words else []
    return [*every, *map(_source, found)][:MOST_OPTIONS]


def named_in(options: Sequence[Option], sources: Sequence[str]) -> tuple[str, ...] | None:
    """The sources that were chosen: () for all of them, None for nothing.

    Raises:
        ValueError: they cannot be meant; the message says why.
    """
    chosen = [each["value"] for each in options]
    if not chosen:
        return None
    if _ALL in chosen:
        if len(chosen) > 1:
            raise ValueError("Choose all sources, or some of them.")
        return ()
    known = {_key(name): name for name in sources}
    if not known.keys() >= set(chosen):
        raise ValueError("One of these is no longer in the archive; take it out.")
    return tuple(known[key] for key in chosen)


def _every_source() -> Option:
    return option("All sources", _ALL)


def _source(name: str) -> Option:
    shown = one_line(name) or "(without a name)"
    if len(shown) > OPTION_TEXT:
        shown = f"{clipped(shown, OPTION_TEXT - _TAIL - 1)} {shown[-_TAIL:].lstrip()}"
    return option(shown, _key(name))


def _key(name: str) -> str:
    """What stands for a source in Slack, whatever its name's length."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
