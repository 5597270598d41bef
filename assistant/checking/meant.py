"""A claim as it is looked for: who is said to say it, which side they take, and what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.attribution import byline_of, source_of
from assistant.checking.taken_apart import Apart, Terms
from assistant.checking.values import Claim
from assistant.fold import words
from assistant.quotations import quoted
from assistant.words import BACKING_VERBS, CUE_VERBS, DISPUTE_VERBS

Side = Literal["backs", "disputes"]

_PRONOUNS = frozenset({"he", "she", "they"})
_REFERS = re.compile(
    r"\b(?:he|she|they|it|his|her|their|its|this|that|these|those|them|him|the)\b", re.IGNORECASE
)
_POINTS = re.compile(
    r"\W*(?:he|she|it|they|this|that|these|those|here|there|his|her|its|their)\b", re.IGNORECASE
)
_SHOUTED = re.compile(r"[A-Z]{2}.*\s.*[A-Z]{2}")
_SHORTEST_QUOTE = 4  # words; fewer are a term rather than what somebody said
_MOSTLY = 0.7  # of the words of a claim, for its quotations to be all of it
_GENERIC = frozenset(
    """
    claim claims claimed report reports account accounts allegation allegations accusation idea
    suggestion suggestions statement story version figure figures number numbers matter news rumour
    rumours sign signs evidence anything something
    """.split()
)
_INTRODUCING = frozenset("according reporters reporter press newspaper newspapers".split())


@dataclass(frozen=True, slots=True)
class Meant:
    """A claim with what it takes to find it.

    ``query`` is what to search for; ``speaker`` who is said to say it, as the message writes it, or
    empty; ``side`` what they are said to make of it, where that is told by the verb alone. ``said``
    is what the claim says, without its speaker. ``quotes`` must stand word for word, and
    ``exact`` says that they are all that is claimed to be said. ``before`` is the claim before it,
    for one that says "it" or "the ferry".
    """

    claim: Claim
    query: str
    speaker: str
    side: Side | None
    said: Apart
    quotes: tuple[str, ...]
    exact: bool
    before: Apart | None

    @property
    def unresolved(self) -> bool:
        """Whether the claim is about "it" or "him", and nothing tells who that is."""
        names = self.said.names or self.speaker or (self.before and self.before.names)
        return not names and _POINTS.match(self.claim.text) is not None


def meant(claims: Sequence[Claim], terms: Terms) -> list[Meant]:
    """Each claim as it is looked for, in the light of those before it."""
    found: list[Meant] = []
    for claim in claims:
        found.append(_meant(claim, found[-1] if found else None, terms))
    return found


def _meant(claim: Claim, last: Meant | None, terms: Terms) -> Meant:
    text = claim.text
    if text.isupper() and _SHOUTED.search(text):
        text = text.lower()
    speaker, cue = source_of(text)
    if cue and re.search(rf"\b{re.escape(cue)}\s+to\b", text):
        speaker = cue = None  # "has agreed to a deal": what they do, not what they say
    speaker = speaker or byline_of(text) or ""
    if speaker.lower() in _PRONOUNS:
        speaker = last.speaker if last else ""
    left_out = {*words(speaker), *CUE_VERBS, *_INTRODUCING} if speaker or cue else set()
    side: Side | None = None
    if speaker and cue in DISPUTE_VERBS | BACKING_VERBS:
        side = "disputes" if cue in DISPUTE_VERBS else "backs"
        left_out |= _GENERIC
    said = terms.apart(text, left_out, asked=True)
    leans = last is not None and not said.names and _REFERS.search(text) is not None
    before = None
    if leans and last is not None:
        before = last.before if not last.said.names and last.before else last.said
    plain = re.sub(r"[“”\"„«»]", " ", text)
    query = f"{before.text} {plain}" if before else plain
    quotes = tuple(q for q in quoted(text) if len(q.split()) >= _SHORTEST_QUOTE)
    of_quotes = len(terms.apart(" ".join(quotes)).words)
    exact = bool(quotes) and of_quotes >= _MOSTLY * len(said.words)
    return Meant(claim, query, speaker, side, said, quotes, exact, before)
