"""Datelines: what is one, and that all offsets stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.statements.datelines import without_datelines
from tests.support.strategies import hard_text


@pytest.mark.parametrize(
    "dateline",
    [
        "LINDEHAVN — ",
        "LINDEHAVN – ",
        "LINDEHAVN - ",
        "LINDEHAVN -- ",
        "LINDEHAVN (TMP) — ",
        "LINDEHAVN (The Meridian Press)—",
        "PORT ALDERY, Carrow — ",
        "PORT ALDERY, Carrow, Feb. 3 — ",
        "ST. BRANNOCK’S — ",
        "ÉCLUSE-SUR-ULLA — ",
        "  LINDEHAVN — ",
    ],
)
@pytest.mark.parametrize("after", ["The ferry sank.", "“It sank,” she said.", "42 people left."])
def test_a_dateline_is_blanked(dateline: str, after: str) -> None:
    assert without_datelines(dateline + after) == " " * len(dateline) + after


@pytest.mark.parametrize(
    "text",
    [
        "NATO — the alliance, that is — said so.",
        "The ferry — The Marigold — sank.",
        "“LINDEHAVN — The ferry sank,” she read.",
        "LINDEHAVN The ferry sank.",
        "A — The first letter.",
        "LINDEHAVN-The ferry",
        "LINDEHAVN —",
        "LINDEHAVN (a long remark of more than thirty letters) — The ferry sank.",
        "In LINDEHAVN — The ferry sank.",
    ],
)
def test_what_is_no_dateline_stays(text: str) -> None:
    assert without_datelines(text) == text


def test_each_paragraph_may_have_one() -> None:
    text = "LINDEHAVN — It rained.\r\n\r\nBRANNIK — It snowed.\nORSA - It blew."
    assert without_datelines(text).split() == "It rained. It snowed. It blew.".split()


@given(st.one_of(hard_text, st.text("AB (),.—-\n’", max_size=80)))
def test_no_character_moves(text: str) -> None:
    plain = without_datelines(text)
    assert len(plain) == len(text)
    assert all(a in (b, " ") for a, b in zip(plain, text, strict=True))
