"""Fusion against values worked by hand."""

from __future__ import annotations

import pytest

from assistant.fusion import fuse


def test_fusion_by_hand() -> None:
    fused = fuse([("a", 0.6), ("b", 0.52)], [("b", 10.0), ("c", 8.0), ("d", 5.0)])
    # By meaning, (cosine + 1) / 1.6: a 1.0, b 0.95, and c and d as the last, 0.95.
    # By words, BM25 / 10: b 1.0, c 0.8, d 0.5, and a as the last, 0.5.
    # a: 0.85 * 1.0 + 0.15 * 0.5 = 0.9250     b: 0.85 * 0.95 + 0.15 * 1.0 = 0.9575
    # c: 0.85 * 0.95 + 0.15 * 0.8 = 0.9275    d: 0.85 * 0.95 + 0.15 * 0.5 = 0.8825
    assert [found for found, _ in fused] == ["b", "c", "a", "d"]
    assert [score for _, score in fused] == pytest.approx([0.9575, 0.9275, 0.925, 0.8825])


def test_fusion_of_little() -> None:
    assert fuse([], []) == []
    assert fuse([("a", 0.5), ("b", 0.4)], []) == [
        ("a", 0.85),
        ("b", pytest.approx(0.85 * 1.4 / 1.5)),
    ]
    assert [found for found, _ in fuse([], [("a", 2.0), ("b", 1.0)])] == ["a", "b"]
    # Equal scores: the first seen stays first.
    assert [found for found, _ in fuse([("y", 0.2), ("x", 0.2)], [])] == ["y", "x"]
    assert [found for found, _ in fuse([("x", -1.0), ("y", -1.0)], [("z", 0.0)])] == ["x", "y", "z"]
