"""How often the speaker of a direct quotation is found: right surnames in the PolNeAR dev articles.

Run from the repository root: ``python tests/bench/speakers_check.py [--wrong]``. The attributions
are given, so that only `assistant.statements.people` is measured. The right surnames, by reading,
are in ``polnear_speakers.json`` by article and offset of the source; the articles themselves are
not part of the repository. Left out are sources that are no person, or one without any name.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

from assistant.fold import fold
from assistant.statements.people import Speaker, speakers
from assistant.statements.relations import Relation

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "data" / "polnear" / "dev.jsonl.gz"
RIGHT = HERE / "polnear_speakers.json"
PRONOUNS = frozenset("he she they it i we you who which that his her".split())
KINDS = ("names", "pronouns", "descriptions")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list what is wrong")
    wrong = parser.parse_args().wrong
    if not DATA.exists():
        print(f"no data at {DATA}: nothing is measured")
        return
    right: dict[str, dict[str, str]] = json.loads(RIGHT.read_text(encoding="utf-8"))
    hits: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            for kind, hit, report in check(article, right.get(article["id"], {})):
                asked[kind] += 1
                hits[kind] += hit
                if wrong and not hit:
                    print(report)
    print(f"all          {hits.total()}/{asked.total()} = {hits.total() / asked.total():.3f}")
    for kind in KINDS:
        print(f"{kind:12} {hits[kind]}/{asked[kind]} = {hits[kind] / asked[kind]:.3f}")


def check(article: dict[str, Any], right: dict[str, str]) -> list[tuple[str, bool, str]]:
    """Of each direct quotation of a person: the kind of its source, if it is right, a line."""
    text, relations = article["text"], [relation(each) for each in article["attributions"]]
    found = []
    for each, speaker in zip(relations, speakers(text, relations), strict=True):
        start = each.source[0][0] if each.source else -1
        opening = text[each.content[0][0]] if each.content else ""
        if opening in ('"', "“") and (surname := right.get(str(start))):
            kind = kind_of(text[slice(*each.source[0])], surname)
            report = f"{article['id']} {start} {kind}: {surname}, not {speaker.name}"
            found.append((kind, is_right(speaker, surname), report))
    return found


def relation(attribution: dict[str, list[list[int]]]) -> Relation:
    source, cue, content = (
        tuple((start, end) for start, end in attribution[role])
        for role in ("source", "cue", "content")
    )
    return Relation(source, cue, content)


def kind_of(source: str, surname: str) -> str:
    if source.lower() in PRONOUNS:
        return "pronouns"
    named = surname in source or any(word[0].isupper() for word in source.split()[-1:])
    return "names" if named else "descriptions"


def is_right(speaker: Speaker, surname: str) -> bool:
    name = fold(speaker.name).removesuffix(" jr.").removesuffix(" ii")
    return f" {name}".endswith(f" {fold(surname)}")


if __name__ == "__main__":
    main()
