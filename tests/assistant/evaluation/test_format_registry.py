"""Every format declares itself; what it cannot do is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case
from assistant.evaluation.formats import Format, format_named, formats
from assistant.evaluation.imported import Imported, document, write_suite
from assistant.evaluation.suite_file import load_suite

NAMES = ["alce", "beir", "deepeval", "langsmith", "ragas", "squad", "trec-qrels", "trec-run"]


def test_the_formats() -> None:
    assert [each.name for each in formats()] == NAMES
    ways = {each.name: (each.reads, each.writes) for each in formats()}
    assert [name for name, (reads, writes) in ways.items() if not writes] == ["langsmith", "squad"]
    assert [name for name, (reads, writes) in ways.items() if not reads] == ["deepeval", "ragas"]


@pytest.mark.parametrize("format", formats(), ids=NAMES)
def test_a_format_says_what_it_is(format: Format) -> None:
    assert format.about.endswith(".")
    assert format.about.count(". ") == 0
    assert bool(format.source) == format.reads


def test_an_unknown_format() -> None:
    with pytest.raises(SuiteError, match=r"no format 'bier'; did you mean 'beir'\?"):
        format_named("bier")
    with pytest.raises(SuiteError, match="no format 'xml'; there are alce, beir"):
        format_named("xml")


def test_what_a_format_cannot_do(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="no suite can be made of ragas"):
        format_named("ragas").imported(tmp_path)
    with pytest.raises(SuiteError, match="name the file that has them"):
        format_named("trec-qrels").imported(tmp_path)


@pytest.mark.parametrize(
    "format", [each for each in formats() if each.read], ids=lambda each: each.name
)
def test_a_file_that_cannot_be_read(format: Format, tmp_path: Path) -> None:
    source = tmp_path / "data"
    files = [source]
    if format.name == "beir":
        source.mkdir()
        (source / "qrels").mkdir()
        files = [source / "corpus.jsonl", source / "queries.jsonl", source / "qrels" / "test.tsv"]
        with pytest.raises(SuiteError, match=r"data: a BEIR folder has corpus\.jsonl"):
            format.imported(source)
    else:
        with pytest.raises(SuiteError, match="cannot be read: No such file"):
            format.imported(source, source)
    for content, said in ((b"", "the file is empty"), (b" \n", "empty"), (b"\xff\xfeq", "UTF-8")):
        for file in files:
            file.write_bytes(content)
        with pytest.raises(SuiteError, match=f"{files[0].name}: .*{said}") as caught:
            format.imported(source, None if format.name == "beir" else source)
        assert "\n" not in str(caught.value)


def test_a_suite_is_written_and_read_again(tmp_path: Path) -> None:
    case = Case(id="one", question="Who says: “yes”?", note="Größe", turns=("what?",))
    article = document("a1", "Title", "Text.", source="", url=None, authors=["One"])
    imported = Imported((case,), (article,), about="made up: here")
    suite = load_suite(write_suite(imported, tmp_path / "suite"))
    assert suite.cases == (case,)
    assert suite.plan.about == "made up: here"
    assert suite.plan.articles == ("articles.jsonl",)
    assert article == {"id": "a1", "title": "Title", "text": "Text.", "authors": ["One"]}
    with pytest.raises(SuiteError, match="holds a suite already"):
        write_suite(imported, tmp_path / "suite")


def test_a_suite_without_articles_names_an_archive(tmp_path: Path) -> None:
    imported = Imported((Case(id="one", question="who?"),))
    assert load_suite(write_suite(imported, tmp_path / "a", "../arc")).plan.archive == "../arc"
    assert load_suite(write_suite(imported, tmp_path / "b")).plan.archive is None
    (tmp_path / "file").touch()
    with pytest.raises(SuiteError, match="cannot be written"):
        write_suite(imported, tmp_path / "file" / "suite")


def test_a_format_that_is_only_read_is_not_written(tmp_path: Path) -> None:
    squad = format_named("squad")
    with pytest.raises(SuiteError, match="squad is read, not written"):
        squad.export(None, None, tmp_path)  # type: ignore[arg-type]
    with pytest.raises(SuiteError, match="no results in squad"):
        squad.results(tmp_path, None, None)  # type: ignore[arg-type]
