"""A model's text arrives in any pieces; the sentences and their markers come out the same."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from assistant.draft import Draft

K1, K2 = "[pabcdef2]", "[pqrstuv7]"


def sentences(*pieces: str) -> list[tuple[str, list[str]]]:
    draft = Draft()
    found = []
    for piece in pieces:
        draft.add(piece)
        found += draft.take()
    found += draft.take_rest()
    return [(each.text, [m.strip() for m in each.markers]) for each in found]


def test_a_marker_belongs_to_the_sentence_before_it() -> None:
    assert sentences(f"One fell. {K1} Two rose {K2}. Three stayed.") == [
        ("One fell.", [K1]),
        ("Two rose.", [K2]),
        ("Three stayed.", []),
    ]


def test_markers_in_the_middle_and_side_by_side() -> None:
    assert sentences(f"Blinken {K1} said no{K1}{K2}.\n\nNext {K2}") == [
        ("Blinken said no.", [K1, K1, K2]),
        ("Next", [K2]),
    ]


def test_nothing_is_taken_before_it_is_certain() -> None:
    draft = Draft()
    draft.add("He said “no. ")
    assert draft.take() == []
    draft.add("Never,” and left. [pabc")
    assert draft.take() == []
    draft.add("def2] Then rain.")
    assert [each.text for each in draft.take()] == ["He said “no. Never,” and left."]


def test_a_bracket_that_is_no_marker_stays() -> None:
    assert sentences("He [the minister] left. [sic] Then rain.") == [
        ("He [the minister] left.", []),
        ("[sic] Then rain.", []),
    ]


TEXT = f"A fell. {K1} “B is. C was,” he said {K2}. [12] D\n\nE rose [and] fell {K1}{K2} again. F"


@given(st.lists(st.integers(0, len(TEXT)), max_size=12))
def test_pieces_do_not_matter(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(TEXT)]
    pieces = [TEXT[a:b] for a, b in itertools.pairwise(edges)]
    assert sentences(*pieces) == sentences(TEXT)


def test_what_is_broken_off_ends_with_its_last_whole_sentence() -> None:
    for said in (f"A fell. {K1} B rose. {K2}[pab", f"A fell. {K1} B rose {K2}. And C, who"):
        draft = Draft()
        draft.add(said)
        assert [each.text for each in draft.take_ended()] == ["A fell.", "B rose."]


def test_a_marker_is_found_where_white_space_or_letters_run_on() -> None:
    for run in (" " * 3000, "a" * 3000, "[" * 3000, "\n" * 3000):
        assert sentences(*f"{run} fell {K1}.")[-1][1] == [K1]
