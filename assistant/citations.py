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

# A key ends with a digit, so that no word of an answer is taken for one.
_KEY = r"(?<!\w)p[a-z2-7]{6}[2-7](?!\w)"
_INSIDE = r"[^\[\]【】()\n]{0,190}"
# A marker is a key, alone or in brackets, or what a reader could take for one of ours: numbers in
# square brackets, or the daggered source of some providers.
MARKER = re.compile(
    rf"\s*(?:[\[【(]{_INSIDE}{_KEY}{_INSIDE}[\]】)]|{_KEY}"
    rf"|[\[【](?:\s*\^?\d+(?:[\s,;–-]+\d+)*\s*|{_INSIDE}†{_INSIDE})[\]】])",
    re.IGNORECASE,
)
# White space and the beginning of a marker: whether it is one shows only with what follows.
OPEN_MARKER = re.compile(r"\s*(?:[\[【(][^\]】)\n]{0,400}|\w+)?\Z")


def key_of(thread: str, passage_id: str) -> str:
    """The key of a passage in a thread: short, meaningless, and another one in another thread."""
    mark = hashlib.blake2s(f"{thread}\0{passage_id}".encode()).digest()
    return "p" + base64.b32encode(mark).decode().lower()[:6] + "234567"[mark[-1] % 6]


def keys_in(marker: str) -> list[str]:
    """The keys of one marker, or the marker itself where it names none, to be counted."""
    return re.findall(_KEY, marker.lower()) or [marker.strip()]


def without_markers(text: str) -> tuple[str, list[str]]:
    """``text`` with no marker left in it, and those taken out: one inside another first."""
    taken: list[str] = []
    while found := MARKER.findall(text):
        taken += found
        text = MARKER.sub("", text)
    return text, taken


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
    """The publisher's page, scrolled to the quoted words; None without a web address.

    The fragment is a text directive (https://wicg.github.io/scroll-to-text-fragment/): the first
    and last words of a long quote, the whole of a short one, in one paragraph.
    """
    if citation.url is None or not citation.url.lower().startswith(("http://", "https://")):
        return None
    line = max(citation.quote.splitlines(), key=len, default="").split()
    if not line:
        return citation.url
    if len(line) <= 12:
        directive = _directive(line)
    else:
        directive = f"{_directive(line[:5])},{_directive(line[-5:])}"
    hash_sign = "" if "#" in citation.url else "#"
    return f"{citation.url}{hash_sign}:~:text={directive}"


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
