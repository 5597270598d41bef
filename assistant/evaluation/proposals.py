"""Cases that an archive suggests, for a person to accept, change or reject."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.archive import Archive
from assistant.evaluation.cases import Case, Evidence, Number
from assistant.evaluation.matching import values_in
from assistant.fold import words
from assistant.ledger import Recorded, Wanted
from assistant.polarity import stems
from assistant.sentences import sentence_spans
from assistant.types import Article

_VERBS = {
    "denies": "deny",
    "disputes": "dispute",
    "doubts": "doubt",
    "demands": "demand",
    "promises": "promise",
    "predicts": "predict",
    "confirms": "confirm",
}
_COUNTED = re.compile(
    r"\b(?P<number>\d{1,3}(?:,\d{3})+|\d{2,})\s(?P<what>(?:[a-z]+\s)?[a-z]{3,}s)\b"
)
_NOT_COUNTED = frozenset("years months weeks days hours minutes seconds percent metres was".split())
_FEWEST_WORDS, _MOST_WORDS = 6, 60
_TOPIC = 6  # letters of a topic at the least: shorter ones are seldom what a statement is about
_MIX = ("said", "stance", "said", "number", "unanswerable")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case, and the part of an article that it comes from: ``article.text[start:end]``.

    For a question that the archive should not answer, it is what its speaker did say.
    """

    case: Case
    article: Article
    start: int
    end: int


def propose(archive: Archive, seed: int = 0) -> Iterator[Proposal]:
    """Cases in an order that the seed decides: statements, stances, numbers, and unanswerable ones.

    Questions are put together by rules, so that they read stiffly; answers, evidence and speakers
    are the archive's own. The same archive and seed propose the same cases.
    """
    chance = random.Random(seed)
    told = [each for each in archive.ledger.find(Wanted(named=True), None) if _is_whole(each)]
    told.sort(key=lambda each: each.statement.id)
    chance.shuffle(told)
    makers: dict[str, Iterator[Proposal]] = {
        "said": (made for each in told if (made := _said(each, archive))),
        # From the other end, so that one statement is seldom asked for in both ways.
        "stance": (_taken(t, archive) for t in reversed(told) if t.statement.stance in _VERBS),
        "number": _numbers(archive, chance),
        "unanswerable": _unanswerable(told, archive),
    }
    while makers:
        for kind in _MIX:
            made = next(makers.get(kind, iter(())), None)
            if made is None:
                makers.pop(kind, None)
            else:
                yield made


def _is_whole(recorded: Recorded) -> bool:
    said = recorded.statement
    return bool(said.speaker) and _FEWEST_WORDS <= len(said.content.split()) <= _MOST_WORDS


def _said(recorded: Recorded, archive: Archive) -> Proposal | None:
    topic = _topic(recorded)
    if topic is None:
        return None
    who = recorded.statement.speaker
    question = f"What did {who} say about {topic}?"
    return _of_statement(recorded, archive, "said", question)


def _taken(recorded: Recorded, archive: Archive) -> Proposal:
    said = recorded.statement
    question = f"What did {said.speaker} {_VERBS[said.stance]}?"
    return _of_statement(recorded, archive, said.stance, question)


def _of_statement(recorded: Recorded, archive: Archive, kind: str, question: str) -> Proposal:
    said = recorded.statement
    article = archive.article(said.article_id)
    # The longest part: an interrupted statement is not one run of text.
    start, end = max(said.content_spans, key=lambda span: span[1] - span[0])
    case = Case(
        id=_id(kind, said.id),
        question=question,
        type=kind,
        evidence=(Evidence(article=article.id, quote=article.text[start:end].strip()),),
        speakers=(said.speaker,),
    )
    return Proposal(case, article, said.start, said.end)


def _numbers(archive: Archive, chance: random.Random) -> Iterator[Proposal]:
    articles = sorted(archive.articles(), key=lambda article: article.id)
    chance.shuffle(articles)
    for article in articles:
        for start, end in sentence_spans(article.text):
            found = _COUNTED.search(article.text, start, end)
            if not found or set(found["what"].split()) & _NOT_COUNTED:
                continue
            if found["number"] in article.title:  # the question would give the answer away
                continue
            value = max(values_in(found["number"]))
            case = Case(
                id=_id("number", f"{article.id}/{found.start()}"),
                question=f"How many {found['what']} does “{article.title.strip('“”')}” tell of?",
                type="number",
                answers=(Number(number=float(value)),),
                evidence=(Evidence(article=article.id, quote=article.text[start:end].strip()),),
            )
            yield Proposal(case, article, start, end)
            break


def _unanswerable(told: Sequence[Recorded], archive: Archive) -> Iterator[Proposal]:
    """A speaker asked about the topic of an article in which nobody of that name speaks."""
    for one, other in zip(told, reversed(told), strict=True):
        topic = _topic(other)
        who = one.statement.speaker
        if topic is None or one.story == other.story:
            continue
        articles = {each.statement.article_id for each in told if each.statement.speaker == who}
        texts = archive.articles_by_id(articles)
        if set(stems(topic)) & {stem for each in texts.values() for stem in stems(each.text)}:
            continue
        question = f"What did {who} say about {topic}?"
        case = Case(
            id=_id("unanswerable", f"{one.statement.id}{other.statement.id}"),
            question=question,
            type="unanswerable",
            unanswerable=True,
        )
        article = texts[one.statement.article_id]
        yield Proposal(case, article, one.statement.start, one.statement.end)


def _topic(recorded: Recorded) -> str | None:
    """Words of the headline that the statement has too: the longest run of them."""
    said = set(stems(recorded.statement.content))
    who = set(words(recorded.statement.speaker))
    runs: list[list[str]] = [[]]
    for word in re.findall(r"[\w’'-]+", recorded.title):
        if set(stems(word)) & said and not set(words(word)) & who:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    best = max(runs, key=len)
    return " ".join(best) if len("".join(best)) >= _TOPIC else None


def _id(kind: str, what: str) -> str:
    return f"{kind}-{hashlib.sha256(what.encode()).hexdigest()[:8]}"
