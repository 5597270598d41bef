"""What "it" may mean in an article: the last body or document that was a subject, never a place."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.fold import fold, plain_word
from assistant.names import BODIES
from assistant.statements.heard import is_governed
from assistant.statements.mentions import Mention
from assistant.statements.nouns import DOCUMENTS, GEOGRAPHY, STATES, kind_of
from assistant.statements.phrase import next_word

_AT = (" in ", " at ", " near ", " outside ")
_LONGEST_AT = max(map(len, _AT))


class Institutions:
    """Reads the names of one article in its order; ``last`` is what "it" would mean."""

    def __init__(self, text: str, mentions: Sequence[Mention], sources: Collection[str]) -> None:
        self._text = text
        self._sources = sources
        self._places = {
            each.words
            for each in mentions
            if text[max(0, each.title_start - _LONGEST_AT) : each.title_start].endswith(_AT)
        }
        self._named = self._taken = -1  # the sentences of the last name and of what "it" means
        self._end: int | None = None  # of the last name
        self.last = ""

    def hear_name(self, mention: Mention, sentence: int) -> None:
        """A name that is no person's: it counts as the first of its sentence, or as a body's."""
        first, self._named, self._end = self._named != sentence, sentence, mention.end
        text, end = self._text, mention.end
        if self._taken == sentence or text[end : end + 1] in ("'", "’"):
            return
        opens = first and not mention.in_headline
        if not opens and (mention.sort != "body" or not _is_body(mention)):
            return
        if is_governed(text, mention.title_start) or self._is_place(mention):
            return
        if (noun := next_word(text, end)) and kind_of(noun) != "thing":
            return  # "Government members"
        the = "the " if mention.definite and mention.start == mention.title_start else ""
        self._take(f"{the}{text[mention.start : end]}", sentence)

    def hear_noun(self, words: str, start: int, sentence: int) -> None:
        """A noun of a body or a document, with its article, that does not explain a name."""
        apposed = self._end is not None and 0 <= start - self._end <= len(", ")
        if not apposed and not (self.last and is_governed(self._text, start)):
            self._take(f"the{words[3:]}" if words.startswith("The") else words, sentence)

    def hear_source(self, name: str, sentence: int) -> None:
        """What has spoken, whatever has been named in its sentence before."""
        self.last, self._taken = name, sentence

    def _take(self, words: str, sentence: int) -> None:
        if self._taken != sentence:  # the first of a sentence is its subject
            self.last, self._taken = words, sentence

    def _is_place(self, mention: Mention) -> bool:
        name = fold(" ".join(mention.words))
        if mention.last in GEOGRAPHY or name in STATES:
            return True
        known = name in self._sources or _is_body(mention)
        return mention.words in self._places and not known


def _is_body(mention: Mention) -> bool:
    """Whether a name has the noun of a body in it, or is an acronym."""
    plain = [plain_word(word) for word in mention.words]
    return not BODIES.isdisjoint(plain) or (len(plain) == 1 and mention.words[0].isupper())


def is_institution(noun: str) -> bool:
    """Whether a noun, folded, is one that "it" may take up."""
    return noun in DOCUMENTS or kind_of(noun) == "body"
