"""`onrecord statements`: what it lists, in which form, and what it says where there is nothing."""

from __future__ import annotations

import csv
import io
import os
import pty
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.archive import Archive
from assistant.assistant import Assistant
from assistant.errors import ArticleNotFound, UnknownSource
from assistant.ledger import Wanted
from assistant.scribe import Scribe
from assistant.settings import Settings
from tests.conftest import SAMPLES
from tests.support.build import article
from tests.support.command import ONRECORD, Run, environment
from tests.support.statements import saying, statement, tell, told
from ui.commands import Progress
from ui.handover import _COMMANDS
from ui.statements import COLUMNS, Said, Statements, statement_csv, statement_rows
from ui.wire import from_json, to_json

KOSTAN, MARHAN = "Mirela Kostán", "Ludvík Marhan"
WIRE = "the last of the troops left the Orsa valley on Tuesday, and none of them will return"
FIELDS = [
    "id", "article_id", "speaker", "role", "named", "cue", "stance", "content", "direct", "start",
    "end", "source_spans", "cue_spans", "content_spans", "title", "source", "url", "published_at",
    "articles", "origins", "copies",
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Statements made by hand: one that four papers print, and five others."""
    folder = tmp_path_factory.mktemp("told") / "archive"
    folder.mkdir()
    with Archive.open(folder) as made:
        Scribe(made).check()
        for n, origin in enumerate([None, "wire0", "wire0", None]):
            told(
                made,
                f"wire{n}",
                (KOSTAN, WIRE),
                source=f"Paper {n}",
                origin_id=origin,
                published_at=datetime(2026, 2, 3 + n, tzinfo=UTC),
            )
        of = saying(
            "a1",
            (MARHAN, "=1+1 is what we were told"),
            ("a senior official", "the bridge was “closed”, at least at night"),
            title="[bold]Night[/bold] at the bridge\x1b[31m",
            published_at=datetime(2026, 3, 9, tzinfo=UTC),
        )
        tell(
            made,
            of,
            statement(of, "=1+1 is what we were told", MARHAN, role="governor of Selk"),
            statement(
                of,
                "the bridge was “closed”, at least at night",
                "a senior official",
                named=False,
                stance="denies",
            ),
        )
        told(made, "a2", (MARHAN, "two lines\nof text"), published_at=None)
    return folder


@pytest.fixture
def listed(archive: Path, run: Run) -> list[dict[str, Any]]:
    done = run("--archive", archive, "statements", "--json")
    assert (done.status, done.err) == (0, "")
    rows: list[dict[str, Any]] = done.json
    return rows


def ids(run: Run, archive: Path, *options: str) -> list[str]:
    done = run("--archive", archive, "statements", "--json", *options)
    assert done.status == 0
    return [row["article_id"] for row in done.json]


# What it finds


def test_json(listed: list[dict[str, Any]], archive: Path, run: Run) -> None:
    assert [row["article_id"] for row in listed] == ["a1", "a1", "wire0", "a2"]
    assert all(list(row) == FIELDS for row in listed)
    for row in listed:
        text = run("--archive", archive, "show", row["article_id"], "--json").json["text"]
        assert text[row["start"] : row["end"]] == row["content"]
        assert row["content_spans"] == [[row["start"], row["end"]]]


def test_copies_are_one_statement_with_its_origins(listed: list[dict[str, Any]]) -> None:
    (wire,) = [row for row in listed if row["content"] == WIRE]
    assert (wire["articles"], wire["origins"]) == (4, 2)
    assert wire["copies"] == [
        {"article_id": f"wire{n}", "title": f"Headline of wire{n}", "source": f"Paper {n}"}
        for n in (3, 1, 2)
    ]


def test_the_statements_of_one_article_are_not_put_together(archive: Path, run: Run) -> None:
    (row,) = run("--archive", archive, "statements", "--article", "wire2", "--json").json
    assert (row["article_id"], row["articles"], row["origins"]) == ("wire2", 1, 1)
    assert row["copies"] == []


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--speaker", "kostan"], ["wire0"]),
        (["--speaker", "governor of Selk"], ["a1"]),
        (["--about", "bridge"], ["a1", "a1"]),
        (["--about", "troops", "--speaker", MARHAN], []),
        (["--stance", "denies"], ["a1"]),
        (["--stance", "DENIES", "--stance", "asserts", "--about", "closed"], ["a1"]),
        (["--after", "2026-03-01"], ["a1", "a1"]),
        (["--before", "4 February 2026"], ["wire0"]),
        (["--source", "paper 3"], ["wire3"]),
        (["--unnamed"], ["a1"]),
        (["--named", "--about", "bridge"], ["a1"]),
        (["--limit", "1"], ["a1"]),
    ],
    ids=" ".join,
)
def test_filters(archive: Path, run: Run, options: list[str], found: list[str]) -> None:
    assert ids(run, archive, *options) == found


# How it tells


def test_lines_in_a_pipe(archive: Path, run: Run) -> None:
    done = run("--archive", archive, "statements")
    assert (done.status, done.err) == (0, "")
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert [row[0] for row in rows] == ["2026-03-09", "2026-03-09", "2026-02-03", ""]
    assert rows[0][1:4] == [MARHAN, "governor of Selk", "asserts"]
    assert rows[1][1] == "a senior official (unnamed)"
    assert rows[2] == [
        "2026-02-03", KOSTAN, "", "asserts", WIRE, "Headline of wire0", "Paper 0", "4", "2",
        "wire0",
    ]  # fmt: skip
    assert rows[3][4] == "two lines of text"
    assert "\x1b" not in done.out


def test_a_table_on_a_terminal(archive: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*ONRECORD, "--archive", str(archive), "statements"],
        env=environment(TERM="dumb", COLUMNS="80"),
        stdout=theirs,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 4096):
                seen += piece
        except OSError:  # Linux: nobody has the terminal open any more
            pass
        os.close(ours)
    assert process.returncode == 0
    lines = seen.decode().replace("\r", "").splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].split() == ["Date", "Speaker", "Stance", "Statement"]
    words = " ".join(" ".join(lines).split())
    assert "4 articles, 2 origins" in words
    assert "(unnamed)" in words
    assert "[bold]Night[/bold] at the bridge" in words
    assert "1 article," not in words
    assert "\x1b" not in words


def test_more_than_the_limit_is_told(archive: Path, run: Run) -> None:
    done = run("--archive", archive, "statements", "--limit", "1")
    assert (done.status, len(done.out.splitlines())) == (0, 1)
    assert done.err == "onrecord: 3 more match; --limit 4 lists all\n"
    assert run("--archive", archive, "statements", "--limit", "3").err == (
        "onrecord: 1 more matches; --limit 4 lists all\n"
    )


def test_fifty_are_listed_where_nobody_says(tmp_path: Path, run: Run) -> None:
    (tmp_path / "many").mkdir()
    with Archive.open(tmp_path / "many") as made:
        Scribe(made).check()
        told(made, "a1", *((KOSTAN, f"house number {n} stands") for n in range(60)))
    plain = run("--archive", tmp_path / "many", "statements")
    assert (len(plain.out.splitlines()), plain.err.count("10 more match")) == (50, 1)
    for form in ("--json", "--csv"):
        every = run("--archive", tmp_path / "many", "statements", form)
        assert every.err == ""
        assert every.out.count("stands") == 60
        few = run("--archive", tmp_path / "many", "statements", form, "--limit", "5")
        assert few.out.count("stands") == 5


def test_csv(archive: Path, run: Run) -> None:
    done = run("--archive", archive, "statements", "--csv")
    assert (done.status, done.err) == (0, "")
    header, *rows = csv.reader(io.StringIO(done.out, newline=""))
    assert tuple(header) == COLUMNS
    told_ = [dict(zip(header, row, strict=True)) for row in rows]
    assert len(told_) == 4
    assert told_[0]["content"] == "'=1+1 is what we were told"
    assert told_[1]["content"] == "the bridge was “closed”, at least at night"
    assert (told_[1]["named"], told_[1]["stance"]) == ("false", "denies")
    assert (told_[2]["date"], told_[2]["articles"], told_[2]["origins"]) == ("2026-02-03", "4", "2")
    assert (told_[3]["date"], told_[3]["content"]) == ("", "two lines\nof text")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_field_of_the_csv_is_a_formula(sign: str) -> None:
    of = article(text="x")
    row = Said(
        "i", "a", f"{sign}HYPERLINK()", sign, True, "said", "asserts", f'{sign}1,"2"\r\n', False,
        0, 1, (), (), ((0, 1),), f"a {sign}", of.source, None, None, 1, 1, (),
    )  # fmt: skip
    text = statement_csv([row])
    _, (_, _, _, _, title, url, speaker, role, *_, content, _, _, _, _) = csv.reader(
        io.StringIO(text, newline="")
    )
    assert (speaker, role, content) == (f"'{sign}HYPERLINK()", f"'{sign}", f'\'{sign}1,"2"\r\n')
    assert (title, url) == (f"a {sign}", "")
    assert text.split("\r\n")[0] == ",".join(COLUMNS)
    assert next(statement_rows([row])).count("\t") == 9


def test_a_picture(archive: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "out.svg"
    done = run("--archive", archive, "statements", "--about", "the bridge", "--plot", file)
    assert (done.status, done.out) == (0, "")
    assert done.err == f"2 statements drawn in {file}\n"
    assert "Statements about the bridge, 9 March 2026" in file.read_text(encoding="utf-8")


def test_a_picture_that_cannot_be_written(archive: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "folder.svg").mkdir()
    for file in (tmp_path / "none" / "out.svg", tmp_path / "folder.svg"):
        done = run("--archive", archive, "statements", "--plot", file)
        assert done.status == 1
        assert done.complaint.startswith(f"{file} cannot be written (")


# What is wrong, and what is not there


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (
            ["--stance", "maybe"],
            "unknown stance 'maybe'; the stances are asserts, confirms, denies",
        ),
        (["--after", "soon"], "--after 'soon' is no date"),
        (["--after", "2026-02-10", "--before", "2026-02-01"], "the dates end before they begin"),
        (["--source", "paper 33"], 'unknown source "paper 33"; did you mean "Paper 3"'),
        (["--limit", "0"], "Invalid value for '--limit'"),
        (["--json", "--csv"], "choose one of --json, --csv and --plot"),
        (["--plot", "out.png"], "--plot out.png is no .svg file"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_wrong_usage(archive: Path, run: Run, options: list[str], complaint: str) -> None:
    done = run("--archive", archive, "statements", *options)
    assert done.status == 2
    assert done.complaint.startswith(complaint)


def test_an_unknown_article(archive: Path, run: Run) -> None:
    done = run("--archive", archive, "statements", "--article", "nope")
    assert done.status == 1
    assert done.complaint.startswith("no article has the id 'nope'; `onrecord articles`")


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (["--about", "zebra"], ""),
        (["--speaker", "Kostna"], f'; did you mean "{KOSTAN}"?'),
        (["--speaker", "Ludwig Marhan"], f'; did you mean "{MARHAN}"?'),
        (["--speaker", "Nobody Atall"], ""),
        (["--speaker", KOSTAN, "--stance", "doubts"], ""),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_nothing_found(archive: Path, run: Run, options: list[str], hint: str) -> None:
    plain = run("--archive", archive, "statements", *options)
    assert (plain.status, plain.out) == (0, "")
    assert plain.err == f"onrecord: no statement matches{hint}\n"
    as_json = run("--archive", archive, "statements", *options, "--json")
    assert (as_json.status, as_json.json, as_json.err) == (0, [], plain.err)
    as_csv = run("--archive", archive, "statements", *options, "--csv")
    assert as_csv.out == ",".join(COLUMNS) + "\r\n"


def test_nothing_found_draws_nothing(archive: Path, tmp_path: Path, run: Run) -> None:
    done = run(
        "--archive", archive, "statements", "--about", "zebra", "--plot", tmp_path / "out.svg"
    )
    assert (done.status, done.err) == (0, "onrecord: no statement matches\n")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_archive(tmp_path: Path, run: Run) -> None:
    done = run("--archive", tmp_path / "new", "statements")
    assert (done.status, done.out, done.err) == (0, "", "onrecord: no statement matches\n")


# The command itself


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant with one article that nobody has read yet."""
    folder = tmp_path_factory.mktemp("unread") / "archive"
    with Assistant.open(folder, Settings.load(folder, model=None)) as assistant:
        text = (SAMPLES / "08-tram-strike.txt").read_text(encoding="utf-8").partition("\n\n")[2]
        assistant.archive.put([(article(text=text), [], [])])
        yield assistant


def test_what_is_unread_is_read_first(opened: Assistant) -> None:
    said: list[Progress] = []
    assert opened.archive.ledger.unread() == ["a1"]
    heard = Statements().run(opened, said.append)
    assert said == [Progress(1, 1, "Reading who says what")]
    assert heard.rows
    assert opened.archive.ledger.unread() == []
    said.clear()
    assert Statements().run(opened, said.append) == heard
    assert said == []


def test_it_refuses_what_is_not_there(opened: Assistant) -> None:
    with pytest.raises(ArticleNotFound):
        Statements(Wanted(article_id="nope")).run(opened, lambda _: None)
    with pytest.raises(UnknownSource):
        Statements(Wanted(sources=("nope",))).run(opened, lambda _: None)


def test_it_goes_to_another_process_and_back() -> None:
    command = Statements(
        Wanted(
            "Kostán", "x", ("denies",), datetime(2026, 1, 1, tzinfo=UTC), None, ("P",), "a", False
        ),
        7,
    )
    assert _COMMANDS["statements"] is Statements
    assert from_json(Statements, to_json(command)) == command
    with pytest.raises(ValueError, match="stances"):
        from_json(Statements, {"wanted": {"stances": ["maybe"]}})
