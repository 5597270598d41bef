"""Reports in reports: "an official said satellite images showed a camp" is the official's."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from assistant.attribution import source_before
from assistant.sentences import trim
from assistant.statements.relations import Relation

_TOLD = re.compile(
    r"\b(?P<cue>said|says|added|adds|argued|claimed|noted|explained|insisted|wrote"
    r"|told\s+[\w ]{2,30}?)\s+(?P<that>that\s+)?$"
)
_REACH = 300  # characters before an inner source in which the outer one stands
_BREAK = re.compile(r"[.!?][\"”’)]?\s+|\n")


def outermost(text: str, relations: Sequence[Relation]) -> list[Relation]:
    """The attributions with those of somebody else's words in place of what they hold."""
    cues = {place for each in relations for span in each.cue for place in range(*span)}
    return [_widened(text, each, cues) or each for each in relations]


def _widened(text: str, relation: Relation, cues: Set[int]) -> Relation | None:
    """The report that a relation stands in, where it was not found itself."""
    if not relation.source or relation.source[0][0] > relation.content[0][0]:
        return None
    inner = relation.source[0][0]
    begin = max(0, inner - _REACH)
    for found in _BREAK.finditer(text, begin, inner):
        begin = found.end()
    told = _TOLD.search(text, begin, inner)
    if told is None or not cues.isdisjoint(range(*told.span("cue"))):
        return None
    source = source_before(text[begin : told.end("cue")])
    if source is None:
        return None
    start = told.start("that") if told["that"] else inner
    return replace(
        relation,
        source=(trim(text, begin + source[0], begin + source[1]),),
        cue=(told.span("cue"),),
        content=((start, relation.content[-1][1]),),
    )
