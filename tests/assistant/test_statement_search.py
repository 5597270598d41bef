"""Statements about something, by their words and by the passages about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.archive import Archive
from assistant.ledger import Recorded, Wanted
from assistant.origins import Told
from assistant.statement_search import StatementSearch, is_by
from assistant.types import Hit, Passage, Period, Query
from tests.support.build import article
from tests.support.statements import saying, statement

ADA, PIERS, KLARA = "Ada Quill", "Piers Holt", "Klara Quill"
FEB, MARCH, APRIL = (datetime(2026, month, 10, tzinfo=UTC) for month in (2, 3, 4))


@dataclass
class Nearest:
    """A searcher that finds whatever it is given, and remembers what it was asked."""

    passages: list[Passage] = field(default_factory=list)
    asked: list[Query] = field(default_factory=list)

    def search(self, query: Query, k: int) -> list[Hit]:
        self.asked.append(query)
        return [Hit(p, 1.0, n, "near") for n, p in enumerate(self.passages[:k], start=1)]


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    """Three articles of three days and two papers; each line of one is a passage."""
    with Archive.open(folder) as opened:
        for id, source, day, sayings in (
            ("a1", "Ledger", FEB, ((ADA, "the canal stays shut"), (PIERS, "the canal leaks"))),
            ("a2", "Post", MARCH, ((ADA, "the waterway opens soon"), ("Quill", "so be it"))),
            ("a3", "Post", APRIL, ((PIERS, "the canal is open"),)),
        ):
            of = saying(id, *sayings, title="News", source=source, published_at=day, authors=())
            cut, start = [], 0
            for ordinal, line in enumerate(of.text.split("\n")):
                end = start + len(line)
                cut.append(Passage(f"{id}/1/{ordinal}", id, line, start, end, ordinal))
                start = end + 1
            ((recorded, _),) = opened.put([(of, cut, [])])
            made = [statement(of, what, who) for who, what in sayings]
            opened.ledger.write([(recorded, made)])
        yield opened


def found(
    archive: Archive, wanted: Wanted, within: Query | None = None, near: Nearest | None = None
) -> list[str]:
    search = StatementSearch(archive, near or Nearest())
    told = search.find(wanted, within or Query("?"))
    return [each.first.statement.content for each in told]


def line(archive: Archive, article_id: str, ordinal: int) -> Passage:
    return archive.passages_of(article_id)[ordinal]


# By words, and by passages


def test_those_with_the_words_are_found_newest_first(archive: Archive) -> None:
    assert found(archive, Wanted(about="canal")) == [
        "the canal is open",
        "the canal stays shut",
        "the canal leaks",
    ]


def test_those_in_the_nearest_passages_follow(archive: Archive) -> None:
    near = Nearest([line(archive, "a2", 0)])
    assert found(archive, Wanted(about="canal"), near=near) == [
        "the canal is open",
        "the canal stays shut",
        "the canal leaks",
        "the waterway opens soon",
    ]
    assert [query.text for query in near.asked] == ["canal"]


def test_a_statement_is_found_once(archive: Archive) -> None:
    near = Nearest([line(archive, "a1", 0), line(archive, "a1", 0), line(archive, "a1", 1)])
    assert found(archive, Wanted(about="canal shut"), near=near) == [
        "the canal stays shut",
        "the canal leaks",
    ]


def test_what_is_near_is_still_of_whom_and_how_it_was_asked(archive: Archive) -> None:
    near = Nearest([line(archive, "a1", 0), line(archive, "a1", 1)])
    assert found(archive, Wanted(about="locks", speaker=PIERS), near=near) == ["the canal leaks"]
    assert found(archive, Wanted(about="locks", stances=("denies",)), near=near) == []


def test_without_a_subject_nothing_is_searched(archive: Archive) -> None:
    near = Nearest([line(archive, "a1", 0)])
    assert found(archive, Wanted(speaker=PIERS), near=near) == [
        "the canal is open",
        "the canal leaks",
    ]
    assert near.asked == []


# The filters of the question


def test_its_days_limit_what_is_found(archive: Archive) -> None:
    within = Query("?", published_after=MARCH, published_before=APRIL)
    assert found(archive, Wanted(), within) == ["the waterway opens soon", "so be it"]


def test_the_narrower_of_two_limits_holds(archive: Archive) -> None:
    within = Query("?", published_after=MARCH)
    assert found(archive, Wanted(after=FEB), within) == found(archive, Wanted(), within)
    assert found(archive, Wanted(after=APRIL), within) == ["the canal is open"]
    within = Query("?", published_before=MARCH)
    assert found(archive, Wanted(before=APRIL), within) == found(archive, Wanted(), within)
    assert found(archive, Wanted(before=FEB), within) == []


def test_a_strict_period_limits_and_another_does_not(archive: Archive) -> None:
    strict = Query("?", period=Period("since March", MARCH, None, strict=True))
    assert "the canal leaks" not in found(archive, Wanted(), strict)
    loose = Query("?", period=Period("in March", MARCH, APRIL))
    assert "the canal leaks" in found(archive, Wanted(), loose)


def test_its_sources_limit_what_is_found(archive: Archive) -> None:
    within = Query("?", sources=("ledger",))
    assert found(archive, Wanted(), within) == ["the canal stays shut", "the canal leaks"]


def test_its_speaker_limits_what_is_found(archive: Archive) -> None:
    within = Query("?", speaker=PIERS)
    assert found(archive, Wanted(), within) == ["the canal is open", "the canal leaks"]


@pytest.mark.parametrize("speaker", [ADA, "Quill", "minister"])
def test_asking_for_somebody_else_does_not_loosen_its_speaker(
    archive: Archive, speaker: str
) -> None:
    near = Nearest([line(archive, "a1", 0)])
    wanted = Wanted(about="canal", speaker=speaker)
    assert found(archive, wanted, Query("?", speaker=PIERS), near) == []


@pytest.mark.parametrize("speaker", [ADA, "Quill", "Ms Quill"])
def test_its_speaker_may_be_asked_for_in_other_words(archive: Archive, speaker: str) -> None:
    assert found(archive, Wanted(speaker=speaker), Query("?", speaker=ADA)) == [
        "the waterway opens soon",
        "so be it",
        "the canal stays shut",
    ]


def test_the_filters_reach_the_search(archive: Archive) -> None:
    near = Nearest()
    within = Query("long question", sources=("Post",), speaker=ADA, published_after=MARCH)
    found(archive, Wanted(about="canal"), within, near)
    (asked,) = near.asked
    assert (asked.text, asked.sources, asked.speaker, asked.published_after) == (
        "canal",
        ("Post",),
        ADA,
        MARCH,
    )


# By whom


@pytest.mark.parametrize(
    ("wanted", "by"),
    [
        (ADA, True),
        ("quill", True),
        ("Ms Quill", True),
        ("mayor", True),
        ("the mayor", True),
        ("mayor of Carrow", True),
        (KLARA, False),
        (PIERS, False),
    ],
)
def test_is_by(wanted: str, by: bool) -> None:
    of = article(text="It rained, said Ada Quill.")
    said = statement(of, "It rained", ADA, role="mayor of Carrow")
    assert is_by(Told(Recorded(said, "", "", None, None, "a1")), wanted) is by
