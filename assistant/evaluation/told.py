"""Who says what an answer's sentence tells, by the archive's ledger of statements."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.attribution import byline_of, source_of
from assistant.evaluation.gold import shared
from assistant.evaluation.metric import Seen
from assistant.evaluation.who import same_speaker
from assistant.fold import words
from assistant.polarity import stems
from assistant.sayings import speaker_at
from assistant.types import Sentence, Statement

_MOST = 0.6  # of what a sentence says that must be in a statement for it to be that statement
_PRONOUNS = frozenset("he she they it i we".split())
_SMALL = frozenset("a an the of for and in at on to by his her its their".split())


def statement_of(seen: Seen, sentence: Sentence) -> Statement | None:
    """The statement that a sentence gives, among those in its cited quotes; None for plain fact.

    The words by which the sentence attributes are no part of what it says.
    """
    whole = set(stems(sentence.text))
    readings = [own for own in (whole, whole - _attributing(sentence.text)) if own]
    best, most = None, 0.0
    for citation in seen.cited(sentence):
        for statement in seen.statements.get(citation.article_id, ()):
            spans = statement.content_spans
            if not any(shared(span, (citation.start, citation.end)) for span in spans):
                continue
            held = set(stems(statement.content))
            common = max((len(own & held) / len(own) for own in readings), default=0.0)
            if common > most:
                best, most = statement, common
    return best if most >= _MOST else None


def _attributing(text: str) -> set[str]:
    source, cue = source_of(text)
    return set(stems(f"{source or byline_of(text) or ''} {cue or ''}"))


def attributes_to_somebody(seen: Seen, text: str, told: Statement) -> bool:
    """Whether a sentence says that somebody says so: its speaker, its source, or anybody else.

    Where the article names no source ("was convicted"), the words that attribute will do.
    """
    said = set(words(text))
    has_cue = set(words(told.cue)) <= said
    if source_of(text)[0] or byline_of(text) or {"according", "to"} <= said:
        return True
    if not told.speaker and not told.source_spans:
        return has_cue
    names = _names(seen, told)
    # Names in the content attribute nothing, unless with the words that do.
    content = " ".join(_cut(seen, told, told.content_spans))
    return bool(said & (names - set(words(content)) - _PRONOUNS)) or bool(has_cue and said & names)


def wrong_attributions(seen: Seen) -> tuple[int, list[str]]:
    """How many attributions of an answer there are, and those to somebody else, in words."""
    checked, wrong = 0, []
    for citation in seen.answer.citations:
        article = seen.articles.get(citation.article_id)
        told = seen.statements.get(citation.article_id)
        if article is None or told is None:
            continue
        saying = speaker_at(article.text, citation.start, citation.end, tuple(told))
        if saying is None and citation.speaker is None:
            continue
        checked += 1
        actual = saying.speaker if saying else ""
        if not same_speaker(citation.speaker or "", actual):
            given = citation.speaker or "nobody"
            wrong.append(f"[{citation.number}] is given to {given}, not {actual or 'nobody'}")
    for sentence in seen.sentences:
        claimed = source_of(sentence.text)[0] or byline_of(sentence.text)
        statement = statement_of(seen, sentence)
        if not claimed or claimed in _PRONOUNS or not statement or not statement.speaker:
            continue
        checked += 1
        if not _is_same(seen, claimed, statement) and not _names_source(seen, sentence, statement):
            wrong.append(f"a sentence gives to {claimed} what {statement.speaker} says")
    return checked, wrong


def _is_same(seen: Seen, claimed: str, told: Statement) -> bool:
    return same_speaker(claimed, told.speaker) or bool(_names(seen, told) & set(words(claimed)))


def _names_source(seen: Seen, sentence: Sentence, told: Statement) -> bool:
    """Whether a sentence has the source's words too: "he agreed to stay, the reports said"."""
    said = set(words(sentence.text))
    sources = [told.speaker, *_cut(seen, told, told.source_spans)]
    wanted = [set(words(each)) - _SMALL - _PRONOUNS for each in sources]
    return any(each <= said for each in wanted if each)


def _names(seen: Seen, told: Statement) -> set[str]:
    """The words for who says it: name, office, and what the article calls the source there."""
    sources = _cut(seen, told, told.source_spans)
    return set(words(" ".join([told.speaker, told.role, *sources]))) - _SMALL


def _cut(seen: Seen, told: Statement, spans: Iterable[tuple[int, int]]) -> list[str]:
    article = seen.articles[told.article_id].text
    return [article[start:end] for start, end in spans]
