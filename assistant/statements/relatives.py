"""What a relative pronoun takes up: the head of the noun phrase before it, by name or not."""

from __future__ import annotations

import re

from assistant.statements.cast import Cast
from assistant.statements.layout import Layout
from assistant.statements.mentions import Mention
from assistant.statements.nouns import GEOGRAPHY
from assistant.statements.phrase import noun_before
from assistant.statements.roles import is_role
from assistant.types import Span

_REACH, _REACH_OF = 200, 12  # characters
_OF = re.compile(r"\s+(?:of|from|in|at|near)\s+(?:the\s+)?\Z")
_EXPLAINED = re.compile(r"(?:,\s+(?:an?|the|now|then|both|of|from)|\s+(?:of|from))\b[^,;:.()\n]*")


def before_who(layout: Layout, cast: Cast, start: int) -> tuple[Mention | None, Span]:
    """The name that "who" at ``start`` takes up, if it is one, and the noun phrase before it.

    Behind "Ada Quill, a teacher from Bergby," it is the teacher, not the place; the phrase is
    empty where there is none.
    """
    low = max(0, start - _REACH)
    before = layout.text[low:start].rstrip(" ,\u00a0\n-–—")
    end = low + len(before)
    noun = (end - len(noun_before(before)), end)
    mention = layout.mention_ending(end)
    if mention is not None:
        return _before_place(layout, cast, mention, low) or (mention, noun)
    ahead = layout.text[low : noun[0]].rstrip(" \u00a0")
    if noun[0] < end and ahead.endswith(","):  # "Ada Quill, a fisherman who"
        mention = layout.mention_ending(low + len(ahead) - 1)
        if mention is not None and cast.find(mention, mention.end) is not None:
            return mention, noun
    return None, noun


def _before_place(
    layout: Layout, cast: Cast, place: Mention, low: int
) -> tuple[Mention | None, Span] | None:
    """The head of a phrase that ends in the name of a place, by name or as in "the mayor of"."""
    text, start = layout.text, place.title_start
    of = _OF.search(text, max(0, start - _REACH_OF), start)
    known = cast.find(place, place.end)
    is_person = known is not None and (known.gender or known.role or known.times > 1)
    if of is None or (is_person and place.last not in GEOGRAPHY):
        return None
    for mention in reversed(layout.mentions_in(low, start)):
        if _EXPLAINED.fullmatch(text, mention.end, place.end):
            return mention, (place.end, place.end)
    noun = noun_before(text[low : of.start()])
    if is_role(noun):
        return None, (of.start() - len(noun), place.end)
    return None
