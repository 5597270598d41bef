"""In how many articles what a citation quotes stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.archive import Archive
from assistant.retold import retold
from assistant.types import Citation
from tests.support.statements import saying, statement, tell

ADA, PIERS = "Ada Quill", "Piers Holt"
SAID = "the old canal at Lindehavn stays shut until the autumn"


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with Archive.open(folder) as opened:
        yield opened


def put(archive: Archive, id: str, *sayings: tuple[str, str], origin: str | None = None) -> None:
    of = saying(id, *sayings, origin_id=origin)
    tell(archive, of, *(statement(of, what, who) for who, what in sayings))


def citation(of: str, quote: str, text: str, speaker: str | None = ADA) -> Citation:
    start = text.index(quote)
    return Citation(
        1, of, f"{of}/1/0", quote, start, start + len(quote), "", "", None, None, speaker
    )


def counted(archive: Archive, of: str, quote: str, speaker: str | None = ADA) -> tuple[int, int]:
    text = archive.article(of).text
    (found,) = retold([citation(of, quote, text, speaker)], archive.ledger)
    return found.articles, found.origins


def test_what_stands_once(archive: Archive) -> None:
    put(archive, "a1", (ADA, SAID))
    assert counted(archive, "a1", SAID) == (1, 1)


def test_what_others_tell_as_well(archive: Archive) -> None:
    for id in ("a1", "a2", "a3"):
        put(archive, id, (ADA, SAID))
    assert counted(archive, "a1", SAID) == (3, 3)


def test_copies_of_one_article_are_one_origin(archive: Archive) -> None:
    put(archive, "a1", (ADA, SAID))
    put(archive, "a2", (ADA, SAID), origin="a1")
    put(archive, "a3", (ADA, SAID))
    assert counted(archive, "a2", SAID) == (3, 2)


def test_what_somebody_else_says_is_not_the_same(archive: Archive) -> None:
    put(archive, "a1", (ADA, SAID))
    put(archive, "a2", (PIERS, SAID))
    assert counted(archive, "a1", SAID) == (1, 1)


def test_other_words_are_not_the_same(archive: Archive) -> None:
    put(archive, "a1", (ADA, SAID))
    put(archive, "a2", (ADA, SAID.replace("shut", "open")))
    assert counted(archive, "a1", SAID) == (1, 1)


def test_of_several_in_a_quote_the_longest_counts(archive: Archive) -> None:
    put(archive, "a1", (ADA, "it rained"), (ADA, SAID))
    put(archive, "a2", (ADA, SAID))
    put(archive, "a3", (ADA, "it rained"))
    put(archive, "a4", (ADA, "it rained"))
    text = archive.article("a1").text
    assert counted(archive, "a1", text) == (2, 2)


def test_a_quote_of_nobody_is_left_as_it_is(archive: Archive) -> None:
    for id in ("a1", "a2"):
        put(archive, id, (ADA, SAID))
    assert counted(archive, "a1", SAID, speaker=None) == (1, 1)
    assert counted(archive, "a1", SAID, speaker=PIERS) == (1, 1)


def test_a_quote_beside_the_statement_is_left_as_it_is(archive: Archive) -> None:
    for id in ("a1", "a2"):
        put(archive, id, (ADA, SAID))
    assert counted(archive, "a1", ", said") == (1, 1)


def test_an_article_that_is_not_read_yet(archive: Archive) -> None:
    put(archive, "a1", (ADA, SAID))
    archive.ledger.read_again()
    assert counted(archive, "a1", SAID) == (1, 1)


def test_words_that_mean_nothing_are_not_looked_for(archive: Archive) -> None:
    for id in ("a1", "a2"):
        put(archive, id, (ADA, "it is"))
    assert counted(archive, "a1", "it is") == (1, 1)


def test_everything_else_of_a_citation_stays(archive: Archive) -> None:
    put(archive, "a1", (ADA, SAID))
    given = citation("a1", SAID, archive.article("a1").text)
    assert retold([given, given], archive.ledger) == (given, given)
    assert retold([], archive.ledger) == ()
