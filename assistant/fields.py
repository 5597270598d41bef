"""What the lexical index holds of a passage: its fields, and how text becomes their terms."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

import tantivy

from assistant.abbreviations import explained, undotted
from assistant.forms import key
from assistant.numbers import numbers
from assistant.types import Article, Entry

# Part of the schema, so that tantivy itself refuses an index that holds other terms in the same
# fields: raise it with every change of what `document` writes.
FORMAT = 3
ENGLISH = "english"  # stemmed, without stop words: to rank by
PLAIN = "plain"  # every word as it is, case and accents aside: for phrases and spellings
CASED = "cased"  # as written: "WHO" is not "who"
_BETWEEN = "\t"
_WORD = re.compile(r"\w+")
# What tantivy can count: nanoseconds since 1970, in 64 bits.
EARLIEST = datetime(1678, 1, 1, tzinfo=UTC)
LATEST = datetime(2262, 1, 1, tzinfo=UTC)


def schema() -> tantivy.Schema:
    """The fields of the lexical index; only the id is stored."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("article_id", "source", "short", "long", f"format{FORMAT}"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("title", "text", "about"):
        builder.add_text_field(name, tokenizer_name=ENGLISH, index_option="freq")
    builder.add_text_field("number", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("words", tokenizer_name=PLAIN, index_option="position")
    builder.add_text_field("capitals", tokenizer_name=CASED, index_option="basic")
    builder.add_date_field("published", indexed=True, fast=True)
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Teach an index the analyzers of `schema`."""
    for name in (ENGLISH, PLAIN, CASED):
        index.register_tokenizer(name, analyzer(name))


@lru_cache
def analyzer(name: str) -> tantivy.TextAnalyzer:
    """How the text of a field with this analyzer becomes terms."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(80))
    if name != CASED:
        builder = builder.filter(tantivy.Filter.lowercase())
    builder = builder.filter(tantivy.Filter.ascii_fold())
    if name == ENGLISH:
        builder = builder.filter(tantivy.Filter.stopword("english"))
        builder = builder.filter(tantivy.Filter.stemmer("english"))
    return builder.build()


def document(entry: Entry) -> tantivy.Document:
    """A passage as the index takes it in."""
    article = entry.article
    title, text = undotted(article.title), undotted(entry.passage.text)
    both = f"{title}\n{text}"
    made = tantivy.Document(
        id=entry.passage.id,
        article_id=article.id,
        source=article.source.casefold(),
        title=title,
        text=text,
        about=about(article),
        number=" ".join(numbers(both).values),
        words=[title, text],  # apart, so that no phrase begins in one and ends in the other
        capitals=" ".join(capitals(both)),
    )
    for short, long in dict.fromkeys(explained(text)):
        made.add_text("short", _BETWEEN.join((short, long)))
        made.add_text("long", _BETWEEN.join((key(long), short)))
    if article.published_at is not None:
        made.add_date("published", in_range(article.published_at))
    return made


def about(article: Article) -> str:
    """The source and the date of an article in words that a question may use."""
    if article.published_at is None:
        return article.source
    day = article.published_at
    return f"{article.source} {day.day} {day:%B %Y %A}"


def capitals(text: str) -> list[str]:
    """The words of ``text`` that have a capital letter, each once."""
    return [word for word in dict.fromkeys(_WORD.findall(text)) if word != word.lower()]


def prefix(form: str) -> str:
    """How the terms of an abbreviation in "short", or of a `key` in "long", begin.

    The rest of such a term is the other form.
    """
    return form + _BETWEEN


def in_range(moment: datetime, latest: datetime = LATEST) -> datetime:
    """``moment``, or the nearest that tantivy can hold."""
    return min(max(moment, EARLIEST), latest)
