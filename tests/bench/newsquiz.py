"""Quality on newsquiz beside the LangChain tutorial pipeline; floors are held with the data's hash.

    python tests/bench/newsquiz.py [--keep DIR] [--check | --hold [--allow-lower]] [--cases FILE]

``--keep`` keeps both archives for the next run. ``--check`` exits with 1 where a figure is below
its floor in newsquiz_floors.json, or the data is not that of the floors. ``--hold`` raises the
floors to what was measured, less `SLACK`; it lowers none without ``--allow-lower``. Weights were
chosen on the questions with even places; both halves are printed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from quiz import QuizQuestion, articles, corpus_hash, holds, questions, reciprocal_rank

from assistant.assistant import Assistant
from assistant.question import understand
from assistant.retrieve import Retriever
from assistant.settings import Settings
from assistant.types import Article, Hit, Query
from ingest.pipeline import ingest

FLOORS = Path(__file__).with_name("newsquiz_floors.json")
CITED = 3  # citations that a reader sees at once
LEAST_CASES = 30  # below them one case is more than three in a hundred
SLACK = 0.02  # three questions of 167: 8-bit vectors differ a little from one processor to another


class Without(Retriever):
    """A retriever that some articles are hidden from."""

    hidden: frozenset[str] = frozenset()

    def search(self, query: Query, k: int) -> list[Hit]:
        found = super().search(query, k + (40 if self.hidden else 0))
        return [hit for hit in found if hit.passage.article_id not in self.hidden][:k]


@dataclass(frozen=True, slots=True)
class Case:
    """What came of one question; None where a measure does not apply to it."""

    question: str
    kind: str
    half: str
    answers: tuple[str, ...]
    hit1: float
    hit4: float
    hit10: float
    rr: float
    answered: bool
    string_cited: bool | None
    article_cited: bool
    cited_gold: int
    cited: int
    supported: int
    sentences: int
    refused: bool | None
    refused_strictly: bool | None
    seconds: float
    retrieval: float
    text: str


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--keep", type=Path)
    options.add_argument("--check", action="store_true")
    options.add_argument("--hold", action="store_true")
    options.add_argument("--allow-lower", action="store_true")
    options.add_argument("--no-tutorial", action="store_true", help="leave the baseline out")
    options.add_argument("--no-refusals", action="store_true", help="leave the hidden golds out")
    options.add_argument("--as-of", action="store_true", help="ask as of the day of each quiz")
    options.add_argument("--cases", type=Path, help="write every case here as JSON Lines")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        cases = measured(folder, refusals=not chosen.no_refusals, dated=chosen.as_of)
        baseline = None if chosen.no_tutorial else tutorial(folder)
    if chosen.cases:
        lines = [json.dumps(asdict(case), ensure_ascii=False) for case in cases]
        chosen.cases.write_text("\n".join(lines) + "\n")
    figures = table(cases, baseline)
    if chosen.check:
        sys.exit(below_floor(figures))
    if chosen.hold:
        hold(figures, allow_lower=chosen.allow_lower)


def measured(folder: Path, *, refusals: bool, dated: bool) -> list[Case]:
    """Ask every question of an archive of all articles."""
    asked = questions()
    with opened(folder) as assistant:
        indexer = assistant.indexer
        retriever = Without(indexer.archive, indexer.embedder, indexer.dense, indexer.words)
        assistant.parts.retriever = retriever  # no reader asks for an archive with holes in it
        texts = {article.id: article for article in assistant.archive.articles()}
        copies = _copies(texts.values())
        cases = []
        for place, each in enumerate(asked):
            gold = each.gold & texts.keys()
            cases.append(
                _case(assistant, retriever, place, each, gold, texts, copies, refusals, dated)
            )
    return cases


def opened(folder: Path) -> Assistant:
    """The archive of all articles in ``folder``, made where there is none yet."""
    source = folder / "articles.jsonl"
    if not source.is_file():
        source.write_text("".join(json.dumps(row) + "\n" for row in articles()))
    target = folder / "onrecord"
    assistant = Assistant.open(target, Settings.load(target, model=None), command="bench")
    if assistant.archive.count()[0] == 0:
        ingest(assistant.indexer, [source])
    return assistant


def _case(
    assistant: Assistant,
    retriever: Without,
    place: int,
    asked: QuizQuestion,
    gold: frozenset[str],
    texts: dict[str, Article],
    copies: Callable[[frozenset[str]], frozenset[str]],
    refusals: bool,
    dated: bool,
) -> Case:
    when = asked.asked_at if dated else None
    retriever.hidden = frozenset()
    begun = time.perf_counter()
    hits = assistant.search(asked.text, 40, as_of=when)
    retrieval = time.perf_counter() - begun
    ranking = list(dict.fromkeys(hit.passage.article_id for hit in hits))
    begun = time.perf_counter()
    answer = assistant.ask(asked.text, as_of=when)
    seconds = time.perf_counter() - begun
    is_string = any(holds(texts[name].text, asked.answers) for name in gold)
    first = answer.citations[:CITED]
    refused = strictly = None
    if refusals:
        holders = {name for name, each in texts.items() if holds(each.text, asked.answers)}
        away = copies(gold)
        retriever.hidden = away | frozenset(holders)
        strictly = assistant.ask(asked.text, as_of=when).outcome == "abstained"
        refused = strictly if holders <= away else None
    return Case(
        question=asked.text,
        kind=understand(asked.text).kind,
        half="even" if place % 2 == 0 else "odd",
        answers=asked.answers,
        hit1=float(bool(gold & set(ranking[:1]))),
        hit4=float(bool(gold & set(ranking[:4]))),
        hit10=float(bool(gold & set(ranking[:10]))),
        rr=reciprocal_rank(ranking[:10], gold),
        answered=answer.outcome == "answered",
        string_cited=any(holds(c.quote, asked.answers) for c in first) if is_string else None,
        article_cited=any(c.article_id in gold for c in first),
        cited_gold=sum(c.article_id in gold for c in answer.citations),
        cited=len(answer.citations),
        supported=sum(s.support == "supported" for s in answer.sentences),
        sentences=len(answer.sentences),
        refused=refused,
        refused_strictly=strictly,
        seconds=seconds,
        retrieval=retrieval,
        text=answer.text,
    )


def _copies(archived: Iterable[Article]) -> Callable[[frozenset[str]], frozenset[str]]:
    """From articles to themselves with all near copies of them."""
    origin = {article.id: article.origin_id or article.id for article in archived}
    stories: dict[str, set[str]] = {}
    for name, first in origin.items():
        stories.setdefault(first, set()).add(name)
    return lambda gold: frozenset(name for each in gold for name in stories[origin[each]])


def tutorial(folder: Path) -> dict[str, float]:
    """The ranking figures of the tutorial pipeline: chunks of 1,000 characters, dense alone."""
    from langchain_chroma import Chroma
    from tutorial import MiniLM
    from tutorial import ingest as store_chunks

    target = folder / "tutorial"
    if not target.is_dir():
        store_chunks(folder / "articles.jsonl", target)
    store = Chroma(persist_directory=str(target), embedding_function=MiniLM())
    texts = {row["id"]: row["text"] for row in articles()}
    rows: dict[str, list[float]] = {}
    for each in questions():
        found = store.similarity_search(each.text, k=60)
        ranking = list(dict.fromkeys(document.metadata["id"] for document in found))
        for k in (1, 4, 10):
            rows.setdefault(f"hit@{k}", []).append(float(bool(each.gold & set(ranking[:k]))))
        rows.setdefault("MRR@10", []).append(reciprocal_rank(ranking[:10], each.gold))
        if any(holds(texts[name], each.answers) for name in each.gold if name in texts):
            held = any(holds(document.page_content, each.answers) for document in found[:CITED])
            rows.setdefault("answer string in the first three citations", []).append(float(held))
    return {name: statistics.fmean(values) for name, values in rows.items()}


MEASURES: dict[str, Callable[[Case], float | None]] = {
    "hit@1": lambda c: c.hit1,
    "hit@4": lambda c: c.hit4,
    "hit@10": lambda c: c.hit10,
    "MRR@10": lambda c: c.rr,
    "answer string in the first three citations": lambda c: c.string_cited,
    "gold article in the first three citations": lambda c: c.article_cited,
    "over-refusal": lambda c: not c.answered,
    "refusal, golds and copies away, no other article holds the string": lambda c: c.refused,
    "refusal, every article that holds the string away as well": lambda c: c.refused_strictly,
    "citations from a gold article": lambda c: c.cited_gold / c.cited if c.cited else None,
    "sentences supported": lambda c: c.supported / c.sentences if c.sentences else None,
}
LOWER_IS_BETTER = {"over-refusal"}


def figures_of(cases: Iterable[Case]) -> dict[str, tuple[float, int]]:
    """Each measure's mean and the number of cases that it applies to."""
    figures = {}
    for name, measure in MEASURES.items():
        values = [float(value) for case in cases if (value := measure(case)) is not None]
        if values:
            figures[name] = (statistics.fmean(values), len(values))
    return figures


