"""Texts that are hard to cut, for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

_HARD = (
    "e\u0301",  # a combining mark
    "a" + "\u0300" * 40,
    "👩\u200d👩\u200d👧\u200d👦",  # joined by zero-width joiners
    "🇫🇷",
    "\r\n",
    "\r",
    "\n\n",
    "\u00a0",  # a non-breaking space
    "\u2028",  # a line separator
    "\u0085",
    "\x1f",
    "مرحبا، كيف الحال؟ ",
    "\u202eשלום\u202c ",
    "한국어 문장이다. ",
    "他说：“不。”",
    "\ufeff",
    "\ufffd",
    "“We saw nothing,” she said. ",
    "(see e.g. Dr. J. Smith at 3.5 p.m. ",
    "https://news.example/a?b=c#d ",
    "ﬁ½ǆ",
    "x" * 120,
    "😀" * 101,
    "a,b." * 60,
)
_any_character = st.characters(exclude_categories=())  # lone surrogates too

hard_text = st.lists(
    st.one_of(st.sampled_from(_HARD), st.text(max_size=40), st.text("abc .\n", max_size=400)),
    max_size=30,
).map("".join)
"""Up to some thousand characters; it may be empty or white space alone."""

dirty_text = st.lists(
    st.one_of(st.sampled_from((*_HARD, "\0", "\ud800", "\udfff ")), st.text(_any_character)),
    max_size=20,
).map("".join)
"""As `hard_text`, with null characters and lone halves of surrogate pairs."""

paragraph_1mb = st.sampled_from(
    ("word ", "x", "x,", "😀", "e\u0301", "한", "Sentence one. ", "“", "\u00a0y", "(a. ")
).map(lambda unit: (unit * (1_000_000 // len(unit) + 1))[:1_000_000])
"""A paragraph of a million characters, with and without spaces."""
