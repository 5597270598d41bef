"""The picture of `statements --plot`: its marks, its words, and that it is always the same."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from lxml import etree

from assistant.ledger import Wanted
from assistant.types import Stance
from tests.support.command import environment
from ui.statements import Said
from ui.timeline import MARKS, SPEAKERS, timeline, title

SVG = "{http://www.w3.org/2000/svg}"
DAY = datetime(2026, 2, 3, 9, tzinfo=UTC)


def said(
    number: int = 0,
    speaker: str = "Mirela Kostán",
    when: datetime | None = DAY,
    stance: Stance = "asserts",
    content: str = "we said so",
    **more: object,
) -> Said:
    values: dict[str, object] = {"role": "", "named": True, "title": "A title", **more}
    return Said(
        id=f"a{number}/1/0-10@0",
        article_id=f"a{number}",
        speaker=speaker,
        cue="said",
        stance=stance,
        content=content,
        direct=False,
        start=0,
        end=10,
        source_spans=(),
        cue_spans=(),
        content_spans=((0, 10),),
        source="Paper",
        url=None,
        published_at=when,
        articles=1,
        origins=1,
        copies=(),
        **values,  # type: ignore[arg-type]
    )


class Picture:
    """An SVG, taken apart."""

    def __init__(self, rows: list[Said], heading: str = "Statements") -> None:
        self.text = timeline(rows, heading)
        self.root = etree.fromstring(self.text.encode())

    @property
    def words(self) -> list[str]:
        """The texts that are shown, from their first to their last."""
        return ["".join(each.itertext()) for each in self.root.iter(f"{SVG}text")]

    @property
    def tips(self) -> list[str]:
        """What the marks say."""
        return [each.text or "" for each in self.root.iter(f"{SVG}title")]

    @property
    def places(self) -> list[tuple[str, str]]:
        """Where the marks stand."""
        marks = [g for g in self.root.iter(f"{SVG}g") if g.get("id", "").startswith("statement-")]
        uses = [next(mark.iter(f"{SVG}use")) for mark in marks]
        return [(use.get("x", ""), use.get("y", "")) for use in uses]


def test_a_mark_for_each_statement_that_says_its_words() -> None:
    picture = Picture([said(1, role="finance minister", stance="denies"), said(2, "Piers Holt")])
    assert sorted(picture.tips) == [
        "3 February 2026: Mirela Kostán, finance minister denies\nwe said so\n— A title, Paper",
        "3 February 2026: Piers Holt asserts\nwe said so\n— A title, Paper",
    ]
    assert {"Statements", "Mirela Kostán", "finance minister", "Piers Holt"} <= set(picture.words)
    assert {"asserts", "denies"} <= set(picture.words)
    assert "confirms" not in picture.words
    assert picture.root.get("aria-label") == "Statements"


def test_every_stance_has_a_colour_and_a_shape_of_its_own() -> None:
    assert set(MARKS) == set(get_args(Stance))
    assert len({shape for shape, _ in MARKS.values()}) == len(MARKS)
    assert len({colour for _, colour in MARKS.values()}) == len(MARKS)


def test_the_same_rows_make_the_same_picture() -> None:
    rows = [said(n, f"Speaker {n % 7}", DAY + timedelta(days=n)) for n in range(40)]
    first = timeline(rows, "H")
    assert timeline(rows, "H") == first
    assert "<dc:date>" not in first


def test_a_source_without_a_name_is_hollow_and_says_so() -> None:
    picture = Picture([said(1), said(2, "a senior official", named=False)])
    assert "a senior official (unnamed)" in picture.words
    assert "hollow: unnamed source" in picture.words
    assert "hollow: unnamed source" not in Picture([said(1)]).words
    assert "(unnamed)" in Picture([said(1, "", named=False)]).words


def test_two_marks_never_hide_each_other() -> None:
    for rows in ([said(n) for n in range(60)], [said(n, f"S {n % 3}") for n in range(60)]):
        places = Picture(rows).places
        assert len(places) == len(set(places)) == 60


def test_two_hundred_statements() -> None:
    rows = [
        said(n, f"Speaker Number{n % 31}", DAY + timedelta(days=n * 3 % 90), list(MARKS)[n % 9])
        for n in range(200)
    ]
    picture = Picture(rows)
    shown = [word for word in picture.words if word.startswith("Speaker")]
    assert len(shown) == SPEAKERS
    # The first 14 of 31 speak seven times, the others six times.
    left_out = 200 - len(picture.tips)
    assert f"Not shown: 11 other speakers with {left_out} statements." in picture.words


def test_who_says_most_comes_first() -> None:
    rows = [said(1, "Ada Quill"), *(said(n, "Piers Holt") for n in (2, 3)), said(4, "Bo Lind")]
    names = [word for word in Picture(rows).words if " " in word]
    assert names[:3].index("Piers Holt") < names[:3].index("Ada Quill")


def test_a_surname_alone_is_in_the_row_of_its_bearer() -> None:
    words = Picture([said(1), said(2, "Kostán"), said(3, "Mrs Kostán")]).words
    assert [word for word in words if "Kost" in word] == ["Mirela Kostán"]
    both = Picture([said(1), said(2, "Kostán"), said(3, "Janko Kostán")]).words
    assert sorted(word for word in both if "Kost" in word) == [
        "Janko Kostán",
        "Kostán",
        "Mirela Kostán",
    ]


def test_what_has_no_date_is_told_below() -> None:
    undated = [said(n, when=None, content=f"number {n}") for n in range(7)]
    picture = Picture([said(9), *undated])
    assert len(picture.tips) == 1
    assert "Without a date: Mirela Kostán asserts: number 0" in picture.words
    assert "Without a date: 2 statements more." in picture.words
    alone = Picture(undated[:1])
    assert alone.tips == []
    assert alone.words == ["Statements", "Without a date: Mirela Kostán asserts: number 0"]


def test_one_date_is_written_once() -> None:
    words = Picture([said(1), said(2, "Piers Holt", DAY + timedelta(hours=5))]).words
    assert [word for word in words if "Feb" in word] == ["3 Feb"]
    assert words.count("2026") == 1


def test_long_names_are_cut() -> None:
    words = Picture([said(1, "Bartholomew " * 20, role="head of the office of " * 20)]).words
    assert max(map(len, words)) <= 40
    assert sum(word.endswith("…") for word in words) == 2
    wide = Picture([said(1, "王小明外交部发言人国务院新闻办公室的名字很长很长")]).words
    assert any(word.startswith("王小明") and word.endswith("…") for word in wide)


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '"><svg onload="x()">',
        "& < > ' \"",
        "]]><!-- -->",
        "$x^2$ and $\\frac{1}$",
        "\x1b[31m\0\x07\x9b\u202e",
        "\ufffe\uffff\ud800",
        "%s {0} \\n",
    ],
)
def test_no_text_becomes_markup_or_mathematics(evil: str) -> None:
    name, text = f"Ann {evil}", f"so {evil}"
    row = said(1, name, role=evil, content=text, title=evil)
    picture = Picture([row, said(2, when=None, content=text)], f"Statements {evil}")
    assert not list(picture.root.iter(f"{SVG}script"))
    assert len(list(picture.root.iter(f"{SVG}svg"))) == 1
    assert not any(name.startswith("on") for each in picture.root.iter() for name in each.attrib)
    visible = "".join(
        c for c in evil if c.isprintable() and c not in "\x9b\u202e\ufffe\uffff\ud800"
    )
    assert any(f"Ann {visible.strip()}"[:14].strip() in word for word in picture.words)
    assert len(picture.tips) == 1


@pytest.mark.parametrize(
    ("wanted", "days", "expected"),
    [
        (Wanted(about="the withdrawal"), (0, 34),
         "Statements about the withdrawal, 3 February to 9 March 2026"),
        (Wanted(speaker="Kostán"), (0, 6), "Statements by Kostán, 3 to 9 February 2026"),
        (Wanted(), (0, 0), "Statements, 3 February 2026"),
        (Wanted(), (-60, 0), "Statements, 5 December 2025 to 3 February 2026"),
        (Wanted(article_id="a1"), (0, 0), "Statements in “A title”, 3 February 2026"),
        (Wanted(speaker="A", about="b"), (), "Statements by A about b"),
    ],
)  # fmt: skip
def test_the_title_says_the_question(wanted: Wanted, days: tuple[int, ...], expected: str) -> None:
    rows = [said(n, when=DAY + timedelta(days=n)) for n in days] or [said(when=None)]
    assert title(wanted, rows) == expected


def test_a_very_long_question_is_cut() -> None:
    heading = title(Wanted(about="withdrawal " * 50), [said()])
    assert len(heading) < 120
    assert heading.endswith("…, 3 February 2026")


def test_matplotlib_is_loaded_for_a_picture_alone_and_pyplot_never() -> None:
    code = (
        "import sys, ui.timeline, ui.statements\n"
        "assert 'matplotlib' not in sys.modules\n"
        "ui.timeline.timeline([], 'H')\n"
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
