"""Turns what a model writes into an answer, each sentence verified before it is shown."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.citations import Bibliography, Evidence, keys_in, without_markers
from assistant.draft import Draft, DraftSentence
from assistant.quotations import WITHDRAWN, withdraw_false
from assistant.support import evidence_of, unsupported_terms
from assistant.types import Citation, Delta, Entry, Sentence, Support
from prompts import CANNOT_ANSWER

UNSUPPORTED = "[unsupported]"


class AnswerWriter:
    """Collects the text of a model and gives it out as verified sentences with numbered citations.

    What `feed` has given out is never taken back: a marker appears resolved or not at all, a false
    quotation appears withdrawn, and a sentence that its evidence does not carry appears marked.
    A sentence without a citation waits for one that has some, so that what a model says before it
    calls a tool can still be dropped.
    """

    def __init__(self, question: str, evidence: Evidence) -> None:
        self._question = question
        self._evidence = evidence
        self._bibliography = Bibliography()
        self._draft = Draft()
        self._waiting: list[tuple[Sentence, str]] = []
        self._shown: list[Sentence] = []
        self._text = ""
        self.dropped = 0

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
        self._draft.add(piece)
        return self._give(self._draft.take(), final=False)

    def discard(self) -> None:
        """Drop what has not been given out: it was said before a tool call."""
        self._draft = Draft()
        self._waiting.clear()

    def finish(self) -> Delta | None:
        """Give out the rest; sentences without a citation only behind one that has some."""
        return self._give(self._draft.take_rest(), final=True)

    def _give(self, sentences: Iterable[DraftSentence], final: bool) -> Delta | None:
        before = len(self._bibliography)
        given = ""
        for draft in sentences:
            sentence = self._verified(draft)
            if sentence is None:
                continue
            self._waiting.append((sentence, draft.gap))
            if sentence.citations:
                given += self._release()
        if final and self._shown:
            given += self._release()
        self._text += given
        return Delta(given, self.citations[before:]) if given else None

    def _release(self) -> str:
        given = ""
        for sentence, gap in self._waiting:
            given += (gap or " ") if self._shown else ""
            given += marked(sentence)
            self._shown.append(sentence)
        self._waiting.clear()
        return given

    def _verified(self, draft: DraftSentence) -> Sentence | None:
        """The sentence as it may be shown; None where nothing is left to show."""
        if CANNOT_ANSWER in draft.text:
            return None
        words, inner = without_markers(draft.text)
        entries = self._resolved([*draft.markers, *inner])
        articles = [entry.article.text for entry in entries]
        text, withdrawn = withdraw_false(words, [*articles, self._question])
        bare = text.replace(WITHDRAWN, "")
        if not any(character.isalnum() for character in bare):
            return None
        evidence = [part for e in entries for part in evidence_of(e.passage, e.article)]
        missing = unsupported_terms(bare, [*evidence, self._question])
        carried = bool(entries) and not missing and not withdrawn
        support: Support = "supported" if carried else "unsupported"
        cited = [self._bibliography.cite(words, entry).number for entry in entries]
        return Sentence(text, tuple(dict.fromkeys(cited)), support)

    def _resolved(self, markers: Iterable[str]) -> list[Entry]:
        entries: dict[str, Entry] = {}
        for marker in markers:
            for key in keys_in(marker):
                entry = self._evidence.get(key)
                if entry is None:
                    self.dropped += 1
                else:
                    entries[entry.passage.id] = entry
        return list(entries.values())


def marked(sentence: Sentence) -> str:
    """A sentence of an answer with its citation numbers and, where it must have one, its mark."""
    numbers = "".join(f" [{number}]" for number in sentence.citations)
    return (
        f"{sentence.text}{numbers}{f' {UNSUPPORTED}' if sentence.support == 'unsupported' else ''}"
    )
