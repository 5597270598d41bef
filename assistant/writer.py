"""Turns what a model writes into an answer, each sentence verified before it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.citations import Bibliography, Evidence, cut, keys_in, without_markers
from assistant.draft import Draft, DraftSentence
from assistant.marks import plain_marks
from assistant.quotations import WITHDRAWN, withdraw_false
from assistant.types import Citation, Delta, Entry, Sentence, Support
from assistant.verification import citable_text, fault_of
from prompts import CANNOT_ANSWER

UNSUPPORTED = "[unsupported]"
# Who says what the sentence before quotes: "— Ada Quill".
_BYLINE = re.compile(r"\W*[—–-]\s*(?:[^\W\d_][\w.’'\-]*,?[*_ ]*){1,6}|\([^()]{3,60}\)\W*")
_LIST_NUMBER = re.compile(r"\d{1,2}[.)]")
# Nobody reads a longer answer, and a model that has lost itself writes for ever.
LONGEST_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class Verified:
    """A sentence that has been looked at: how it may be shown, and the passages it cites.

    ``words`` are the model's own, ``gap`` the white space before them, and ``fault`` is why its
    passages do not carry it, or empty.
    """

    text: str
    words: str
    entries: tuple[Entry, ...]
    gap: str
    fault: str


class AnswerWriter:
    """Collects the text of a model and gives it out as verified sentences with numbered citations.

    What `feed` has given out is never taken back: a marker appears resolved or not at all, a false
    quotation appears withdrawn, and a sentence that its evidence does not carry appears marked.
    A sentence without a citation waits for one that has some, so that what a model says before it
    calls a tool can still be dropped.

    With ``hold``, everything from the first sentence on that fails is held back until `resume`
    drops it, so that the model can be asked once more. With ``drop``, what fails is left out
    instead of marked.
    """

    def __init__(
        self, question: str, evidence: Evidence, *, hold: bool = False, drop: bool = False
    ) -> None:
        self._question = question
        self._evidence = evidence
        self._bibliography = Bibliography(question)
        self._draft = Draft()
        self._part: DraftSentence | None = None
        self._quoted: Verified | None = None
        self._waiting: list[Verified] = []
        self._holding = hold
        self._dropping = drop
        self._stood: frozenset[str] = frozenset()
        self.held: list[Verified] = []
        self.gave_up = False
        self._shown: list[Sentence] = []
        self._text = ""
        self._taken_in = 0
        self.dropped = self._dropped_before = 0

    @property
    def full(self) -> bool:
        """Whether the model has said all that is taken of it: there is no use in reading on."""
        return self._taken_in >= LONGEST_ANSWER

    @property
    def text(self) -> str:
        """All text given out so far."""
        return self._text

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences given out so far."""
        return tuple(self._shown)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations given out so far, by number."""
        return tuple(self._bibliography)

    def feed(self, piece: str) -> Delta | None:
        """Take in the next piece of the model's text; what is certain now, if anything."""
        room = LONGEST_ANSWER - self._taken_in
        self._taken_in += len(piece)
        if room <= 0:
            return None
        self._draft.add(piece[:room])
        return self._give(self._draft.take(), final=False)

    def discard(self) -> None:
        """Drop what has not been given out: it was said before a tool call."""
        self._draft = Draft()
        self._part = self._quoted = None
        self._waiting.clear()
        self.held.clear()

    def resume(self) -> None:
        """Drop what is held back, its markers uncounted; from here on nothing is."""
        if self.held:
            self.dropped = self._dropped_before
        self.discard()
        self._holding = False
        self._stood = frozenset(each.text for each in self._shown)

    def finish(self) -> Delta | None:
        """Give out the rest; sentences without a citation only behind one that has some.

        Where the model was stopped, the sentence that it was at is left out.
        """
        draft = self._draft
        return self._give(draft.take_ended() if self.full else draft.take_rest(), final=True)

    def _give(self, sentences: Iterable[DraftSentence], final: bool) -> Delta | None:
        before = len(self._bibliography)
        given = ""
        for draft in self._joined(sentences, final):
            if not self.held:
                self._dropped_before = self.dropped
            found = self._verified(draft)
            if found is None or self._is_left_out(found):
                continue
            if self._holding and (self.held or found.fault):
                self.held.append(found)
                continue
            self._waiting.append(found)
            if found.entries:
                given += self._release()
        if final and self._shown:
            given += self._release()
        self._text += given
        return Delta(given, self.citations[before:]) if given else None

    def _joined(self, sentences: Iterable[DraftSentence], final: bool) -> Iterator[DraftSentence]:
        """The sentences, each with what only looks like one before it: see `_goes_with`."""
        for draft in sentences:
            first, self._part = self._part, None
            if first is not None and _goes_with(first, draft):
                text = f"{first.text}{draft.gap}{draft.text}"
                draft = DraftSentence(text, (*first.markers, *draft.markers), first.gap)
            elif first is not None:
                yield first
            if _LIST_NUMBER.fullmatch(draft.text) or _is_bare_quotation(draft):
                self._part = draft
            else:
                yield draft
        if final and self._part is not None:
            yield self._part
            self._part = None

    def _is_left_out(self, found: Verified) -> bool:
        """Whether it fails where what fails is dropped, or says again what stood at `resume`."""
        return bool(found.fault and self._dropping and not self._holding) or (
            found.text in self._stood
        )

    def _release(self) -> str:
        given = ""
        for found in self._waiting:
            given += (found.gap or " ") if self._shown else ""
            sentence = self._cited(found)
            given += marked(sentence)
            self._shown.append(sentence)
        self._waiting.clear()
        return given

    def _cited(self, found: Verified) -> Sentence:
        """The sentence with its numbers: only what is given out takes any."""
        cited = [self._bibliography.cite(found.words, each) for each in found.entries]
        numbers = dict.fromkeys(each.number for each in cited if each is not None)
        support: Support = "unsupported" if found.fault else "supported"
        return Sentence(found.text, tuple(numbers), support)

    def _verified(self, draft: DraftSentence) -> Verified | None:
        """The sentence as it may be shown; None where nothing is left to show."""
        if CANNOT_ANSWER in draft.text:
            self.gave_up = True
            return None
        words, inner = without_markers(draft.text)
        words = plain_marks(words)
        entries = self._resolved([*draft.markers, *inner], words)
        text, _ = withdraw_false(words, map(citable_text, entries), self._question)
        if not any(character.isalnum() for character in text.replace(WITHDRAWN, "")):
            return None
        said, cited = words, entries
        if entries and self._quoted and _BYLINE.fullmatch(words):
            said, cited = f"{self._quoted.words} {words}", [*self._quoted.entries, *entries]
        fault = fault_of(said, text, cited, self._question)
        found = Verified(text, words, tuple(entries), draft.gap, fault)
        self._quoted = found if words.rstrip(".*_ ").endswith(("”", '"', "’")) else None
        return found

    def _resolved(self, markers: Iterable[str], words: str) -> list[Entry]:
        """The passages of the keys; what backs nothing of these words is dropped and counted."""
        entries: dict[str, Entry] = {}
        for marker in markers:
            for key in keys_in(marker):
                entry = self._evidence.get(key)
                if entry is None or cut(words, entry.passage, entry.article) is None:
                    self.dropped += 1
                else:
                    entries[entry.passage.id] = entry
        return list(entries.values())


def _is_bare_quotation(draft: DraftSentence) -> bool:
    text = draft.text.strip("*_ ")
    return not draft.markers and text[:1] in '“"' and text[-1:] in '”"'


def _goes_with(first: DraftSentence, second: DraftSentence) -> bool:
    """Whether the number of a list stands before its item, or a quotation before its byline."""
    if _LIST_NUMBER.fullmatch(first.text):
        return "\n" not in second.gap
    return _BYLINE.fullmatch(without_markers(second.text)[0]) is not None


def marked(sentence: Sentence) -> str:
    """A sentence of an answer with its citation numbers and, where it must have one, its mark."""
    numbers = "".join(f" [{number}]" for number in sentence.citations)
    return (
        f"{sentence.text}{numbers}{f' {UNSUPPORTED}' if sentence.support == 'unsupported' else ''}"
    )
