"""Answers made by hand, of every kind that Slack has to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from assistant.abstention import Searched, abstention
from assistant.quotations import WITHDRAWN
from assistant.types import Answer, Article, Citation, Hit, Passage, Query, Sentence
from assistant.writer import marked
from tests.support.build import article

LEDGER = article(
    "ledger-1",
    "The harbour council voted on Tuesday to close two piers.\n\n"
    "“The timber is rotten to the core,” said Ilse Marrow, the harbour master. She had asked for "
    "the money twice. The vote was nine to four.\n\nNobody spoke against it.",
    title="Council closes two piers",
    published_at=datetime(2026, 2, 3, 8, tzinfo=UTC),
)
POST = article(
    "post-1",
    "A port official denied that the piers were ever unsafe. “Nobody told us,” the official said.",
    title="Port disputes report on rotten piers",
    source="Skerry Post",
    published_at=datetime(2026, 2, 9, 8, tzinfo=UTC),
)
WIRE = article(
    "wire-1",
    "Repairs will cost 1.2 million crowns, Tomas Verrin of the works office estimates.",
    title="Pier repairs to cost 1.2 million",
    source="Northern Wire",
    url=None,
    published_at=datetime(2026, 3, 1, 8, tzinfo=UTC),
)
SMUGGLED = article(
    "evil-1",
    "He wrote <!channel> *now* and [x](http://evil.example) to <@U1>, `rm`, ~gone~ and "
    "http://evil.example said the clerk.",
    title="<!channel> *Bold* [x](http://evil.example) <@U1> `code`",
    source="<#C1|general> & Sons",
    url="https://news.example/a)b?x=1&copy;=2<script>",
)


def cite(number: int, of: Article, quote: str, **changes: Any) -> Citation:
    """A citation of words that stand in the article."""
    start = of.text.index(quote)
    made = Citation(
        number=number,
        article_id=of.id,
        passage_id=f"{of.id}/1/0",
        quote=quote,
        start=start,
        end=start + len(quote),
        title=of.title,
        source=of.source,
        url=of.url,
        published_at=of.published_at,
    )
    return replace(made, **changes)


def said(text: str, *numbers: int, supported: bool = True) -> Sentence:
    """A sentence with the numbers of its citations."""
    return Sentence(text, numbers, "supported" if supported else "unsupported")


def answered(
    question: str, sentences: Iterable[Sentence], citations: Sequence[Citation], **changes: Any
) -> Answer:
    """An answer whose text is that of its sentences."""
    told = tuple(sentences)
    text = " ".join(map(marked, told))
    made = Answer(question, "answered", text, told, tuple(citations), (), "test", {})
    return replace(made, **changes)


ROTTEN = cite(
    1,
    LEDGER,
    "“The timber is rotten to the core,” said Ilse Marrow, the harbour master.",
    speaker="Ilse Marrow",
    role="harbour master",
    stance="asserts",
    articles=5,
    origins=2,
)
DENIED = cite(
    2,
    POST,
    "A port official denied that the piers were ever unsafe.",
    speaker="a port official",
    named=False,
    stance="denies",
)
COST = cite(
    3,
    WIRE,
    "Repairs will cost 1.2 million crowns, Tomas Verrin of the works office estimates.",
    speaker="Tomas Verrin",
    role="works office",
)


def several() -> Answer:
    """Three sources: one told in several articles, one without a name, one without an address."""
    return answered(
        "what is wrong with the peers?",
        [
            said(
                "“The timber is rotten to the core,” said Ilse Marrow, the harbour master, "
                "on 3 February 2026.",
                1,
            ),
            said("A port official denied that the piers were ever unsafe.", 2),
            said("Repairs will cost 1.2 million crowns, Tomas Verrin estimates.", 3, 1),
        ],
        [ROTTEN, DENIED, COST],
        standalone="what is wrong with the piers?",
        notes=("“peers” is read as “piers”.",),
    )


def faulty() -> Answer:
    """A sentence that nothing supports, a quotation withdrawn, two citations dropped."""
    return answered(
        "what did the harbour master say?",
        [
            said("The harbour master called the timber rotten.", 1),
            said("She promised new piers by June 2031.", 1, supported=False),
            said(f"She added: {WITHDRAWN}.", 1),
        ],
        [ROTTEN],
        dropped_citations=2,
    )


def smuggling() -> Answer:
    """What an article says stays text."""
    quote = SMUGGLED.text
    cited = cite(1, SMUGGLED, quote, speaker="<@U1|clerk>", role="*chief* `clerk`")
    return answered("what did he write?", [said(f"“{quote}”", 1)], [cited])


def scripts() -> Answer:
    """Hebrew, Arabic and emoji."""
    hebrew = article(
        "he-1",
        "שר התחבורה אמר: „הגשר ייפתח מחדש ב־4 במאי”.",
        title="הגשר ייפתח במאי",
        source="עיתון החוף",
    )
    arabic = article(
        "ar-1",
        "قال المتحدث إن الميناء سيغلق يوم الاثنين.",
        title="إغلاق الميناء 🚢",
        source="صحيفة الميناء",
    )
    return answered(
        "מתי ייפתח הגשר?",
        [said(hebrew.text, 1), said(arabic.text, 2), said("👩‍💻 The bridge opens on 4 May. 🎉", 1)],
        [
            cite(1, hebrew, hebrew.text, speaker="שר התחבורה", named=False),
            cite(2, arabic, arabic.text, speaker="المتحدث", named=False),
        ],
    )


def long() -> Answer:
    """Sixty citations, sentences of 2,900 characters, a quotation of 5,000."""
    words = "The pier stood and the tide came in and the council met again "
    sentences, citations = [], []
    for number in range(1, 61):
        text = f"Record {number} says that the pier was inspected and found to be sound."
        of = article(f"long-{number}", text, title=f"Inspection {number} of the northern pier")
        citations.append(cite(number, of, text, speaker="Ilse Marrow", role="harbour master"))
        sentences.append(said(text, number))
    filler = (words * 60)[:2890].strip()
    sentences[20] = said(f"{filler} {'.' * (2899 - len(filler))}", 21)
    sentences[40] = said(f"{filler[:2800]} at last.", 41)
    quotation = (words * 100)[:4990].strip()
    sentences[50] = said(f"She read out: “{quotation}”", 51)
    return answered("what do the records say?", sentences, citations)


def unknown() -> Answer:
    """An abstention with the nearest passages of three articles."""
    articles = {each.id: each for each in (LEDGER, POST, WIRE)}
    hits = tuple(
        Hit(Passage(f"{of.id}/1/0", of.id, of.text[:50], 0, 50, 0), 1.0, rank, "hybrid")
        for rank, of in enumerate(articles.values(), start=1)
    )
    searched = Searched(28, LEDGER.published_at, WIRE.published_at, unknown=("lighthouse",))
    question = "who painted the lighthouse?"
    text = abstention(Query(question), hits, articles, searched)
    return Answer(question, "abstained", text, (), (), hits, "test")


def empty() -> Answer:
    """An abstention of an archive without an article."""
    text = abstention(Query("who?"), (), {}, Searched(0))
    return Answer("who?", "abstained", text, (), (), (), "test")


ALL = {
    "several": several,
    "faulty": faulty,
    "smuggling": smuggling,
    "scripts": scripts,
    "long": long,
    "unknown": unknown,
    "empty": empty,
}
