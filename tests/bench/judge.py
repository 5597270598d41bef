"""Measures the lexical judge on the sentences of an archive.

    python tests/bench/judge.py [ARCHIVE]

Without an archive it makes one of `ingest/samples`. Every sentence of every article is a
hypothesis; the premises are the passage that it stands in, each other passage of its article, and
``--others`` passages of other articles, drawn with ``--seed``. The first ought to be entailed, the
last ought not. It prints the share that is, by how many of a sentence's words the premise must
have, with the check of names, numbers and quotations and without it. Sentences that stand in the
premise word for word are left out of the last two: near copies and summaries repeat them.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assistant.archive import Archive
from assistant.evaluation.judges.lexical import LexicalJudge
from assistant.sentences import sentence_spans
from assistant.types import Article, Passage
from ingest.pipeline import ingest
from tests.bench.measure import ROOT, show

LEAST = (0.5, 0.6, 0.7, 0.8)
KINDS = ("own passage", "same article", "other article")
Pair = tuple[str, str, str]  # kind, premise, hypothesis


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archive", type=Path, nargs="?")
    parser.add_argument("--others", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.archive or _samples(Path(folder) / "archive")
        with Archive.open(place) as archive:
            pairs = list(_pairs(archive, given.others, random.Random(given.seed)))
    rows = []
    for exact in (True, False):
        for least in LEAST:
            judge = LexicalJudge(least, exact)
            shares = [_share(judge, pairs, kind) for kind in KINDS]
            rows.append(["with" if exact else "without", f"{least:g}", *shares])
    numbers = [f"{sum(kind == each[0] for each in pairs):,}" for kind in KINDS]
    show(["names, numbers", "least", *KINDS], [*rows, ["pairs", "", *numbers]])


def _share(judge: LexicalJudge, pairs: Sequence[Pair], kind: str) -> str:
    said = [judge.entails(premise, words).entailed for k, premise, words in pairs if k == kind]
    return f"{statistics.fmean(said):.1%}"


def _pairs(archive: Archive, others: int, made: random.Random) -> Iterator[Pair]:
    cut = [(each, archive.passages_of(each.id)) for each in archive.articles()]
    premises = [(article, passage) for article, passages in cut for passage in passages]
    for article, passages in cut:
        for passage in passages:
            for start, end in sentence_spans(passage.text):
                sentence = passage.text[start:end]
                yield KINDS[0], _premise(article, passage), sentence
                same = [(article, each) for each in passages if each.id != passage.id]
                apart = [pair for pair in premises if pair[0].id != article.id]
                drawn = made.sample(apart, min(others, len(apart)))
                for kind, found in ((KINDS[1], same), (KINDS[2], drawn)):
                    for pair in found:
                        if sentence not in pair[1].text:
                            yield kind, _premise(*pair), sentence


def _premise(article: Article, passage: Passage) -> str:
    """As a metric gives it to a judge."""
    day = f"{article.published_at:%-d %B %Y}, " if article.published_at else ""
    return f"{day}{article.source}: {article.title}\n{passage.text}"


def _samples(folder: Path) -> Path:
    from assistant.assistant import Assistant
    from assistant.settings import Settings

    with Assistant.open(folder, Settings.load(folder, model=None)) as assistant:
        ingest(assistant.indexer, [ROOT / "ingest" / "samples"])
    return folder


if __name__ == "__main__":
    main()
