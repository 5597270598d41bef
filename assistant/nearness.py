"""Whether passages, and what is said in them, are about a topic of a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from assistant.ledger import Recorded
from assistant.types import Passage

# From which cosine a passage is about the topic: in whatever words; with one of its words; where
# the title names the topic. On a year of news, about half of the passages between 0.35 and 0.45
# without a word of the topic were about something else: another strike, another outbreak.
_IN_OTHER_WORDS = 0.45
_WITH_A_WORD = 0.35
_UNDER_ITS_TITLE = 0.15


class Nearness:
    """How near passages are to a topic: ``cosines`` by their ids, and the topic's words in them.

    ``terms`` makes the words of a text comparable.
    """

    def __init__(
        self,
        about: str,
        passages: Iterable[Passage],
        cosines: Mapping[str, float],
        terms: Callable[[str], Sequence[str]],
    ) -> None:
        self._terms = terms
        self._about = frozenset(terms(about))
        self._cosines = cosines
        self._of: dict[str, list[Passage]] = {}
        for each in passages:
            self._of.setdefault(each.article_id, []).append(each)
        self._near = {
            name: near
            for name, cut in self._of.items()
            if (near := [each for each in cut if self._is_near(each)])
        }

    @property
    def articles(self) -> Iterable[str]:
        """The articles with a passage that is about the topic."""
        return self._near

    def holds(self, recorded: Recorded) -> bool:
        """Whether a statement stands in a passage that is about the topic."""
        return any(
            _stands_in(recorded, each) for each in self._near.get(recorded.statement.article_id, ())
        )

    def is_touched_by(self, recorded: Recorded) -> bool:
        """Whether a statement with the topic's words, some of which only the title may have, is
        about it: under "Five things to know" and a list of them stands much else."""
        if self._about <= self._words(recorded.statement.content):
            return True
        return any(
            _stands_in(recorded, each)
            and (self._words(each.text) or self._cosine(each) >= _UNDER_ITS_TITLE)
            for each in self._of.get(recorded.statement.article_id, ())
        )

    def _is_near(self, passage: Passage) -> bool:
        found, cosine = self._words(passage.text), self._cosine(passage)
        has_all = bool(found) and found == self._about
        has_one = bool(found) and cosine >= _WITH_A_WORD
        return has_all or has_one or cosine >= _IN_OTHER_WORDS

    def _cosine(self, passage: Passage) -> float:
        return self._cosines.get(passage.id, 0.0)

    def _words(self, text: str) -> frozenset[str]:
        """The topic's words that stand in a text."""
        return self._about.intersection(self._terms(text))


def _stands_in(recorded: Recorded, passage: Passage) -> bool:
    said = recorded.statement
    return said.start < passage.end and said.end > passage.start