def table(cases: Sequence[Case], baseline: dict[str, float] | None) -> dict[str, float]:
    """Print the figures of all questions, both halves, and the baseline.

    Returns those of all questions that enough cases stand behind to hold a floor.
    """
    everything = figures_of(cases)
    even = figures_of([case for case in cases if case.half == "even"])
    odd = figures_of([case for case in cases if case.half == "odd"])
    print(f"{'':66} {'all':>6} {'n':>4} {'even':>6} {'odd':>6} {'tutorial':>8}")
    for name, (value, number) in everything.items():
        halves = " ".join(
            f"{half[name][0]:6.3f}" if name in half else f"{'-':>6}" for half in (even, odd)
        )
        base = f"{baseline[name]:8.3f}" if baseline and name in baseline else f"{'-':>8}"
        print(f"{name:66} {value:6.3f} {number:4} {halves} {base}")
    print("\nby type of question (number, answered, string cited, gold cited):")
    for kind, number in Counter(case.kind for case in cases).most_common():
        own = figures_of([case for case in cases if case.kind == kind])
        string = own.get("answer string in the first three citations", (float("nan"), 0))[0]
        gold = own["gold article in the first three citations"][0]
        print(f"  {kind:12} {number:4} {1 - own['over-refusal'][0]:6.2f} {string:6.2f} {gold:6.2f}")
    for name, seconds in (
        ("retrieval", [case.retrieval for case in cases]),
        ("answer", [case.seconds for case in cases]),
    ):
        cut = statistics.quantiles(seconds, n=100)
        median = statistics.median(seconds) * 1000
        print(f"{name}: median {median:.0f} ms, 99th percentile {cut[98] * 1000:.0f} ms")
    print(f"corpus {corpus_hash()}")
    return {name: value for name, (value, n) in everything.items() if n >= LEAST_CASES}


