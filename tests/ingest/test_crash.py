"""Killed at any moment of an ingest, an archive comes back with nothing lost, doubled or half done.

ONRECORD_CRASH_KILLS sets how many times it is killed.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from assistant.archive import Archive
from assistant.indexer import Indexer
from assistant.settings import Settings
from assistant.types import Article
from ingest.pipeline import ingest
from tests.support.build import agree, prose, spans_hold
from tests.support.fakes import SMALL

KILLS = int(os.environ.get("ONRECORD_CRASH_KILLS", "8"))
ARTICLES = 256
ROOT = Path(__file__).parents[2]


def test_killed_at_random_moments(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    chance = random.Random(20_260_207)
    folder = fresh(tmp_path, 0)
    unfinished = 0
    for kill in range(KILLS):
        # New states of the articles, so that there is something to add and to update each time.
        texts = write(file, state=kill)
        before = states(folder)
        seen = interrupted(folder, file, chance)
        unfinished += "finished" not in seen
        come_back(folder, texts, before, committed={id for line in seen for id in line.split()[2:]})
        if chance.random() < 0.2:
            folder = fresh(tmp_path, kill + 1)
    assert unfinished > KILLS * 0.6
    assert list((folder / "chroma").rglob("data_level0.bin"))

    texts = write(file, state=KILLS)
    once = fresh(tmp_path, -1)
    for place in (folder, once):
        with Archive.open(place) as archive:
            indexer = opened(place, archive)
            assert ingest(indexer, [file]).failed == []
            assert agree(indexer)
            assert {a.id: a.text for a in archive.articles() if a.id in texts} == texts
            again = ingest(indexer, [file])
            assert (again.unchanged, again.added, again.updated) == (ARTICLES, 0, 0)
            indexer.close()
    assert spans(folder) == spans(once)


def fresh(tmp_path: Path, number: int) -> Path:
    folder = tmp_path / f"archive{number}"
    folder.mkdir()
    return folder


def write(file: Path, state: int) -> dict[str, str]:
    """A file of articles; a third of them reads differently in each state. Returns their texts."""
    texts = {
        f"n{n}": prose(n, sentences=7) + (f"\n\nUpdated {state} times." if n % 3 == 0 else "")
        for n in range(ARTICLES)
    }
    lines = (json.dumps({"id": id, "title": id, "text": text}) for id, text in texts.items())
    file.write_text("\n".join(lines))
    return texts


def interrupted(folder: Path, file: Path, chance: random.Random) -> list[str]:
    """Kill an ingest after a number of its steps and a moment more; what it had printed by then."""
    steps, moment = chance.randrange(0, 34), chance.choice((0, chance.random() * 0.03))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.crash_ingest", str(folder), str(file)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process, process.stdout:
        seen = ""
        while seen.count("\n") < steps and (line := process.stdout.readline()):
            seen += line
        # Only to land inside a step; nothing waits for the time to pass.
        time.sleep(moment)
        process.kill()
        seen += process.stdout.read()
    assert process.returncode in (0, -signal.SIGKILL)
    return seen.split("\n")[:-1]  # the last line may be cut off


def states(folder: Path) -> dict[str, Article]:
    """The articles of the record, which a kill may add to but never take from."""
    with Archive.open(folder) as archive:
        return {article.id: article for article in archive.articles()}


def opened(folder: Path, archive: Archive) -> Indexer:
    return Indexer.open(folder, Settings.load(folder), archive, SMALL)


def come_back(
    folder: Path, texts: dict[str, str], before: dict[str, Article], committed: set[str]
) -> None:
    """Open the archive again, finish its work, and compare all of it."""
    with Archive.open(folder) as archive:
        assert archive.damage() is None
        indexer = opened(folder, archive)
        indexer.catch_up()
        assert agree(indexer)
        now = {article.id: article for article in archive.articles()}
        assert before.keys() | committed <= now.keys() <= texts.keys()
        assert all(now[id].text == texts[id] for id in committed)
        for id, article in now.items():
            old = before.get(id)
            assert article.text == texts[id] or article == old
            assert article.version == len(archive.earlier_versions(id)) + 1
            assert spans_hold(article.text, archive.passages_of(id))
        indexer.close()


def spans(folder: Path) -> dict[str, list[tuple[int, int, str]]]:
    """The passages of each article without their version numbers."""
    with Archive.open(folder) as archive:
        return {
            article.id: [(p.start, p.end, p.text) for p in archive.passages_of(article.id)]
            for article in archive.articles()
        }
