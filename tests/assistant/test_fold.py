"""Words compared as a reader would compare them, and no more loosely."""

from __future__ import annotations

import pytest

from assistant.fold import find_words, words


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("they left", "Then they left."),
        ("“they left”", 'He said "they left" and sat down.'),
        ("it's dark", "Now it’s dark."),
        ("they\u00a0  left", "they\n\nleft"),
        ("1,200 troops", "Of 1,200 troops"),
        ("Velmar", "Velmar's troops"),
        ("(a.b*)", "see (a.b*) there"),
    ],
)
def test_found(said: str, text: str) -> None:
    found = find_words(said, text)
    assert found is not None
    start, end = found
    assert len(text[start:end].split()) == len(said.split())


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("They left", "they left"),
        ("left", "leftovers"),
        ("art", "part"),
        ("200 troops", "1,200 troops"),
        ("4", "4.5 per cent"),
        ("We can", "We can't"),
        ("We can", "We can’t"),
        ("they left", "they had left"),
        ("they, left", "they left"),
        ("Kostan", "Kostán"),
        ("", "anything"),
        (" ", "any thing"),
    ],
)
def test_not_found(said: str, text: str) -> None:
    assert find_words(said, text) is None


def test_only_between_the_offsets() -> None:
    assert find_words("a b", "a b a b", 1) == (4, 7)
    assert find_words("a b", "a b a b", 1, 6) is None


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("U.S. troops", ["us", "troops"]),
        ("Kostán's", ["kostan"]),
        ("NATO’s 1.5 million", ["nato", "1.5", "million"]),
        ("Jens-Petter", ["jens-petter"]),
        ("£5", ["£", "5"]),
    ],
)
def test_words(text: str, folded: list[str]) -> None:
    assert words(text) == folded
