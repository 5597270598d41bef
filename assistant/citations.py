"""From the opaque keys that a model writes to citations that code has cut out of the articles."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote as percent_encode

from assistant.attribution import speaker_at
from assistant.fold import find_words, words
from assistant.quotations import quoted
from assistant.sentences import sentence_spans
from assistant.types import Article, Citation, Entry, Passage

_KEY_LETTERS = 7
_KEY = rf"p[a-z2-7]{{{_KEY_LETTERS}}}"
# A marker is a key in square brackets; what only looks like one (a number, or something else that a
# reader could take for one of ours) is recognised too, so that it can be dropped.
MARKER = re.compile(
    rf"\s*[\[【](?P<keys>\s*{_KEY}(?:[\s,;]+{_KEY})*|\s*\^?\d{{1,4}}(?:\s*[,;–-]\s*\d{{1,4}})*|[^\[\]【】\s]{{0,40}}†[^\[\]【】]{{0,40}})\s*[\]】]"
)


def key_of(thread: str, passage_id: str) -> str:
    """The key of a passage in a thread: short, meaningless, and another one in another thread."""
    mark = hashlib.blake2s(f"{thread}\0{passage_id}".encode()).digest()
    return "p" + base64.b32encode(mark).decode().lower()[:_KEY_LETTERS]


def keys_in(marker: str) -> list[str]:
    """The keys of one marker, or the marker itself where it names none, so that it can be counted."""
    return re.findall(_KEY, marker) or [marker.strip()]


class Evidence:
    """The passages that tools returned in one conversation, by key; nothing else can be cited."""

    def __init__(self, thread: str) -> None:
        self._thread = thread
        self._by_key: dict[str, Entry] = {}

    def add(self, entries: Iterable[Entry]) -> None:
        """Make these passages citable."""
        for entry in entries:
            self._by_key[key_of(self._thread, entry.passage.id)] = entry

    def get(self, key: str) -> Entry | None:
        """The passage of a key, or None where no tool returned it in this conversation."""
        return self._by_key.get(key)

    def __len__(self) -> int:
        return len(self._by_key)


class Bibliography:
    """The citations of one answer, numbered in the order in which they are first used."""

    def __init__(self) -> None:
        self._by_span: dict[tuple[str, int, int], Citation] = {}

    def cite(self, sentence: str, entry: Entry) -> Citation:
        """The citation that backs ``sentence`` with this passage; the same span has one number."""
        start, end = cut(sentence, entry.passage, entry.article)
        key = (entry.article.id, start, end)
        if key not in self._by_span:
            self._by_span[key] = _citation(len(self._by_span) + 1, entry, start, end)
        return self._by_span[key]

    def __iter__(self) -> Iterator[Citation]:
        return iter(self._by_span.values())

    def __len__(self) -> int:
        return len(self._by_span)


def cut(sentence: str, passage: Passage, article: Article) -> tuple[int, int]:
    """Offsets in the article of the words that back ``sentence``: whole sentences of the passage.

    First the sentence itself where it stands in the passage; then the sentences that hold what it
    quotes; else the one that shares most of its words.
    """
    verbatim = find_words(sentence, article.text, passage.start, passage.end)
    if verbatim:
        return verbatim
    spans = [(passage.start + a, passage.start + b) for a, b in sentence_spans(passage.text)]
    if not spans:
        return passage.start, passage.end
    for said in quoted(sentence):
        found = find_words(said.strip(".,;:!? "), article.text, passage.start, passage.end)
        if found:
            touched = [s for s in spans if s[0] < found[1] and found[0] < s[1]]
            return touched[0][0], touched[-1][1]
    wanted = set(words(sentence))
    return max(spans, key=lambda s: len(wanted & set(words(article.text[s[0] : s[1]]))))


def link_to_quote(citation: Citation) -> str | None:
    """The publisher's page, scrolled to the quoted words; None where the article has no address.

    The fragment is a text directive (https://wicg.github.io/scroll-to-text-fragment/): the first
    and last words of a long quote, the whole of a short one, in one paragraph.
    """
    if citation.url is None:
        return None
    line = max(citation.quote.splitlines(), key=len, default="").split()
    if not line:
        return citation.url
    if len(line) <= 12:
        directive = _directive(line)
    else:
        directive = f"{_directive(line[:5])},{_directive(line[-5:])}"
    return f"{citation.url}#:~:text={directive}"




def _directive(run: list[str]) -> str:
    # A hyphen separates the parts of a directive, so that it must be encoded as well.
    return percent_encode(" ".join(run), safe="").replace("-", "%2D")


def _citation(number: int, entry: Entry, start: int, end: int) -> Citation:
    article = entry.article
    return Citation(
        number=number,
        article_id=article.id,
        passage_id=entry.passage.id,
        quote=article.text[start:end],
        start=start,
        end=end,
        title=article.title,
        source=article.source,
        url=article.url,
        published_at=article.published_at,
        speaker=speaker_at(article.text, start, end),
    )
