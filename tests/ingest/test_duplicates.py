"""Near copies: measured by hand, and found among the samples."""

from __future__ import annotations

import random

from assistant.indexer import Indexer
from ingest.duplicates import SIMILAR, bands, nearest, resemblance, shingles
from ingest.pipeline import ingest
from tests.conftest import SAMPLES
from tests.support.build import prose

WORDS = "one two three four five six seven eight nine ten " * 2


def test_resemblance_by_hand() -> None:
    # Four shingles each; two in common, six in all: 2 / 6.
    left, right = frozenset("abcd"), frozenset("cdef")
    assert resemblance(left, right) == 2 / 6
    assert resemblance(left, left) == 1
    assert resemblance(left, frozenset()) == resemblance(frozenset(), frozenset()) == 0


def test_shingles_are_three_folded_words_of_a_text_of_twenty() -> None:
    found = shingles(WORDS.upper())
    assert "eight nine ten" in found
    assert len(found) == 10
    assert shingles(" ".join(WORDS.split()[:19])) == frozenset()
    assert bands(frozenset()) == []


def edited(text: str, share: float, seed: int) -> str:
    """``text`` with this share of its words replaced."""
    made = random.Random(seed)
    return " ".join(f"new{seed}" if made.random() < share else word for word in text.split())


def test_small_edits_share_a_band_and_are_near() -> None:
    for seed in range(20):
        text = prose(seed, sentences=20)
        copy = edited(text, 0.05, seed)
        assert set(bands(shingles(text))) & set(bands(shingles(copy)))
        assert nearest(shingles(text), [("copy", copy), ("other", prose(seed + 100))]) == "copy"


def test_rewritten_texts_are_no_copies() -> None:
    for seed in range(20):
        text = prose(seed, sentences=20)
        other = edited(text, 0.5, seed)
        assert resemblance(shingles(text), shingles(other)) < SIMILAR
        assert nearest(shingles(text), [("other", other)]) is None


def test_the_wire_story_of_the_samples_has_one_origin_and_two_copies(indexer: Indexer) -> None:
    report = ingest(indexer, [SAMPLES])
    assert report.failed == []
    copies = {a.id: a.origin_id for a in indexer.archive.articles() if a.origin_id}
    assert report.duplicates == len(copies) == 2
    (origin,) = set(copies.values())
    assert origin is not None
    assert origin not in copies
    family = indexer.archive.articles_by_id([origin, *copies])
    assert len({article.source for article in family.values()}) == 3
    again = ingest(indexer, [SAMPLES])
    assert again.unchanged == again.seen == report.seen
    assert (again.added, again.updated, again.duplicates, again.passages) == (0, 0, 0, 0)
