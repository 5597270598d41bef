"""Builds what a metric is given of a case, from a few lines, so that its value can be worked out.

Articles are texts by id; their paragraphs are their passages, ``a1/1/0``, ``a1/1/1`` and so on. A
citation is written ``a1: the words quoted``, with ``| Speaker`` behind it where somebody says them.
A sentence of the answer carries its numbers: ``The ferry sank. [1][3]``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.archive import Archive
from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.gold import Gold, Library, Spot
from assistant.evaluation.judge import EntailmentJudge, Verdict
from assistant.evaluation.judges.lexical import LexicalJudge
from assistant.evaluation.metric import Seen
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.results import Ranked, Result, Usage
from assistant.evaluation.scoring import Scorer
from assistant.types import Answer, Article, Citation, Passage, Sentence, Statement
from ingest.chunk import chunk
from tests.support.build import article
from tests.support.fakes import FakeEmbedder

TEXTS = {
    "a1": "The ferry sank on Monday. Nobody was hurt.\n\n"
    "The harbour was closed for two days, Maren Tolvik said.",
    "a2": "The ferry carried 7,000 litres of fuel.\n\nDivers sealed the tanks on Friday.",
}


class TableJudge:
    """A judge whose verdicts are a table: the letters of the passages, and what they entail.

    Passages are texts such as "Passage A."; ``{"AB": "It rains."}`` has A and B together entail it,
    and nothing else. ``asked`` keeps what it was asked, in order.
    """

    name = "table"

    def __init__(self, *pairs: tuple[str, str], failed: bool = False) -> None:
        self._pairs = set(pairs)
        self._failed = failed
        self.asked: list[tuple[str, str]] = []

    def entails(self, premise: str, hypothesis: str) -> Verdict:
        letters = "".join(sorted(set(re.findall(r"Passage (\w)\.", premise))))
        self.asked.append((letters, hypothesis))
        if self._failed:
            return Verdict(False, "no verdict", failed=True)
        return Verdict((letters, hypothesis) in self._pairs, letters)


def lettered(letters: str) -> tuple[dict[str, str], list[str]]:
    """Articles whose whole text is "Passage A." and so on, and citations of them, 1, 2, 3."""
    texts = {letter.lower(): f"Passage {letter}." for letter in letters}
    return texts, [f"{name}: {text}" for name, text in texts.items()]


def seen(
    *says: str,
    cites: Sequence[str] = (),
    texts: Mapping[str, str] = TEXTS,
    ranking: Sequence[str] = (),
    statements: Sequence[Statement] = (),
    judge: EntailmentJudge | None = None,
    second: EntailmentJudge | None = None,
    premise: Any = "passage",
    result: Mapping[str, Any] | None = None,
    **asked: Any,
) -> Seen:
    """An answer that ``says`` this, to a question that is ``asked`` so; no sentence: an abstention.

    ``ranking`` holds passage ids, best first. ``result`` are further fields of the result.
    """
    articles = {id: article(id, text) for id, text in texts.items()}
    passages = {p.id: p for each in articles.values() for p in passages_of(each)}
    case = case_of(**asked)
    citations = tuple(_citation(line, n, articles) for n, line in enumerate(cites, start=1))
    ranked = tuple(Ranked(id.partition("/")[0], id, -n) for n, id in enumerate(ranking))
    told: dict[str, list[Statement]] = {id: [] for id in articles}
    for statement in statements:
        told[statement.article_id].append(statement)
    return Seen(
        case,
        tuple(_gold(each, passages.values(), articles) for each in case.evidence),
        Result(case.id, _answer(case, says, citations), ranked, **(result or {})),
        articles,
        passages,
        told,
        judge or LexicalJudge(),
        second,
        premise,
    )


def ranked_seen(ranking: Sequence[str], relevant: Sequence[str] | set[str]) -> Seen:
    """A ranking of articles, best first, of which some are relevant."""
    found = tuple(Ranked(id, f"{id}/1/0", -n) for n, id in enumerate(ranking))
    case = case_of(evidence=sorted(relevant))
    golds = tuple((Spot(name),) for name in sorted(relevant))
    return Seen(case, golds, Result("c", None, found), {}, {}, {}, LexicalJudge())


def value(name: str, of: Seen) -> float:
    """What a metric gives."""
    (metric,) = metrics_named([name])
    return metric.measure(of).value


def why(name: str, of: Seen) -> str:
    """Why it gives that."""
    (metric,) = metrics_named([name])
    return metric.measure(of).why


def applies(name: str, **asked: Any) -> bool:
    """Whether a metric applies to a case that is asked so."""
    (metric,) = metrics_named([name])
    return metric.applies(case_of(**asked))


def without_answer(name: str, folder: Path, **asked: Any) -> tuple[float, bool]:
    """What a case gets that has no answer, scored over a real archive, and if it is the default."""
    folder.mkdir(exist_ok=True)
    case = case_of(**asked)
    with Archive.open(folder) as archive:
        put = [article(id, text) for id, text in TEXTS.items()]
        archive.put([(each, chunk(each.id, each.text, FakeEmbedder()), []) for each in put])
        golds = {case.id: Library(archive).golds(case, "suite.yaml:1")}
        scorer = Scorer(archive, metrics_named([name]), golds, LexicalJudge())
        usage = Usage(calls=3, input_tokens=100, output_tokens=20, usd=0.25)
        failed = Result(case.id, None, usage=usage, seconds=9.5, error="it broke")
        scored = scorer.score(case, failed)
    score = scored.scores[name]
    assert score.why == "default: it broke" or name not in scored.defaulted
    return score.value, name in scored.defaulted


def case_of(**asked: Any) -> Case:
    """A case, its fields as a suite's file gives them."""
    return Case(**{"id": "c", "question": "What sank?", **asked})


