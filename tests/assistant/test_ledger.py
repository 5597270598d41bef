"""The ledger: what is entered, what stays of earlier versions, and what is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from assistant.archive import Archive
from assistant.ledger import Wanted, person_of
from assistant.types import Stance, Statement
from tests.support.build import article
from tests.support.statements import contents, saying, statement, tell, told

KOSTAN, MARHAN = "Mirela Kostán", "Ludvík Marhan"


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with Archive.open(folder) as opened:
        yield opened


@pytest.fixture
def valley(archive: Archive) -> Archive:
    """Four articles of three papers, one of them without a date."""
    first = saying(
        "a1",
        (KOSTAN, "no soldier is left in the valley"),
        ("a senior official", "the bridge was closed"),
        title="Withdrawal in doubt",
        source="The Harbour Ledger",
        published_at=datetime(2026, 2, 1, 23, tzinfo=UTC),
    )
    tell(
        archive,
        first,
        statement(first, "no soldier is left in the valley", KOSTAN, role="defence minister"),
        statement(
            first, "the bridge was closed", "a senior official", named=False, stance="confirms"
        ),
    )
    second = saying(
        "a2",
        (MARHAN, "the troops withdrew at night"),
        title="At the river",
        source="Écho du Fleuve",
        published_at=datetime(2026, 2, 2, tzinfo=UTC),
    )
    tell(
        archive,
        second,
        statement(second, "the troops withdrew at night", MARHAN, stance="disputes"),
    )
    third = saying("a3", ("Kostán", "we shall see"), title="Later", source="Coast Radio")
    third = replace(third, published_at=datetime(2026, 3, 1, tzinfo=UTC))
    tell(archive, third, statement(third, "we shall see", "Kostán", stance="declines"))
    told(archive, "a4", (MARHAN, "the U.S. team measured the Straße"), published_at=None)
    return archive


def find(archive: Archive, limit: int | None = None, **wanted: object) -> list[str]:
    return contents(archive.ledger.find(Wanted(**wanted), limit))  # type: ignore[arg-type]


# What is entered


def test_a_statement_comes_back_as_it_went_in(archive: Archive) -> None:
    of = article(text="“It was — no.\n\nWe saw 👩‍👩‍👧,” Örn’s aide said, “nothing.”")
    given = Statement(
        "a1/1/1-56@41", "a1", "Örn’s aide", "an aide", False, "said", "denies",
        of.text[1:56], True, 1, 56, ((30, 40),), ((41, 45),), ((1, 27), (48, 56)),
    )  # fmt: skip
    assert (of.text[30:40], of.text[41:45], of.text[48:56]) == ("Örn’s aide", "said", "nothing.")
    tell(archive, of, given)
    (found,) = archive.ledger.find(Wanted())
    assert found.statement == given
    assert (found.title, found.source, found.url) == (of.title, of.source, of.url)
    assert (found.published_at, found.story) == (of.published_at, "a1")
    assert archive.ledger.of_articles(["a1"]) == {"a1": (found.statement,)}


def test_writing_again_replaces(archive: Archive) -> None:
    of = told(archive, "a1", (KOSTAN, "one"), (KOSTAN, "two"))
    assert archive.ledger.write([(of, [statement(of, "two", MARHAN)])]) == 1
    assert (find(archive), archive.ledger.count()) == (["two"], 1)
    assert find(archive, about="one") == []
    assert find(archive, speaker=KOSTAN) == []
    assert archive.ledger.write([(of, [])]) == 0
    assert archive.ledger.count() == 0


def test_an_update_keeps_what_the_article_said_out_of_sight(archive: Archive) -> None:
    before = told(archive, "a1", (KOSTAN, "the ferry is safe"))
    ((after, change),) = archive.put([(saying("a1", (KOSTAN, "the ferry sank")), [], [])])
    assert change == "updated"
    assert find(archive) == find(archive, about="ferry") == find(archive, speaker=KOSTAN) == []
    assert archive.ledger.unread() == ["a1"]
    archive.ledger.write([(after, [statement(after, "the ferry sank", KOSTAN)])])
    assert find(archive) == find(archive, about="ferry") == ["the ferry sank"]
    assert find(archive, about="safe") == []
    assert archive.ledger.count() == 1
    assert before.version == 1


def test_what_was_read_of_an_earlier_version_is_left_out(archive: Archive) -> None:
    old = told(archive, "a1", (KOSTAN, "the ferry is safe"))
    archive.put([(saying("a1", (KOSTAN, "the ferry sank")), [], [])])
    assert archive.ledger.write([(old, [statement(old, "the ferry is safe", KOSTAN)])]) == 0
    assert find(archive) == []
    assert archive.ledger.unread() == ["a1"]


def test_removing_an_article_takes_what_it_said(archive: Archive) -> None:
    told(archive, "a1", (KOSTAN, "the ferry is safe"))
    told(archive, "a1", (KOSTAN, "the ferry sank"))
    told(archive, "a2", (MARHAN, "the ferry was old"))
    archive.remove("a1")
    assert find(archive) == find(archive, about="ferry") == ["the ferry was old"]
    # A row of the word index that was left behind would now belong to another statement.
    told(archive, "a3", (MARHAN, "the lighthouse is dark"))
    assert find(archive, about="sank") == []
    assert archive.ledger.unread() == []


def test_a_removed_article_is_not_entered_again(archive: Archive) -> None:
    gone = told(archive, "a1", (KOSTAN, "the ferry is safe"))
    archive.remove("a1")
    assert archive.ledger.write([(gone, [statement(gone, "the ferry is safe", KOSTAN)])]) == 0
    assert archive.ledger.count() == 0


def test_the_queue_of_what_is_unread(archive: Archive) -> None:
    for id in ("b", "a"):
        archive.put([(article(id=id), [], [])])
    assert archive.ledger.unread() == ["a", "b"]
    assert archive.ledger.of_articles(["a", "b", "none"]) == {}
    archive.ledger.write([(archive.article("a"), [])])
    assert archive.ledger.unread() == ["b"]
    assert archive.ledger.of_articles(["a", "b"]) == {"a": ()}
    archive.ledger.read_again()
    archive.ledger.read_again()
    assert archive.ledger.unread() == ["a", "b"]
    archive.remove("b")
    assert archive.ledger.unread() == ["a"]


def test_more_articles_than_one_query_takes(archive: Archive) -> None:
    for n in range(601):
        told(archive, f"a{n:03}", (KOSTAN, f"house {n} stands"))
    assert len(archive.ledger.find(Wanted(), None)) == 601
    assert len(archive.ledger.of_articles(f"a{n:03}" for n in range(601))) == 601


# What is found


def test_newest_first_undated_last_and_each_article_in_its_order(valley: Archive) -> None:
    everything = find(valley)
    assert everything == [
        "we shall see",
        "the troops withdrew at night",
        "no soldier is left in the valley",
        "the bridge was closed",
        "the U.S. team measured the Straße",
    ]
    assert find(valley, 2) == everything[:2]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({"article_id": "a1"}, ["a1", "a1"]),
        ({"article_id": "nope"}, []),
        ({"stances": ("disputes", "declines")}, ["a3", "a2"]),
        ({"stances": ("denies",)}, []),
        ({"after": datetime(2026, 2, 2, tzinfo=UTC)}, ["a3", "a2"]),
        ({"before": datetime(2026, 2, 2, tzinfo=UTC)}, ["a1", "a1"]),
        ({"named": False}, ["a1"]),
        ({"named": True}, ["a3", "a2", "a1", "a4"]),
        ({"sources": ("the harbour ledger",)}, ["a1", "a1", "a4"]),
        ({"sources": ("écho DU fleuve", "COAST RADIO")}, ["a3", "a2"]),
        ({"sources": ("Nobody's",)}, []),
        ({"speaker": MARHAN}, ["a2", "a4"]),
        ({"speaker": "ludvik MARHAN"}, ["a2", "a4"]),
        ({"speaker": "Marhan"}, ["a2", "a4"]),
        ({"speaker": "Governor Marhan"}, ["a2", "a4"]),
        ({"speaker": "Ludvík"}, ["a2", "a4"]),
        ({"speaker": "defence minister"}, ["a1"]),
        ({"speaker": "the minister of defence"}, ["a1"]),
        ({"speaker": "official"}, ["a1"]),
        ({"speaker": "senior officials"}, ["a1"]),
        ({"speaker": "Nobody Atall"}, []),
        ({"speaker": "?!"}, []),
        ({"speaker": "  "}, ["a3", "a2", "a1", "a1", "a4"]),
        ({"about": "soldiers"}, ["a1"]),
        ({"about": "withdrawal"}, ["a1", "a1"]),
        ({"about": "the withdrawal of soldiers"}, ["a1"]),
        ({"about": "river night"}, ["a2"]),
        ({"about": "US"}, ["a4"]),
        ({"about": "U.S."}, ["a4"]),
        ({"about": "strasse"}, ["a4"]),
        ({"about": "kostan"}, []),
        ({"about": "the"}, ["a2", "a1", "a1", "a4"]),
        ({"speaker": MARHAN, "about": "night"}, ["a2"]),
        ({"speaker": "defence", "about": "valley"}, ["a1"]),
        ({"speaker": "defence", "about": "bridge"}, []),
        ({"speaker": MARHAN, "stances": ("disputes",), "sources": ("Écho du Fleuve",)}, ["a2"]),
        ({"speaker": "Kostán", "before": datetime(2026, 2, 2, tzinfo=UTC)}, ["a1"]),
        ({"about": "bridge", "named": True}, []),
        ({"about": "bridge", "named": False, "article_id": "a1"}, ["a1"]),
    ],
    ids=str,
)
def test_each_filter_and_several(
    valley: Archive, wanted: dict[str, object], ids: list[str]
) -> None:
    found = valley.ledger.find(Wanted(**wanted))  # type: ignore[arg-type]
    assert [each.statement.article_id for each in found] == ids


@pytest.mark.parametrize(
    "words",
    [
        '"', "'", '""', '"valley', "AND", "OR NOT", "valley AND", "NEAR(", "NEAR(valley bridge, 2)",
        "*", "val*", "^valley", "content:", "{title} : x", "valley -", "(", ")", "+", "\\", ";--",
        "$", "$5", "%", "\0", "\ud800", "…", "valley\0", "x" * 5000, "a " * 3000,
    ],
)  # fmt: skip
def test_no_words_are_a_command_to_the_index(valley: Archive, words: str) -> None:
    for field in ("about", "speaker"):
        find(valley, **{field: words})
    assert find(valley, about=f"{words} unheard-of") == []


def test_signs_beside_a_word_do_not_hide_it(valley: Archive) -> None:
    for words in ('"valley"', "valley*", "(valley)", "NEAR valley"[5:], "valley $"):
        assert find(valley, about=words) == ["no soldier is left in the valley"]


def test_accents_and_endings(archive: Archive) -> None:
    told(archive, "a1", ("A", "the cafés reopened"), title="T")
    for words in ("cafe", "CAFÉ", "cafés", "reopening", "cafes reopen"):
        assert find(archive, about=words) == ["the cafés reopened"]
    assert find(archive, about="opened") == []


# Who is who


def test_a_surname_alone_belongs_to_its_only_namesake(archive: Archive) -> None:
    told(archive, "a1", (KOSTAN, "one"))
    told(archive, "a2", ("Mrs Kostan", "two"))
    told(archive, "a3", (MARHAN, "three"))
    assert sorted(find(archive, speaker=KOSTAN)) == ["one", "two"]
    assert sorted(find(archive, speaker="Kostán")) == ["one", "two"]
    assert archive.ledger.namesakes("KOSTÁN") == ["mirela kostan"]


def test_a_surname_of_two_is_nobodys(archive: Archive) -> None:
    told(archive, "a1", (KOSTAN, "one"))
    told(archive, "a2", ("Kostán", "two"))
    told(archive, "a3", ("Janko Kostán", "three"))
    assert find(archive, speaker=KOSTAN) == ["one"]
    assert find(archive, speaker="Janko Kostan") == ["three"]
    assert sorted(find(archive, speaker="Kostán")) == ["one", "three", "two"]
    assert archive.ledger.namesakes("Kostán") == ["janko kostan", "mirela kostan"]
    archive.remove("a3")
    assert sorted(find(archive, speaker=KOSTAN)) == ["one", "two"]


def test_a_source_without_a_name_is_no_person(archive: Archive) -> None:
    of = saying("a1", ("a senior official", "one"), ("another official", "two"))
    tell(
        archive,
        of,
        statement(of, "one", "a senior official", named=False),
        statement(of, "two", "another senior official of the port", named=False),
    )
    assert find(archive, speaker="senior official") == ["one", "two"]
    assert archive.ledger.namesakes("official") == archive.ledger.speakers() == []


def test_the_speakers_with_a_name(valley: Archive) -> None:
    assert valley.ledger.speakers() == ["Kostán", MARHAN, KOSTAN]


@pytest.mark.parametrize(
    ("speaker", "person"),
    [
        ("Mirela Kostán", ("mirela kostan", "kostan")),
        ("President Dr. Kostán", ("kostan", "kostan")),
        ("the minister", ("minister", "minister")),
        ("Kostán's", ("kostan", "kostan")),
        ("", ("", "")),
        ("—", ("", "")),
    ],
)
def test_a_person_is_compared_without_titles(speaker: str, person: tuple[str, str]) -> None:
    assert person_of(speaker) == person


def test_a_copy_has_the_story_of_its_original(archive: Archive) -> None:
    told(archive, "a1", (KOSTAN, "one"))
    told(archive, "a2", (KOSTAN, "one"), origin_id="a1")
    assert {each.story for each in archive.ledger.find(Wanted())} == {"a1"}


def test_every_stance_can_be_kept_and_found(archive: Archive) -> None:
    of = saying("a1", *((KOSTAN, f"word {stance}") for stance in get_args(Stance)))
    tell(
        archive,
        of,
        *(statement(of, f"word {s}", KOSTAN, stance=s) for s in get_args(Stance)),
    )
    for stance in get_args(Stance):
        assert find(archive, stances=(stance,)) == [f"word {stance}"]
