"""From the opaque keys that a model writes to citations that code has cut out of the articles."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote as percent_encode

from assistant.fold import words
from assistant.instructions import instructed_spans
from assistant.quotations import place_of, quoted
from assistant.sayings import speaker_at
from assistant.sentences import sentence_spans
from assistant.types import Article, Citation, Entry, Passage

# A key ends with a digit, so that no word of an answer is taken for one.
_KEY = r"(?<!\w)p[a-z2-7]{6}[2-7](?!\w)"
_INSIDE = r"[^\[\]【】()\n]{0,190}"
# A marker is a key, alone or in brackets, or what a reader could take for one of ours: numbers in
# square brackets, or the daggered source of some providers.
MARKER = re.compile(
    rf"(?<!\s)\s*+(?:[\[【(]{_INSIDE}{_KEY}{_INSIDE}[\]】)]|{_KEY}"
    rf"|[\[【](?:\s*\^?\d+(?:[\s,;–-]+\d+)*\s*|{_INSIDE}†{_INSIDE})[\]】])",
    re.IGNORECASE,
)
# White space and the beginning of a marker: whether it is one shows only with what follows.
OPEN_MARKER = re.compile(r"(?<!\s)\s*+(?:[\[【(][^\]】)\n]{0,400}|(?<!\w)\w++)?\Z")


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
    """The citations of one answer, numbered in the order in which they are first used.

    ``question`` tells which of several sentences with the same words a short answer is cut from.
    """

    def __init__(self, question: str = "") -> None:
        self._question = question
        self._by_span: dict[tuple[str, int, int], Citation] = {}

    def cite(self, sentence: str, entry: Entry) -> Citation | None:
        """The citation that backs ``sentence`` with this passage; the same span has one number.

        None where nothing in the passage may back it.
        """
        span = cut(sentence, entry.passage, entry.article, self._question)
        if span is None:
            return None
        start, end = span
        key = (entry.article.id, start, end)
        if key not in self._by_span:
            self._by_span[key] = _citation(len(self._by_span) + 1, entry, start, end)
        return self._by_span[key]

    def __iter__(self) -> Iterator[Citation]:
        return iter(self._by_span.values())

    def __len__(self) -> int:
        return len(self._by_span)


def cut(
    sentence: str, passage: Passage, article: Article, question: str = ""
) -> tuple[int, int] | None:
    """Offsets in the article of the words that back ``sentence``: whole sentences of the passage.

    First those that it stands in, as a whole or as a fragment, of several the one nearest to the
    ``question``; then those that hold what it quotes; else the one that shares most of its words,
    and of the question's.
    None where that is what the article says to a language model, which backs nothing.
    """
    spans = [(passage.start + a, passage.start + b) for a, b in sentence_spans(passage.text)]
    barred = instructed_spans(article.text)
    asked = set(words(question))
    for said in (sentence, _in_small(sentence), *quoted(sentence)):
        holding = [span for span in spans if place_of(said, article.text, *span)]
        if holding:
            nearest = max(
                holding, key=lambda span: len(asked & set(words(article.text[span[0] : span[1]])))
            )
            return _outside(nearest, barred)
        found = place_of(said, article.text, passage.start, passage.end)
        if found and spans:
            return _outside(_whole(spans, found), barred)
    wanted = set(words(sentence))

    def likeness(span: tuple[int, int]) -> tuple[int, int, bool]:
        own = set(words(article.text[span[0] : span[1]]))
        return len(wanted & own), len(asked & own), _outside(span, barred) is not None

    best = max(spans, key=likeness, default=(passage.start, passage.end))
    return _outside(best, barred)


def _whole(spans: list[tuple[int, int]], found: tuple[int, int]) -> tuple[int, int]:
    """From the beginning of the first sentence that is touched to the end of the last."""
    touched = [span for span in spans if span[0] < found[1] and found[0] < span[1]] or [found]
    return min(found[0], touched[0][0]), max(found[1], touched[-1][1])


def _outside(span: tuple[int, int], barred: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    return None if any(span[0] < end and start < span[1] for start, end in barred) else span


def _in_small(sentence: str) -> str:
    """A fragment that opens an answer has a capital that it need not have in the article."""
    return sentence[:1].lower() + sentence[1:]


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
    said = speaker_at(article.text, start, end, entry.statements)
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
        speaker=said.speaker if said else None,
        role=said.role if said else "",
        named=said is None or said.named,
        stance=said.stance if said else "",
    )
