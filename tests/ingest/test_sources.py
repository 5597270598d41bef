"""Paths to drafts: folders, compressed files, and everything that cannot be read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from assistant.errors import SourceError
from ingest.draft import Draft
from ingest.sources import files, read, size

GOOD = b'{"text": "It rained."}\n'


def only_reason(path: Path) -> str:
    """The one thing that reading this file says is wrong."""
    chosen, problems = files([path])
    found = [*problems, *(each.found for each in read(chosen))]
    (error,) = found
    assert isinstance(error, SourceError)
    assert str(path) in error.source
    assert "\n" not in str(error)
    return error.reason


def texts(path: Path) -> list[str]:
    return [each.found.text for each in read([path]) if isinstance(each.found, Draft)]


def test_folders_are_searched_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/c.HTML", ".git/x.txt", "a/.hidden.txt", "a/photo.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    chosen, problems = files([tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in chosen] == ["a/c.HTML", "a/z.md", "b.txt"]
    assert problems == []


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    assert only_reason(tmp_path / "no.txt") == "no such file or folder"
    assert only_reason(tmp_path / ("x" * 5000)) == "File name too long"


def test_a_folder_or_file_of_no_known_kind_is_told_which_are(tmp_path: Path) -> None:
    (tmp_path / "photo.png").touch()
    assert only_reason(tmp_path).startswith("no .html, .htm, .jsonl, .ndjson, .md")
    assert only_reason(tmp_path / "photo.png").startswith("not a .html, .htm")


def test_a_file_that_goes_away_is_named(tmp_path: Path) -> None:
    ((found),) = [each.found for each in read([tmp_path / "gone.txt"])]
    assert isinstance(found, SourceError)
    assert found.reason == "No such file or directory"
    assert size(tmp_path / "gone.txt") == 0


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "it is empty"),
        ("a.jsonl", b"\n\n", "it is empty"),
        ("a.txt", b"\x7fELF\x02\x01\x01\0\0\0", "it is not text but binary data"),
        ("a.md", "Text.".encode("utf-16-be"), "it is not text but binary data"),
        ("a.jsonl", GOOD.decode().encode("utf-16"), "it is binary data or UTF-16; JSON Lines must"),
        ("a.jsonl", b"nope", "Invalid JSON"),
        ("a.jsonl", b"[1]", "Input should be an object"),
        ("a.jsonl", b'{"title": "x"}', "text: Field required"),
        ("a.jsonl", b'{"text": null}', "text: Input should be a valid string"),
        ("a.jsonl", b'\n{"text": "a\0b"}', "Invalid JSON: control character"),
        ("a.jsonl", b'{"text": "a\\ud800b"}', "Invalid JSON: unexpected end of hex escape"),
        ("a.jsonl", b'{"text": "caf\xe9"}', "Invalid JSON: invalid unicode code point"),
        ("a.jsonl", b'{"text": "x", "authors": [{}]}', "authors"),
        ("a.jsonl.gz", GOOD, "the compressed file is damaged (Not a gzipped file"),
        ("a.txt.gz", gzip.compress(b"x" * 9999, mtime=0)[:-12], "the compressed file is damaged"),
        ("a.txt.gz", gzip.compress(b"", mtime=0), "it is empty"),
        ("a.html", b"<html></html>", "no article was found on the page"),
    ],
)
def test_bad_files_are_named_with_their_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert only_reason(tmp_path / name).startswith(reason)


def test_a_damaged_gzip_stream_is_named(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(os.urandom(9999)))
    data[500:600] = bytes(100)
    (tmp_path / "a.txt.gz").write_bytes(data)
    assert "the compressed file is damaged" in only_reason(tmp_path / "a.txt.gz")


def test_lines_before_the_damage_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(GOOD * 5000)[:-20])
    found = [each.found for each in read([tmp_path / "a.jsonl.gz"])]
    assert isinstance(found[-1], SourceError)
    assert len([each for each in found if isinstance(each, Draft)]) > 100


def test_escaped_null_characters_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "a\\u0000b"}')
    assert texts(tmp_path / "a.jsonl") == ["a\0b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_texts_of_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = "Die Brücke über den Fluss wurde für Fußgänger gesperrt, sagte der Bürgermeister. " * 4
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert texts(tmp_path / "a.txt") == [text]


def test_bytes_read_grow_to_the_size_of_all(tmp_path: Path) -> None:
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"]
    paths[0].write_bytes(GOOD * 3)
    paths[1].write_bytes(gzip.compress(GOOD * 3))
    steps = [each.bytes_read for each in read(paths)]
    assert len(steps) == 6
    assert steps == sorted(steps)
    assert steps[-1] == sum(map(size, paths))


def test_a_file_name_in_an_old_encoding_is_read(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text("It rained.")
    assert texts(tmp_path / name) == ["It rained."]
