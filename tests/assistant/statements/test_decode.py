"""From scores to attributions: the best allowed labels, what belongs to what, what is joined."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.statements.decode import Piece, Scores, best_labels, pieces, relations
from assistant.statements.relations import Relation
from assistant.statements.tags import BEGIN, INSIDE, LABELS, NONE, ROLES
from assistant.statements.windows import QUOTED, Window

LETTERS = {"s": "source", "c": "cue", "w": "content"}


def scores_of(rows: Sequence[Sequence[float]]) -> np.ndarray:
    """Scores of a window with these pieces between [CLS] and [SEP]."""
    edge = [[0.0] * LABELS]
    return np.array([*edge, *rows, *edge], dtype=np.float32).reshape(-1, LABELS)


def allowed(labels: Sequence[int]) -> bool:
    return all(
        label not in INSIDE.values() or before in (label, label - 1)
        for before, label in zip([NONE, *labels], labels, strict=False)
    )


def total(rows: np.ndarray, labels: Sequence[int]) -> float:
    return float(sum(rows[place, label] for place, label in enumerate(labels)))


# The best allowed sequence


def windows_of_scores(longest: int = 4) -> st.SearchStrategy[np.ndarray]:
    numbers = st.integers(0, 2**32 - 1)
    return st.builds(
        lambda seed, length: scores_of(
            np.random.default_rng(seed).normal(scale=3, size=(length, LABELS)).tolist()
        ),
        numbers,
        st.integers(1, longest),
    )


@given(st.lists(windows_of_scores(), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_no_allowed_sequence_is_better(scores: list[np.ndarray]) -> None:
    for given_scores, found in zip(scores, best_labels(scores), strict=True):
        rows = given_scores[1:-1]
        every = itertools.product(range(LABELS), repeat=len(rows))
        best = max(total(rows, labels) for labels in every if allowed(labels))
        labels = found[1:-1].tolist()
        assert allowed(labels)
        assert total(rows, labels) == pytest.approx(best, abs=1e-3)


@given(st.lists(windows_of_scores(30), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_each_window_is_labelled_as_if_alone(scores: list[np.ndarray]) -> None:
    together = best_labels(scores)
    alone = [best_labels([each])[0] for each in scores]
    assert [each.tolist() for each in together] == [each.tolist() for each in alone]
    assert [len(each) for each in together] == [len(each) for each in scores]


def test_the_edges_have_no_label() -> None:
    rows = scores_of([[0, 9, 0, 0, 0, 0, 0]])
    rows[[0, -1], BEGIN["content"]] = 99
    assert best_labels([rows])[0].tolist() == [NONE, BEGIN["source"], NONE]


def test_an_inside_never_begins() -> None:
    row = [0.0] * LABELS
    row[INSIDE["cue"]] = 9
    row[BEGIN["cue"]] = 1
    (found,) = best_labels([scores_of([row, row])])
    assert found[1:-1].tolist() == [BEGIN["cue"], INSIDE["cue"]]


def test_no_window_no_labels() -> None:
    assert best_labels([]) == []


# Runs of one role


def labelled(pattern: str) -> np.ndarray:
    """Labels of a window: capitals begin a role, small letters go on with it, "-" is none."""
    codes = [
        NONE if letter == "-" else (BEGIN if letter.isupper() else INSIDE)[LETTERS[letter.lower()]]
        for letter in pattern
    ]
    return np.array([NONE, *codes, NONE], dtype=np.int64)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("----", []),
        ("Ww-S", [Piece("content", 1, 2), Piece("source", 4, 4)]),
        ("WwWw", [Piece("content", 1, 2), Piece("content", 3, 4)]),
        ("SCWw", [Piece("source", 1, 1), Piece("cue", 2, 2), Piece("content", 3, 4)]),
    ],
)
def test_runs(pattern: str, found: list[Piece]) -> None:
    assert pieces(labelled(pattern)) == found


# What belongs to what

Link = dict[int, int]


def related(
    pattern: str, to_cue: Link, to_source: Link, quoted: str = ""
) -> list[tuple[str, str, str]]:
    """The attributions in a text whose pieces are "0" to "9", "a" and so on, as they are labelled.

    ``to_cue`` and ``to_source`` say to which piece each first piece of a run points; a run points
    to [CLS] where they say nothing. What of the text is ``quoted`` is in quotation marks.
    """
    text = "123456789abcdefghijklmnop"[: len(pattern)]
    length = len(pattern) + 2
    labels = np.full((length, LABELS), -9, dtype=np.float32)
    labels[np.arange(length), labelled(pattern)] = 9
    froms = np.zeros((length, 2 * length), dtype=np.float32)
    tos = np.concatenate([np.eye(length), np.eye(length)], axis=1).astype(np.float32)
    for kind, links in enumerate((to_cue, to_source)):
        for run in pieces(labelled(pattern)):
            froms[run.first : run.last + 1, kind * length + links.get(run.first, 0)] = 1
    shapes = np.array([0, *(QUOTED if letter in quoted else 0 for letter in text), 0])
    offsets = np.array([(0, 0), *((place, place + 1) for place in range(len(text))), (0, 0)])
    window = Window(np.zeros(length, np.int64), shapes, offsets, np.ones(length, np.bool_))
    (found,) = relations([window], [Scores(labels, froms, tos)])
    return [tuple(words(text, each, role) for role in ROLES) for each in found]  # type: ignore[misc]


def words(text: str, of: Relation, role: str) -> str:
    return "+".join(text[a:b] for a, b in getattr(of, role))


def test_a_content_goes_to_its_cue_and_the_cue_to_its_source() -> None:
    assert related("Ss-C-WwwW", {6: 4, 9: 4}, {4: 1}) == [("12", "4", "6789")]


def test_two_attributions_of_one_window_stay_apart() -> None:
    assert related("SCWw-SCWw", {3: 2, 8: 7}, {2: 1, 7: 6}) == [
        ("1", "2", "34"),
        ("6", "7", "89"),
    ]


def test_a_cue_may_be_pointed_to_by_any_of_its_pieces() -> None:
    assert related("SCccW", {5: 4}, {2: 1}) == [("1", "234", "5")]


def test_a_content_without_a_cue_is_nobodys() -> None:
    """What points to a piece that is no cue belongs to one that was not found."""
    assert related("SC-W", {4: 3}, {2: 1}) == []


def test_a_cue_that_points_to_nothing_has_no_source() -> None:
    assert related("SCW", {3: 2}, {2: 0}) == [("", "2", "3")]


def test_without_a_source_there_is_none() -> None:
    assert related("CW", {2: 1}, {1: 0}) == [("", "1", "2")]


def test_a_cue_without_a_content_says_nothing() -> None:
    assert related("SC", {}, {2: 1}) == []


def test_the_cues_are_in_order() -> None:
    assert [cue for _, cue, _ in related("WCCW", {1: 3, 4: 2}, {})] == ["2", "3"]


# What is joined


@pytest.mark.parametrize(
    ("pattern", "links", "content"),
    [
        ("CWwW", {2: 1, 4: 1}, "234"),
        ("CW---W", {2: 1, 6: 1}, "23456"),
        ("CW----W", {2: 1, 7: 1}, "2+7"),
        ("CW--W--W", {2: 1, 5: 1, 8: 1}, "2345678"),
    ],
)
def test_parts_with_hardly_anything_between_them_are_one(
    pattern: str, links: Link, content: str
) -> None:
    assert related(pattern, links, {}) == [("", "1", content)]


@pytest.mark.parametrize(
    ("quoted", "content"),
    [("", "2345"), ("2345", "2345"), ("12345", "2345"), ("23", "2+5"), ("45", "2+5"), ("2", "2+5")],
)
def test_an_edge_of_quotation_marks_keeps_parts_apart(quoted: str, content: str) -> None:
    assert related("CW--W", {2: 1, 5: 1}, {}, quoted) == [("", "1", content)]


def test_a_cue_and_its_source_keep_parts_apart() -> None:
    """Nobody says "he said": "It was, he said, late"."""
    assert related("WSCW", {1: 3, 4: 3}, {3: 2}) == [("2", "3", "1+4")]
    assert related("WCW", {1: 2, 3: 2}, {}) == [("", "2", "1+3")]


def test_the_places_are_those_of_the_text() -> None:
    window = Window(
        np.zeros(5, np.int64),
        np.zeros(5, np.int64),
        np.array([(0, 0), (10, 14), (15, 19), (22, 30), (0, 0)]),
        np.ones(5, np.bool_),
    )
    labels = np.full((5, LABELS), -9, dtype=np.float32)
    labels[np.arange(5), labelled("SCW")] = 9
    froms, tos = np.zeros((5, 2), np.float32), np.zeros((5, 2), np.float32)
    froms[3, 0] = tos[2, 0] = froms[2, 1] = tos[1, 1] = 1
    assert relations([window], [Scores(labels, froms, tos)]) == [
        [Relation(((10, 14),), ((15, 19),), ((22, 30),))]
    ]
