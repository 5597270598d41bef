"""A model's text while it comes in: cut into sentences, the citation markers set apart."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.citations import MARKER, OPEN_MARKER
from assistant.sentences import sentence_spans

# A quotation that is still open after so many characters is no quotation.
_LONGEST_QUOTATION = 2000
_LONG = 500
_ENDS = tuple(".!?…。！？")


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence as the model wrote it, its markers, and the white space before it."""

    text: str
    markers: tuple[str, ...]
    gap: str


class Draft:
    """The text of a model that has not been taken out yet."""

    def __init__(self) -> None:
        self._undecided = ""
        self._text = ""  # without markers
        self._markers: list[tuple[int, str]] = []  # with their places in _text
        self._look_at = 0  # the length of _text that is worth another look

    def add(self, piece: str) -> None:
        """Append the next piece of the stream."""
        text = self._undecided + piece
        found = OPEN_MARKER.search(text)
        cut = found.start() if found else len(text)
        self._undecided = text[cut:]
        self._parse(text[:cut])

    def take(self) -> list[DraftSentence]:
        """Take out the sentences that more text cannot change."""
        if len(self._text) < self._look_at:
            return []
        spans = sentence_spans(self._text)
        taken = self._cut(spans, self._certain(spans))
        # A sentence without an end is not cut again at every word that comes.
        self._look_at = 0 if taken else len(self._text) * 5 // 4 - _LONG
        return taken

    def take_rest(self) -> list[DraftSentence]:
        """Take out everything: the text is complete."""
        self._parse(self._undecided)
        self._undecided = ""
        spans = sentence_spans(self._text)
        return self._cut(spans, len(spans))

    def take_ended(self) -> list[DraftSentence]:
        """Take out the sentences that have come to an end: the text was broken off."""
        self._undecided = ""
        spans = sentence_spans(self._text)
        broken = bool(spans) and self._text[slice(*spans[-1])].rstrip("”’\"'»)]")[-1:] not in _ENDS
        return self._cut(spans, len(spans) - broken)

    def _parse(self, text: str) -> None:
        last = 0
        for match in MARKER.finditer(text):
            self._text += text[last : match.start()]
            self._markers.append((len(self._text), match[0]))
            last = match.end()
        self._text += text[last:]

    def _certain(self, spans: list[tuple[int, int]]) -> int:
        """How many sentences are complete: another begins behind each, and no quotation is open."""
        count, since = 0, 0
        for place, (_, end) in enumerate(spans[:-1]):
            following = spans[place + 1][0]
            if end == following:  # as in "U." before the rest of "U.S. troops" has come
                continue
            run = self._text[since:end]
            closed = run.count("“") == run.count("”") and run.count('"') % 2 == 0
            if closed or "\n" in self._text[end:following] or end - since > _LONGEST_QUOTATION:
                count, since = place + 1, following
        return count

    def _cut(self, spans: list[tuple[int, int]], count: int) -> list[DraftSentence]:
        """Take the first ``count`` sentences out, each with the markers up to the next sentence."""
        if count == 0:
            return []
        begins = [start for start, _ in spans] + [len(self._text)]
        taken: list[DraftSentence] = []
        last_end = 0
        for place, (start, end) in enumerate(spans[:count]):
            after = start if place else -1  # a marker before the first sentence belongs to it
            own = tuple(m for at, m in self._markers if after < at <= begins[place + 1])
            taken.append(DraftSentence(self._text[start:end], own, self._text[last_end:start]))
            last_end = end
        self._markers = [(at - last_end, m) for at, m in self._markers if at > begins[count]]
        self._text = self._text[last_end:]
        return taken
