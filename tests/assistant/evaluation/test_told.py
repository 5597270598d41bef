"""Whose statement a sentence of an answer is, and whether it says so."""

from __future__ import annotations

from assistant.types import Statement
from tests.support.seen import seen, value

INTERRUPTED = (
    "Drivers at Ferrygate, who struck twice, will refuse, according to two stewards, by a lot."
)
CHIEF = "Monitors saw 640 soldiers leave the upper valley, their chief said on Monday."
PASSIVE = "The harbour official was convicted on Monday of selling dredging contracts."
AGREED = "Iven Marrow agreed to race for a third year in the bay, several reports say."


def statement(text: str, content: str, source: str, cue: str, speaker: str = "") -> Statement:
    """What the ledger has of a text: the content is up to ``...`` and from there."""
    spans = tuple((text.index(part), text.index(part) + len(part)) for part in content.split("..."))
    start, end = spans[0][0], spans[-1][1]
    at = text.index(source) if source else 0
    who = ((at, at + len(source)),) if source else ()
    words = (text.index(cue), text.index(cue) + len(cue))
    return Statement(
        "s", "a", speaker, "", bool(speaker), cue, "asserts", text[start:end], False, start, end,
        who, (words,), spans,
    )  # fmt: skip


def unattributed(text: str, told: Statement, *says: str) -> float:
    """The metric of an answer that cites the whole text in each sentence."""
    said = [f"{each} [1]" for each in says]
    return value(
        "unattributed", seen(*said, cites=[f"a: {text}"], texts={"a": text}, statements=[told])
    )


def test_a_source_inside_of_its_own_statement_counts() -> None:
    content = "Drivers at Ferrygate, who struck twice, will refuse...by a lot"
    told = statement(INTERRUPTED, content, "two stewards", "according to", "two stewards")
    # The content runs over "according to two stewards", which is no part of what is said.
    assert unattributed(INTERRUPTED, told, INTERRUPTED) == 0.0
    bare = "Drivers at Ferrygate, who struck twice, will refuse, by a lot."
    assert unattributed(INTERRUPTED, told, bare) == 1.0


def test_the_words_that_the_article_has_for_a_source_count() -> None:
    content = "Monitors saw 640 soldiers leave the upper valley"
    told = statement(CHIEF, content, "their chief", "said", "Benno Tessier")
    assert unattributed(CHIEF, told, CHIEF) == 0.0
    assert unattributed(CHIEF, told, f"{content}, Benno Tessier told reporters.") == 0.0
    assert unattributed(CHIEF, told, f"{content}.") == 1.0


def test_where_no_source_is_named_the_cue_is_enough() -> None:
    told = statement(
        PASSIVE, "The harbour official...of selling dredging contracts", "", "convicted"
    )
    assert unattributed(PASSIVE, told, PASSIVE) == 0.0
    assert unattributed(PASSIVE, told, "The harbour official sold dredging contracts.") == 1.0


def test_a_short_answer_is_judged_with_the_sentence_that_has_it_in_full() -> None:
    content = "Monitors saw 640 soldiers leave the upper valley"
    told = statement(CHIEF, content, "their chief", "said", "Benno Tessier")
    assert unattributed(CHIEF, told, "640 soldiers.", CHIEF) == 0.0
    # One of the two gives it as a fact: the long one, which the short one is part of.
    assert unattributed(CHIEF, told, "640 soldiers.", f"{content}.") == 0.5
    assert unattributed(CHIEF, told, "640 soldiers.") == 1.0


def test_a_sentence_with_two_who_act_is_given_to_the_one_who_says_it() -> None:
    content = "Iven Marrow agreed to race for a third year in the bay"
    told = statement(AGREED, content, "several reports", "say", "several reports")
    assert misattributed(AGREED, told, AGREED) == 0.0
    false = AGREED.replace("several reports say", "Ada Quill said")
    # Two attributions: the citation's own, and the sentence's, which is to somebody else.
    assert misattributed(AGREED, told, false) == 0.5


def misattributed(text: str, told: Statement, says: str) -> float:
    """The metric of an answer of one sentence that cites the whole text with its speaker."""
    cites = [f"a: {text} | {told.speaker}"]
    return value(
        "misattributed", seen(f"{says} [1]", cites=cites, texts={"a": text}, statements=[told])
    )
