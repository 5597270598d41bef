"""Abbreviations that a text explains, after Schwartz and Hearst, and those in a search."""

from __future__ import annotations

import pytest

from assistant.abbreviations import explained, undotted
from assistant.forms import Form, forms


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("the Harbour Pilots Union (HPU) met", [("HPU", "Harbour Pilots Union")]),
        ("the HPU (Harbour Pilots Union) met", [("HPU", "Harbour Pilots Union")]),
        ("of the Office of National Tides (ONT), he said", [("ONT", "Office of National Tides")]),
        ("the Bureau for Ferries (BfF, in Velmar)", [("BfF", "Bureau for Ferries")]),
        ("the “Quay Street Association” (QSA)", [("QSA", "Quay Street Association")]),
        ("the mayor (left) and Ada Quill (HPU)", []),
        ("Senator Tom Ash (D)", []),
        ("the ferry sank (HPU)", []),
        ("They met. Harbours (HPU)", []),
    ],
)
def test_explained(text: str, pairs: list[tuple[str, str]]) -> None:
    assert list(explained(text)) == pairs


def test_dots_are_taken_off_abbreviations_alone() -> None:
    assert (
        undotted("The U.S. and J.K. Ash. No. 3. e.g. this") == "The US and JK Ash. No. 3. e.g. this"
    )


LEARNED = {"HPU": ["Harbour Pilots Union"]}
SHORTS = {"harbour pilots union": ["HPU"]}


def found(text: str) -> tuple[tuple[Form, ...], list[str]]:
    forms_found, rest = forms(text, lambda s: LEARNED.get(s, []), lambda k: SHORTS.get(k, []))
    return forms_found, rest.split()


def test_a_form_is_found_with_what_says_the_same() -> None:
    learned = Form("HPU", True, ("Harbour Pilots Union",))
    assert found("Did the HPU strike?") == ((learned,), ["Did", "the", "strike?"])
    long = Form("Harbour Pilots Union", False, ("HPU",))
    assert found("Did the Harbour Pilots Union strike?") == ((long,), ["Did", "the", "strike?"])
    assert found("who leads the hpu")[0] == (Form("HPU", True, ("Harbour Pilots Union",)),)
    (known,), _ = found("What did the U.N. say?")
    assert (known.typed, known.others) == ("UN", ("United Nations",))


def test_capitals_tell_abbreviations_from_words() -> None:
    assert found("who told us about it?")[0] == ()
    assert [form.typed for form in found("Did the WHO ask the US for IT?")[0]] == [
        "WHO",
        "US",
        "IT",
    ]
    assert found("WHO TOLD US ABOUT IT?")[0] == ()
