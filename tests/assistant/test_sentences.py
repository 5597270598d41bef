"""Sentence spans are exact, in order, and leave out only white space."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.sentences import sentence_spans, trim
from tests.support.strategies import hard_text


@settings(max_examples=150, deadline=None)
@given(hard_text)
def test_only_white_space_is_left_out(text: str) -> None:
    spans = sentence_spans(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(start < end and text[start:end].strip() == text[start:end] for start, end in spans)
    left_out = (text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    assert not "".join(left_out).strip()


def test_a_quotation_stays_with_its_speaker() -> None:
    text = "“We left. Nobody asked,” said Dr. Ada Quill on 3 Feb. at 4.5 p.m.\nThen it rained."
    assert [text[a:b] for a, b in sentence_spans(text)] == text.split("\n")


def test_a_line_break_of_any_kind_ends_a_sentence() -> None:
    text = "One\rtwo\r\nthree\nfour"
    assert [text[a:b] for a, b in sentence_spans(text)] == ["One", "two", "three", "four"]


def test_open_brackets_do_not_make_a_long_paragraph_slow() -> None:
    text = "(a. b " * 20_000
    assert len(sentence_spans(text)) > 100


@given(st.text(" \n\u00a0\u2028x", max_size=30), st.data())
def test_trim_takes_off_white_space_alone(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = trim(text, start, end)
    assert start <= first <= last <= end
    assert text[first:last] == text[start:end].strip()
