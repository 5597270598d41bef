"""Bytes become text, or one line says why not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SourceError
from ingest.decode import decode
from tests.support.build import refusal

TEXT = "Ça n’a pas été confirmé, dit la ministre — “non”. Les élèves étaient à l’école. " * 5
PLAIN = "Der Bürgermeister erklärte, die Brücke über den Fluss sei für Fußgänger gesperrt. " * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_encodings_are_told_by_their_marks(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_western_encodings_are_guessed(encoding: str) -> None:
    assert decode(PLAIN.encode(encoding)) == PLAIN


@pytest.mark.parametrize("data", [b"", b" \r\n\t "])
def test_an_empty_file_is_named(data: bytes) -> None:
    with pytest.raises(SourceError, match="it is empty"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [b"\x7fELF\x02\x01\x01\0\0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "text".encode("utf-16-le")],
    ids=["elf", "png", "utf-16-without-mark"],
)
def test_binary_data_is_named(data: bytes) -> None:
    with pytest.raises(SourceError, match="binary data"):
        decode(data)


def test_a_broken_utf_16_file_is_named_with_its_place() -> None:
    with pytest.raises(SourceError, match=r"not valid utf-16 \(byte"):
        decode("text".encode("utf-16") + b"x")


def test_noise_is_no_text() -> None:
    noise = bytes(byte for byte in random.Random(1).randbytes(20_000) if byte)
    with pytest.raises(SourceError, match="not text in any encoding"):
        decode(noise)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_source_error(data: bytes) -> None:
    reason = refusal(decode, data)
    assert reason is None or "\n" not in reason