def hold(figures: dict[str, float], *, allow_lower: bool) -> None:
    """Write the floors that these figures allow; one that would have to fall stays where it is."""
    held = json.loads(FLOORS.read_text()) if FLOORS.is_file() else {"floors": {}}
    floors = dict(held["floors"])
    for name, value in figures.items():
        lower_is_better = name in LOWER_IS_BETTER
        floor = round(value + SLACK if lower_is_better else value - SLACK, 3)
        before = floors.get(name)
        worse = before is not None and (floor > before if lower_is_better else floor < before)
        if worse and not allow_lower:
            print(f"stays at {before}: {name} (it would fall to {floor}; --allow-lower)")
        else:
            floors[name] = floor
    given = {"corpus": corpus_hash(), "floors": floors}
    FLOORS.write_text(json.dumps(given, indent=2) + "\n")


def below_floor(figures: dict[str, float]) -> int:
    """1 where a figure is worse than its floor or the data is another; says which."""
    held = json.loads(FLOORS.read_text())
    if held["corpus"] != corpus_hash():
        print("the floors were measured on other data")
        return 1
    failed = 0
    for name, floor in held["floors"].items():
        worse = figures[name] > floor if name in LOWER_IS_BETTER else figures[name] < floor
        if worse:
            print(f"below its floor: {name} is {figures[name]:.3f}, the floor is {floor}")
            failed = 1
    return failed


if __name__ == "__main__":
    main()
