"""Who says what an answer's sentence tells, by the archive's ledger of statements."""

from __future__ import annotations

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
    """The statement that a sentence gives, among those in its cited quotes; None for plain fact."""
    own = set(stems(sentence.text))
    best, most = None, 0.0
    for citation in seen.cited(sentence):
        for statement in seen.statements.get(citation.article_id, ()):
            spans = statement.content_spans
            if not any(shared(span, (citation.start, citation.end)) for span in spans):
                continue
            common = len(own & set(stems(statement.content))) / len(own) if own else 0.0
            if common > most:
                best, most = statement, common
    return best if most >= _MOST else None


def attributes_to_somebody(text: str, told: Statement) -> bool:
    """Whether a sentence says that somebody says so: its speaker, its source, or anybody else."""
    said = set(words(text))
    names = set(words(f"{told.speaker} {told.role}")) - _SMALL - set(words(told.content))
    return bool(said & names) or source_of(text)[0] is not None or byline_of(text) is not None


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
        if not _is_same(claimed, statement):
            wrong.append(f"a sentence gives to {claimed} what {statement.speaker} says")
    return checked, wrong


def _is_same(claimed: str, statement: Statement) -> bool:
    known = set(words(f"{statement.speaker} {statement.role}")) - _SMALL
    return same_speaker(claimed, statement.speaker) or bool(known & set(words(claimed)))
