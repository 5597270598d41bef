"""How long the ledger takes to find statements among 100,000, in a temporary archive.

    python tests/bench/statements_speed.py [--statements N]

The statements are made up, ten to an article. The status is 1 where a median is above the limit.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import get_args

from assistant.archive import Archive
from assistant.ledger import Ledger, Wanted
from assistant.types import Article, Stance, Statement

LIMIT = 30.0  # milliseconds, on two cores
_TO_AN_ARTICLE = 10
_SPEAKERS = 3000
_SOURCES = 40
_WORDS = 8000
_BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
_DAYS = 730
_ROUNDS = 60
_BATCH = 500
_STANCES: tuple[Stance, ...] = get_args(Stance)


def main() -> int:
    """Build, measure, print, judge."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--statements", type=int, default=100_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch, Archive.open(Path(scratch)) as archive:
        begun = time.perf_counter()
        fill(archive, chosen.statements // _TO_AN_ARTICLE)
        count = archive.ledger.count()
        print(f"{count:,} statements entered in {time.perf_counter() - begun:.1f} s")
        figures = {name: median(archive.ledger, ask) for name, ask in QUESTIONS.items()}
    for name, (value, found) in figures.items():
        print(f"{name:24} {value:6.1f} ms   {found:3} found   limit {LIMIT:.0f}")
    return int(any(value > LIMIT for value, _ in figures.values()))


def median(ledger: Ledger, ask: Callable[[random.Random], Wanted]) -> tuple[float, int]:
    """The median of some questions in milliseconds, and that of how many statements they find."""
    made = random.Random(2)
    took, found = [], []
    for _ in range(_ROUNDS):
        wanted = ask(made)
        begun = time.perf_counter()
        some = ledger.find(wanted)
        took.append((time.perf_counter() - begun) * 1000)
        found.append(len(some))
    return statistics.median(took), int(statistics.median(found))


def month(made: random.Random) -> tuple[datetime, datetime]:
    """Thirty days of the archive."""
    first = _BEGIN + timedelta(days=made.randrange(_DAYS - 30))
    return first, first + timedelta(days=30)


def by_stance(made: random.Random) -> Wanted:
    """A stance in a month."""
    after, before = month(made)
    return Wanted(stances=(made.choice(_STANCES),), after=after, before=before)


def speaker(made: random.Random) -> str:
    """A first and a last name; the lower of two draws, so that some speak often."""
    number = min(made.randrange(_SPEAKERS), made.randrange(_SPEAKERS), made.randrange(_SPEAKERS))
    return f"{name(number % 60)} {name(60 + number // 2)}"


def word(made: random.Random) -> str:
    """A made-up word; as in a language, a few of them are said very often."""
    return name(int(_WORDS ** made.random()))


def name(number: int) -> str:
    """A pronounceable word for a number."""
    parts = []
    number += 1
    while number:
        number, rest = divmod(number, 70)
        parts.append("bdfgklmnprstvz"[rest % 14] + "aeiou"[rest // 14])
    return ("".join(parts) + "n").capitalize()


QUESTIONS: dict[str, Callable[[random.Random], Wanted]] = {
    "by speaker": lambda made: Wanted(speaker=speaker(made)),
    "by last name": lambda made: Wanted(speaker=speaker(made).split()[1]),
    "by words of a role": lambda made: Wanted(speaker=f"minister {word(made)}"),
    "about one word": lambda made: Wanted(about=word(made)),
    "about the commonest word": lambda made: Wanted(about=name(1)),
    "about two words": lambda made: Wanted(about=f"{word(made)} {word(made)}"),
    "stance and dates": by_stance,
    "rare stance": lambda made: Wanted(stances=("declines",)),
    "about and speaker": lambda made: Wanted(speaker=speaker(made), about=word(made)),
    "about and stance": lambda made: Wanted(about=word(made), stances=(made.choice(_STANCES),)),
    "source": lambda made: Wanted(sources=(f"Paper {made.randrange(_SOURCES)}",)),
    "plain newest": lambda made: Wanted(),
}


def fill(archive: Archive, count: int) -> None:
    """Put ``count`` articles with their statements on record."""
    made = articles(random.Random(1))
    for first in range(0, count, _BATCH):
        some = list(islice(made, min(_BATCH, count - first)))
        archive.put([(article, [], []) for article, _ in some])
        archive.ledger.write(some)


def articles(made: random.Random) -> Iterator[tuple[Article, list[Statement]]]:
    """Articles without end, each with its statements."""
    number = 0
    while True:
        number += 1
        said = [" ".join(word(made) for _ in range(18)) for _ in range(_TO_AN_ARTICLE)]
        parts = [f"{each}, {speaker(made)} said." for each in said]
        article = Article(
            id=f"a{number:07}",
            url=f"https://news.example/{number}",
            title=" ".join(word(made) for _ in range(7)),
            source=f"Paper {made.randrange(_SOURCES)}",
            authors=(),
            published_at=_BEGIN + timedelta(minutes=made.randrange(_DAYS * 1440)),
            fetched_at=_BEGIN,
            language="en",
            text="\n".join([*parts, *(" ".join(word(made) for _ in range(90)) for _ in range(5))]),
        )
        yield article, [statement(made, article, each) for each in parts]


def statement(made: random.Random, article: Article, line: str) -> Statement:
    """What the line of the article says."""
    start = article.text.index(line)
    comma = line.index(", ")
    end, source = start + comma, start + comma + 2
    who = line[comma + 2 :].removesuffix(" said.")
    named = made.random() < 0.8
    return Statement(
        id=f"{article.id}/1/{start}-{end}@{source}",
        article_id=article.id,
        speaker=who if named else "a senior official",
        role=f"minister {word(made)}" if made.random() < 0.5 else "",
        named=named,
        cue="said",
        stance="asserts" if made.random() < 0.7 else made.choice(_STANCES),
        content=line[:comma],
        direct=False,
        start=start,
        end=end,
        source_spans=((source, source + len(who)),),
        cue_spans=((source + len(who) + 1, source + len(who) + 5),),
        content_spans=((start, end),),
    )


if __name__ == "__main__":
    sys.exit(main())
