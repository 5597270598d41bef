"""Near copies of a statement are one statement with several origins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.ledger import Recorded
from assistant.origins import Told, together
from assistant.types import Statement

SAID = "the last of the troops left the Orsa valley on Tuesday, and none of them will return"


def recorded(
    article_id: str = "a1",
    content: str = SAID,
    speaker: str = "Mirela Kostán",
    story: str | None = None,
    day: int | None = 1,
    named: bool = True,
) -> Recorded:
    """A statement in an article that was published on this day of February."""
    statement = Statement(
        id=f"{article_id}/1/{content}",
        article_id=article_id,
        speaker=speaker,
        role="",
        named=named,
        cue="said",
        stance="asserts",
        content=content,
        direct=False,
        start=0,
        end=len(content),
        source_spans=(),
        cue_spans=(),
        content_spans=((0, len(content)),),
    )
    when = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(days=day - 1) if day else None
    return Recorded(statement, f"Title of {article_id}", "Ledger", None, when, story or article_id)


def articles_of(told: list[Told]) -> list[list[str]]:
    """The articles of each statement, the one that is shown first."""
    return [[each.statement.article_id for each in (group.first, *group.also)] for group in told]


def one(*contents: str, speakers: tuple[str, str] = ("Mirela Kostán", "Mirela Kostán")) -> bool:
    """Whether two contents, each in an article of its own, are one statement."""
    found = [
        recorded(f"a{n}", content, speaker)
        for n, (content, speaker) in enumerate(zip(contents, speakers, strict=True))
    ]
    return len(together(found)) == 1


def test_nothing_is_nothing() -> None:
    assert together([]) == []


def test_a_statement_alone_has_one_article_and_one_origin() -> None:
    (told,) = together([recorded()])
    assert (told.first, told.also) == (recorded(), ())
    assert (told.articles, told.origins) == (1, 1)


def test_articles_and_stories_are_counted_apart() -> None:
    wire = [recorded(f"w{n}", story="w0", day=n + 1) for n in range(4)]
    (told,) = together([*wire, recorded("other", day=9)])
    assert (told.articles, told.origins) == (5, 2)


def test_the_original_of_a_story_is_shown_before_its_copies() -> None:
    copy, original = recorded("copy", story="orig", day=1), recorded("orig", day=2)
    assert articles_of(together([original, copy])) == [["orig", "copy"]]
    assert articles_of(together([copy, original])) == [["orig", "copy"]]


def test_else_the_earliest_is_shown_and_one_without_a_date_last() -> None:
    found = [recorded("none", day=None), recorded("late", day=7), recorded("early", day=3)]
    assert articles_of(together(found)) == [["early", "late", "none"]]


def test_the_order_is_that_of_the_first_of_each() -> None:
    other = "the budget is balanced"
    found = [recorded("a3", day=3), recorded("a2", other, day=2), recorded("a1", day=1)]
    assert articles_of(together(found)) == [["a1", "a3"], ["a2"]]


def test_twice_in_one_article_is_said_twice() -> None:
    found = [recorded("a1"), recorded("a1"), recorded("a2")]
    assert articles_of(together(found)) == [["a1", "a2"], ["a1"]]


@pytest.mark.parametrize(
    ("speakers", "same"),
    [
        (("Mirela Kostán", "Mirela Kostan"), True),
        (("Mirela Kostán", "Kostán"), True),
        (("Mrs Kostán", "Mirela Kostán"), True),
        (("Mirela Kostán", "Janko Kostán"), False),
        (("Mirela Kostán", "Piers Vandenholt"), False),
        (("Mirela Kostán", "Mirela"), False),
        (("Mirela Kostán", ""), False),
    ],
)
def test_the_same_speaker(speakers: tuple[str, str], same: bool) -> None:
    assert one(SAID, SAID, speakers=speakers) is same


def test_a_surname_alone_does_not_bring_two_people_together() -> None:
    people = ["Kostán", "Mirela Kostán", "Janko Kostán"]
    found = [recorded(f"a{n}", speaker=name) for n, name in enumerate(people)]
    assert articles_of(together(found)) == [["a0", "a1"], ["a2"]]


def test_without_a_speaker_only_copies_of_one_story_are_one() -> None:
    found = [recorded("a1", speaker="", named=False), recorded("a2", speaker="", named=False)]
    assert len(together(found)) == 2
    copy = recorded("a2", speaker="", named=False, story="a1")
    assert len(together([found[0], copy])) == 1


def test_a_source_without_a_name_is_not_one_with_that_name() -> None:
    found = [recorded("a1", speaker="Kostán"), recorded("a2", speaker="Kostán", named=False)]
    assert len(together(found)) == 2


@pytest.mark.parametrize(
    "copy",
    [
        SAID,
        SAID.upper(),
        "“" + SAID + "”",
        SAID.replace("left", "had left"),
        SAID.replace("Tuesday,", "Tuesday –"),
        SAID.replace("the Orsa", "Orsa"),
    ],
)
def test_nearly_the_same_words(copy: str) -> None:
    assert one(SAID, copy)
    assert one(copy, SAID)


@pytest.mark.parametrize(
    ("content", "other"),
    [
        (SAID, SAID.replace("Tuesday", "Thursday")),
        (SAID, SAID.replace("Orsa", "Arosa")),
        (SAID, SAID.replace("none of them will", "all of them will")),
        (SAID, SAID.replace("left the", "never left the")),
        ("we can accept the terms of the offer", "we cannot accept the terms of the offer"),
        ("we could accept the terms of the offer", "we couldn’t accept the terms of the offer"),
        ("there were 412 people aboard the ferry", "there were 421 people aboard the ferry"),
        ("there were two hundred people aboard", "there were two thousand people aboard"),
        ("the rate rose by 2.5 percent last year", "the rate rose by 25 percent last year"),
        ("the F-16 planes were seen over the bay", "the F-35 planes were seen over the bay"),
        (
            "the toll is more than the ministry said it was in its report of that week",
            "the toll is less than the ministry said it was in its report of that week",
        ),
        (SAID, SAID + ", whatever the government in the capital now says about it"),
        ("no", "yes"),
    ],
)
def test_what_is_another_statement(content: str, other: str) -> None:
    assert not one(content, other)
    assert not one(other, content)


def test_numbers_are_compared_as_they_are_meant() -> None:
    assert one(
        "about 7,000 people had to leave their homes in the valley after the storm that night",
        "about 7000 people had to leave their homes in the valley after the storm that night",
    )


def test_a_single_word_and_none() -> None:
    assert one("Never", "never")
    assert one("…", "…")


def test_every_statement_is_told_once_among_many() -> None:
    """Two thousand statements of one speaker, each of them in two articles."""
    found = [
        recorded(f"{paper}{n}", f"we will build house {n} on the hill of the {n}th of our towns")
        for paper in "ab"
        for n in range(1000)
    ]
    told = together(found)
    assert articles_of(told) == [[f"a{n}", f"b{n}"] for n in range(1000)]
