"""speaker_precision, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

NAME = "speaker_precision"


@pytest.mark.parametrize(
    ("speakers", "cited", "expected"),
    [
        (["Tolvik"], ["Maren Tolvik"], 1.0),
        (["Tolvik"], ["Maren Tolvik", "Brandt"], 1 / 2),
        (["Tolvik"], ["Tolvik", "", ""], 1.0),  # those without a speaker are left out
        (["Tolvik", "Brandt"], ["Tolvik", "Tolvik", "Moe"], 2 / 3),
        (["Tolvik"], ["Brandt"], 0.0),
        (["Tolvik"], [""], 0.0),  # no speaker where one is expected
        (["Tolvik"], [], 0.0),
    ],
)
def test_the_share_of_the_cited_who_are_expected(
    speakers: list[str], cited: list[str], expected: float
) -> None:
    cites = [f"a1: The ferry sank | {who}" for who in cited]
    assert value(NAME, seen("x [1]", cites=cites, speakers=speakers)) == pytest.approx(expected)


def test_who_may_be_cited_counts_as_expected() -> None:
    # Of Tolvik, Brandt and Moe the first two.
    cites = [f"a1: The ferry | {who}" for who in ("Tolvik", "Brandt", "Moe")]
    of = seen("x", cites=cites, speakers=["Tolvik"], allowed_speakers=["Brandt"])
    assert value(NAME, of) == pytest.approx(2 / 3)


def test_it_names_the_others() -> None:
    cites = ["a1: The ferry | Moe", "a1: The ferry | Tolvik", "a1: The ferry | Skeie"]
    assert why(NAME, seen("x", cites=cites, speakers=["Tolvik"])) == (
        "1 of 3 are expected; [1] Moe, [3] Skeie"
    )


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path, speakers=["Tolvik"]) == (0.0, True)
    assert value(NAME, seen(speakers=["Tolvik"])) == 0.0
    assert applies(NAME, speakers=["Tolvik"])
    assert not applies(NAME)
