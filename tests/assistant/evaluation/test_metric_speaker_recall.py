"""speaker_recall, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

NAME = "speaker_recall"


@pytest.mark.parametrize(
    ("speakers", "cited", "expected"),
    [
        (["Maren Tolvik"], ["Maren Tolvik"], 1.0),
        (["Tolvik"], ["Maren Tolvik"], 1.0),  # either name may be the longer one
        (["Dr Maren Tolvik"], ["Tolvik"], 1.0),  # titles aside
        (["Maren Tolvik"], ["Odile Tolvik"], 0.0),
        (["Maren Tolvik"], ["Brandt"], 0.0),
        (["Tolvik", "Brandt"], ["Tolvik"], 1 / 2),
        (["Tolvik", "Brandt", "Skeie"], ["Skeie", "Tolvik", "Moe"], 2 / 3),
        (["the ministry"], ["Ministry"], 1.0),
        (["Tolvik"], [""], 0.0),  # the article's own words have no speaker
        (["Tolvik"], [], 0.0),
    ],
)
def test_the_share_of_the_expected_who_are_cited(
    speakers: list[str], cited: list[str], expected: float
) -> None:
    cites = [f"a1: The ferry sank | {who}" for who in cited]
    assert value(NAME, seen("x [1]", cites=cites, speakers=speakers)) == pytest.approx(expected)


def test_it_says_who_is_missing() -> None:
    of = seen("x", cites=["a1: The ferry | Moe"], speakers=["Tolvik", "Moe"])
    assert why(NAME, of) == "1 of 2 are cited; not Tolvik"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path, speakers=["Tolvik"]) == (0.0, True)
    assert value(NAME, seen(speakers=["Tolvik"])) == 0.0
    assert applies(NAME, speakers=["Tolvik"])
    assert not applies(NAME)
