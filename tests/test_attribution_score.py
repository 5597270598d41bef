"""The scorer of attributions, against cases worked by hand and the issue's own scorer."""

from __future__ import annotations

from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.statements.relations import Relation
from assistant.types import Span
from tests.bench import attribution_score as score

THEIRS = Path(__file__).parents[2] / "shared" / "tools" / "polnear_score.py"
TEXT = "Ada Quill said that it rained. Piers Holt said that it snowed."
#       0         10        20        30        40        50        60
RAIN = Relation(((0, 9),), ((10, 14),), ((15, 29),))
SNOW = Relation(((31, 41),), ((42, 46),), ((47, 61),))


def counts(name: str, found: list[Relation], right: list[Relation]) -> tuple[int, int, int]:
    """Hits, found and right ones of one figure."""
    scorer = score.Scorer()
    scorer.add(TEXT, found, right)
    figure = scorer.figures[name]
    return figure.hits, figure.found, figure.right


def content(*spans: Span) -> Relation:
    return Relation((), (), spans)


def test_what_is_right_is_right_in_all_figures() -> None:
    scorer = score.Scorer()
    scorer.add(TEXT, [RAIN, SNOW], [RAIN, SNOW])
    assert len(scorer.figures) == 8
    for figure in scorer.figures.values():
        assert (figure.hits, figure.found, figure.right) == (2, 2, 2)
        assert (figure.precision, figure.recall, figure.f1) == (1.0, 1.0, 1.0)


def test_figures_by_hand() -> None:
    figure = score.Figure(hits=3, found=4, right=6)
    assert figure.precision == 0.75
    assert figure.recall == 0.5
    assert figure.f1 == pytest.approx(0.6)
    assert score.Figure().f1 == score.Figure().precision == score.Figure().recall == 0.0


@pytest.mark.parametrize(
    ("found", "overlapping", "exact"),
    [
        (((15, 29),), 1, 1),
        (((20, 29),), 1, 0),
        # Half of the characters that are no white space: 12 of "that it rained", 6 of the rest.
        (((15, 22), (30, 40)), 1, 0),
        (((23, 38),), 1, 0),
        (((27, 41),), 0, 0),
        # A shorter one needs half of its own.
        (((28, 30),), 1, 0),
        (((28, 33),), 0, 0),
        (((30, 41),), 0, 0),
        # White space alone is nothing in common.
        (((19, 20),), 0, 0),
        (((15, 19), (20, 29)), 1, 0),
    ],
)
def test_when_two_contents_match(found: tuple[Span, ...], overlapping: int, exact: int) -> None:
    given, right = [content(*found)], [content((15, 29))]
    assert counts("content overlapping", given, right) == (overlapping, 1, 1)
    assert counts("content exact", given, right) == (exact, 1, 1)


def test_a_role_counts_once_where_several_relations_have_the_same_spans() -> None:
    again = Relation(RAIN.source, RAIN.cue, ((47, 61),))
    assert counts("source exact", [RAIN, again], [RAIN]) == (1, 1, 1)
    assert counts("content exact", [RAIN, again], [RAIN]) == (1, 2, 1)
    assert counts("whole exact", [RAIN, again], [RAIN]) == (1, 2, 1)


def test_an_empty_role_is_none_by_itself_and_matches_an_empty_one_in_the_whole() -> None:
    bare = Relation((), RAIN.cue, RAIN.content)
    assert counts("source exact", [bare], [RAIN]) == (0, 0, 1)
    assert counts("whole exact", [bare], [RAIN]) == (0, 1, 1)
    assert counts("whole exact", [bare], [bare]) == (1, 1, 1)
    assert counts("whole overlapping", [RAIN], [bare]) == (0, 1, 1)


def test_each_is_matched_once() -> None:
    """The first in order has the right one; the second finds it taken."""
    parts = [content((15, 22)), content((20, 29))]
    assert counts("content overlapping", parts, [content((15, 29))]) == (1, 2, 1)
    assert counts("content overlapping", [content((15, 29))], parts) == (1, 1, 2)


def test_figures_are_summed_over_documents_before_dividing() -> None:
    scorer = score.Scorer()
    scorer.add(TEXT, [RAIN], [RAIN, SNOW])
    scorer.add(TEXT, [RAIN, SNOW], [SNOW])
    figure = scorer.figures["whole exact"]
    assert (figure.hits, figure.found, figure.right) == (2, 3, 3)


# Against the scorer


@cache
def their_scorer() -> Any:
    spec = spec_from_file_location("polnear_score", THEIRS)
    assert spec is not None
    assert spec.loader is not None
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


_roles = st.lists(st.integers(0, len(TEXT)), max_size=6, unique=True).map(
    lambda edges: tuple(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)
_relation = st.builds(Relation, _roles, _roles, _roles)
_near = st.sampled_from([RAIN, SNOW, content((15, 29)), Relation(RAIN.source, (), ((18, 40),))])
_relations = st.lists(st.one_of(_relation, _near), max_size=5)


def as_rows(relations: list[Relation]) -> list[dict[str, Any]]:
    return [
        {role: [list(span) for span in getattr(each, role)] for role in score.ROLES}
        for each in relations
    ]


@pytest.mark.data
@pytest.mark.skipif(not THEIRS.is_file(), reason="needs ../shared/tools beside the repository")
@given(st.lists(st.tuples(_relations, _relations), min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_both_scorers_agree(documents: list[tuple[list[Relation], list[Relation]]]) -> None:
    scorer = score.Scorer()
    for found, right in documents:
        scorer.add(TEXT, found, right)
    gold = [
        {"id": n, "text": TEXT, "attributions": as_rows(right)}
        for n, (_, right) in enumerate(documents)
    ]
    theirs = their_scorer().score(gold, {n: as_rows(f) for n, (f, _) in enumerate(documents)})
    ours = {
        name: {measure: round(getattr(figure, measure), 4) for measure in ("precision", "recall")}
        | {"f1": pytest.approx(figure.f1, abs=1e-4)}
        for name, figure in scorer.figures.items()
    }
    assert ours == theirs
