"""A TREC run: for each question the documents that a system ranked, as trec_eval reads it.

A line is ``question Q0 document rank score system``. The score decides, as for trec_eval; among
equal scores the order of the file does. A column cannot hold white space: see
`outside_ids.to_trec`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import ir_measures

from assistant.archive import Archive
from assistant.errors import SuiteError
from assistant.evaluation.cases import Case
from assistant.evaluation.formats import Format
from assistant.evaluation.formats.trec_qrels import numbered
from assistant.evaluation.outgoing import Outgoing, write_lines
from assistant.evaluation.outside import Located, cases_by_name, locate
from assistant.evaluation.outside_ids import from_trec, original, original_passage, to_trec
from assistant.evaluation.results import Ranked, Result
from assistant.evaluation.suite import Suite
from assistant.types import Answer

_COLUMNS = "`question Q0 document rank score system`, rank and score numbers"


def read_results(source: Path, suite: Suite, archive: Archive) -> list[Result]:
    """A ranking without an answer for each question of the run."""
    cases = cases_by_name(suite)
    rankings = _rankings(source)
    unknown = [name for name in rankings if name not in cases]
    if unknown:
        raise SuiteError(
            f"{len(unknown)} of its questions are not in the suite, the first is {unknown[0]!r}",
            str(source),
        )
    names = (name for ranking in rankings.values() for name in ranking)
    known = locate(names, archive, str(source))
    return [_result(cases[name], ranking, known) for name, ranking in rankings.items()]


def _rankings(source: Path) -> dict[str, dict[str, float]]:
    """The scores of every question's documents, best first."""
    found: dict[str, dict[str, float]] = {}
    for place, line in numbered(source, ir_measures.read_trec_run, _COLUMNS):
        question, name, score = from_trec(line.query_id), from_trec(line.doc_id), line.score
        if not math.isfinite(score):
            raise SuiteError(f"the score of {name!r} is no number", place)
        ranking = found.setdefault(question, {})
        if name in ranking:
            raise SuiteError(f"{name!r} is ranked twice for {question!r}", place)
        ranking[name] = score
    return {
        question: dict(sorted(ranking.items(), key=lambda each: -each[1]))
        for question, ranking in found.items()
    }


def _result(case: Case, ranking: dict[str, float], known: dict[str, Located]) -> Result:
    ranked = tuple(
        Ranked(known[name].article.id, "" if known[name].whole else known[name].passage.id, score)
        for name, score in ranking.items()
    )
    answer = Answer(case.question, "abstained", "", (), (), (), "")
    return Result(case.id, answer, ranked)


def write(run: Outgoing, folder: Path) -> list[Path]:
    """``run.txt`` with the articles ranked, and ``run.passages.txt``."""
    files = [write_lines(folder / "run.txt", _lines(run, "article"))]
    passages = list(_lines(run, "passage"))
    if passages:
        files.append(write_lines(folder / "run.passages.txt", passages))
    return files


def _lines(run: Outgoing, level: str) -> Iterator[str]:
    system = to_trec(str(run.kept.run.settings.get("system", "onrecord")))
    name_of = original if level == "article" else original_passage
    for case, result in run.results():
        question = to_trec(original(case.id))
        for rank, (found, score) in enumerate(_scored(result.ranking, level), start=1):
            yield f"{question} Q0 {to_trec(name_of(found))} {rank} {score!r} {system}"


def _scored(ranking: Sequence[Ranked], level: str) -> list[tuple[str, float]]:
    """What is ranked, each once at its best place, with scores that fall from rank to rank.

    Ours are of several retrievers and need not fall; then the places are counted down instead.
    """
    found: dict[str, float] = {}
    for each in ranking:
        name = each.article_id if level == "article" else each.passage_id
        if name:
            found.setdefault(name, each.score)
    scores = list(found.values())
    if any(one <= other for one, other in pairwise(scores)):
        scores = [float(left) for left in range(len(scores), 0, -1)]
    return list(zip(found, scores, strict=True))


FORMAT = Format(
    "trec-run",
    "A TREC run: what a system ranked for each question of a suite.",
    source="a run file of six columns, for a suite that is there",
    suffixes=(".txt", ".run"),
    read_results=read_results,
    write=write,
)