def passages_of(of: Article) -> list[Passage]:
    """The paragraphs of an article."""
    found = re.finditer(r"(?s).+?(?=\n\n|\Z)", of.text)
    spans = [(m.start() + len(m[0]) - len(m[0].lstrip()), m.end()) for m in found]
    return [
        Passage(f"{of.id}/1/{place}", of.id, of.text[a:b], a, b, place)
        for place, (a, b) in enumerate(spans)
    ]


def _citation(line: str, number: int, articles: Mapping[str, Article]) -> Citation:
    words, _, speaker = line.partition(" | ")
    id, _, quote = words.partition(": ")
    of = articles[id]
    start = of.text.index(quote)
    end = start + len(quote)
    passage = next(p for p in passages_of(of) if p.start <= start < p.end)
    return Citation(
        number, id, passage.id, quote, start, end, of.title, of.source, of.url, of.published_at,
        speaker=speaker or None,
    )  # fmt: skip


def _answer(case: Case, says: Sequence[str], citations: tuple[Citation, ...]) -> Answer:
    sentences = tuple(map(_sentence, says))
    text = " ".join(says)
    outcome: Any = "answered" if says else "abstained"
    return Answer(case.question, outcome, text, sentences, citations, (), "fake/1")


def _sentence(line: str) -> Sentence:
    text, marks = re.fullmatch(r"(.*?)\s*((?:\[\d+\])*)", line).groups()  # type: ignore[union-attr]
    return Sentence(text, tuple(map(int, re.findall(r"\d+", marks))), "supported")


def _gold(evidence: Evidence, passages: Any, articles: Mapping[str, Article]) -> Gold:
    return tuple(_spot(each, passages, articles) for each in evidence.any or (evidence,))


def _spot(evidence: Evidence, passages: Any, articles: Mapping[str, Article]) -> Spot:
    if evidence.passage:
        (found,) = (p for p in passages if p.id == evidence.passage)
        return Spot(found.article_id, (found.start, found.end), frozenset([found.id]))
    id = str(evidence.article)
    if evidence.quote:
        start = articles[id].text.index(evidence.quote)
        span = start, start + len(evidence.quote)
        holding = [p.id for p in passages if p.article_id == id and p.start <= start < p.end]
        return Spot(id, span, frozenset(holding))
    return Spot(id)
