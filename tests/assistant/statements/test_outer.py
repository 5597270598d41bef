"""Reports in reports: whose they are. Sources stand in [ ], cues in ( ), contents in { }."""

from __future__ import annotations

import pytest

from assistant.statements.outer import outermost
from assistant.statements.relations import Relation


def marked(text: str) -> tuple[str, Relation]:
    """The text without its marks, and what they mark."""
    plain, spans = "", {"[": [], "(": [], "{": []}
    begun: dict[str, int] = {}
    closing = {"]": "[", ")": "(", "}": "{"}
    for character in text:
        if character in spans:
            begun[character] = len(plain)
        elif character in closing:
            opened = closing[character]
            spans[opened].append((begun[opened], len(plain)))
        else:
            plain += character
    return plain, Relation(*(tuple(each) for each in spans.values()))


def told(text: str) -> str:
    """An attribution as it comes out, in the same marks."""
    plain, given = marked(text)
    (made,) = outermost(plain, [given])
    edges = [
        (place, order, mark)
        for (opened, closed), role in zip(("[]", "()", "{}"), ROLES, strict=True)
        for start, end in getattr(made, role)
        for place, order, mark in ((start, 1, opened), (end, 0, closed))
    ]
    for place, _, mark in sorted(edges, reverse=True):
        plain = plain[:place] + mark + plain[place:]
    return plain


ROLES = ("source", "cue", "content")


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (
            "An official said [photographs] (showed) {a camp by the river}.",
            "[An official] (said) {photographs showed a camp by the river}.",
        ),
        (
            "An official said that [photographs] (showed) {a camp}.",
            "[An official] (said) {that photographs showed a camp}.",
        ),
        (
            "It rained. Ada Quill argued [the count] (proved) {the town right}.",
            "It rained. [Ada Quill] (argued) {the count proved the town right}.",
        ),
    ],
)
def test_a_report_in_a_report_is_the_outer_ones(found: str, right: str) -> None:
    assert told(found) == right


@pytest.mark.parametrize(
    "found",
    [
        "[An official] (said) {the camp was empty}.",
        "{The camp was empty}, [an official] (said).",
        # The outer one ended with its sentence.
        "An official said so. [Photographs] (showed) {a camp}.",
        "What an official said\n[Photographs] (showed) {a camp}.",
        # Between the two stands more than "that".
        "An official said on Monday in the hall [photographs] (showed) {a camp}.",
        # Nobody is there to have said it.
        "(Said) {the camp was empty}.",
    ],
)
def test_what_is_in_no_report_stays(found: str) -> None:
    assert told(found) == found


def test_an_outer_report_that_was_found_is_left_to_itself() -> None:
    text = "An official said photographs showed a camp."
    outer = Relation(((0, 11),), ((12, 16),), ((17, 42),))
    inner = Relation(((17, 28),), ((29, 35),), ((36, 42),))
    assert outermost(text, [outer, inner]) == [outer, inner]


def test_a_source_too_far_behind_is_not_looked_for() -> None:
    long = "of the board of the harbour of the town " * 10
    found = f"An official {long}said [photographs] (showed) {{a camp}}."
    assert told(found) == found


def test_nothing_of_nothing() -> None:
    assert outermost("An official said photographs showed a camp.", []) == []
