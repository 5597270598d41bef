"""Fusion against values worked by hand."""

from __future__ import annotations

import pytest

from assistant.fusion import fuse


def test_fusion_by_hand() -> None:
    fused = fuse([("a", 0.6), ("b", 0.52)], [("b", 10.0), ("c", 8.0), ("d", 5.0)])
    # By meaning, (cosine + 1) / 1.6: a 1.0, b 0.95, and c and d as the last, 0.95.
    # By words, BM25 / 10: b 1.0, c 0.8, d 0.5, and a as the last, 0.5.
    # a: 0.82 * 1.0 + 0.18 * 0.5 = 0.910     b: 0.82 * 0.95 + 0.18 * 1.0 = 0.959
    # c: 0.82 * 0.95 + 0.18 * 0.8 = 0.923    d: 0.82 * 0.95 + 0.18 * 0.5 = 0.869
    assert [found for found, _ in fused] == ["b", "c", "a", "d"]
    assert [score for _, score in fused] == pytest.approx([0.959, 0.923, 0.91, 0.869])


def test_fusion_of_little() -> None:
    assert fuse([], []) == []
    assert fuse([("a", 0.5), ("b", 0.4)], []) == [
        ("a", 0.82),
        ("b", pytest.approx(0.82 * 1.4 / 1.5)),
    ]
    assert [found for found, _ in fuse([], [("a", 2.0), ("b", 1.0)])] == ["a", "b"]
    # Equal scores: the first seen stays first.
    assert [found for found, _ in fuse([("y", 0.2), ("x", 0.2)], [])] == ["y", "x"]
    assert [found for found, _ in fuse([("x", -1.0), ("y", -1.0)], [("z", 0.0)])] == ["x", "y", "z"]
