"""How well the statements of articles are found, on the PolNeAR development articles.

    python tests/bench/polnear.py [--check] [--model FILE] [--private]

Prints precision, recall and F1 of source, cue, content and whole relations, and of how many direct
quotations the right speaker is told, by surname. Where the data has its own scorer, its figures
must be the same to four digits. ``--private`` measures on the tenth of the training articles that
the tagger was not trained on. ``--check`` is an error below a floor. The articles are no part of
the repository; of the right speakers (polnear_speakers.json) only surnames and offsets are.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

from attribution_score import ROLES, Scorer
from measure import DATA

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assistant.fold import words
from assistant.statements.people import speakers
from assistant.statements.relations import Relation
from assistant.statements.tagger import MODEL, OnnxTagger
from assistant.types import Span
from scripts.tagger.examples import SEED, read, split

FLOORS = {
    "content overlapping": 0.78,
    "source overlapping": 0.82,
    "cue overlapping": 0.80,
    "content exact": 0.52,
    "whole overlapping": 0.62,
    "right speaker": 0.85,
}
_HERE = Path(__file__).resolve().parent
_SPEAKERS = _HERE / "polnear_speakers.json"
_THEIRS = DATA.parent / "tools" / "polnear_score.py"


def main() -> int:
    """Measure, print, compare, judge."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--private", action="store_true")
    given = parser.parse_args()
    file = DATA / "polnear" / ("train.jsonl.gz" if given.private else "dev.jsonl.gz")
    if not file.is_file():
        print("not measured: this needs ../shared/data/polnear beside the repository")
        return 0
    articles = read(file)
    if given.private:
        articles = split(articles, SEED)[1]
    found = OnnxTagger.load(given.model).relations([article["text"] for article in articles])
    figures = _figures(articles, found)
    told, asked = _speakers(articles, found)
    for name, (precision, recall, f1) in figures.items():
        print(f"{name:20} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")
    if asked:
        print(f"{'right speaker':20} {told} of {asked} direct quotations, {told / asked:.3f}")
    if not _agrees(articles, found, figures):
        return 1
    values = {name: f1 for name, (_, _, f1) in figures.items()}
    values["right speaker"] = told / asked if asked else 1.0
    below = [
        f"{name} {values[name]:.3f} < {floor}"
        for name, floor in FLOORS.items()
        if values[name] < floor
    ]
    print("below the floor: " + ", ".join(below) if below else "no figure is below its floor")
    return 1 if below and given.check else 0


def _figures(
    articles: list[dict[str, Any]], found: list[list[Relation]]
) -> dict[str, tuple[float, float, float]]:
    scorer = Scorer()
    for article, relations in zip(articles, found, strict=True):
        scorer.add(article["text"], relations, [relation(a) for a in article["attributions"]])
    return {name: (f.precision, f.recall, f.f1) for name, f in scorer.figures.items()}


def relation(row: dict[str, Any]) -> Relation:
    """An attribution as the data has it."""
    return Relation(*(tuple((a, b) for a, b in row[role]) for role in ROLES))


def _speakers(articles: list[dict[str, Any]], found: list[list[Relation]]) -> tuple[int, int]:
    """Of how many direct quotations whose speaker is known the right one is told."""
    right = json.loads(_SPEAKERS.read_text(encoding="utf-8"))
    told = asked = 0
    for article, relations in zip(articles, found, strict=True):
        surnames = right.get(article["id"], {})
        names = speakers(article["text"], relations)
        for row in article["attributions"]:
            known = (
                surnames.get(str(row["source"][0][0])) if row["source"] and row["content"] else None
            )
            if known is None or article["text"][row["content"][0][0]] not in '"“':
                continue
            asked += 1
            said = [n for n, r in enumerate(relations) if _most(r.content, row["content"])]
            told += any(words(names[n].name)[-1:] == words(known)[-1:] for n in said[:1])
    return told, asked


def _most(one: tuple[Span, ...], other: list[list[int]]) -> bool:
    """Whether the first content has at least half of the second."""
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)
    return 2 * shared >= sum(d - c for c, d in other)


def _agrees(
    articles: list[dict[str, Any]],
    found: list[list[Relation]],
    figures: dict[str, tuple[float, float, float]],
) -> bool:
    spec = importlib.util.spec_from_file_location("theirs", _THEIRS) if _THEIRS.is_file() else None
    if spec is None or spec.loader is None:
        print("not compared with the data's own scorer, which is not here")
        return True
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rows = {
        article["id"]: [
            {role: [list(span) for span in getattr(each, role)] for role in ROLES}
            for each in relations
        ]
        for article, relations in zip(articles, found, strict=True)
    }
    theirs = module.score(articles, rows)
    ours = {
        name: {"precision": round(p, 4), "recall": round(r, 4), "f1": round(f1, 4)}
        for name, (p, r, f1) in figures.items()
    }
    wrong = [
        name
        for name in ours
        if any(abs(ours[name][k] - theirs[name][k]) > 1e-4 for k in ours[name])
    ]
    print(
        "the data's own scorer says otherwise of " + ", ".join(wrong)
        if wrong
        else "the data's own scorer agrees"
    )
    return not wrong


if __name__ == "__main__":
    sys.exit(main())
