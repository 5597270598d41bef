"""The stance of a statement, by its cue, what negates it, and its content."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.statements.stance import _CLEAR, _MODAL, _Sign, stance_of
from assistant.types import Span, Stance

EXAMPLES = [
    line.split("\t")
    for line in (Path(__file__).parents[2] / "data" / "stances.tsv")
    .read_text(encoding="utf-8")
    .splitlines()
]
STANCES = get_args(Stance)
FLOOR = 0.85

spans = st.lists(st.tuples(st.integers(-5, 120), st.integers(-5, 120)), max_size=4)
words = st.lists(
    st.sampled_from(
        "he not n't neither nor to said denied refused short of confirm call for on asked whether "
        "warned that will we must no doubt plan agreed , . “ ” \n İ ẞ".split(" ")
    ),
    max_size=40,
).map(" ".join)


def spans_of(sentence: str, parts: str) -> list[Span]:
    """Where the parts stand in the sentence, in order; " | " stands between two."""
    found = []
    at = 0
    for part in parts.split(" | ") if parts else []:
        match = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(sentence, at)
        assert match, f"{part!r} does not stand in {sentence!r}"
        found.append(match.span())
        at = match.end()
    return found


def stance(sentence: str, cue: str, content: str) -> Stance:
    return stance_of(sentence, spans_of(sentence, cue), spans_of(sentence, content))


def test_most_examples_are_right() -> None:
    wrong = [
        f"{wanted}, not {found}: {sentence}"
        for sentence, cue, content, wanted in EXAMPLES
        if (found := stance(sentence, cue, content)) != wanted
    ]
    assert {wanted for *_, wanted in EXAMPLES} == set(STANCES)
    assert 1 - len(wrong) / len(EXAMPLES) >= FLOOR, "\n".join(wrong)


@pytest.mark.parametrize(
    ("verbs", "expected"),
    [
        ("denied", "denies"),
        ("flatly and repeatedly denied", "denies"),
        ("did not deny", "asserts"),
        ("didn’t deny", "asserts"),
        ("could not deny", "asserts"),
        ("refused to rule out", "asserts"),
        ("ruled out", "denies"),
        ("did not dispute", "asserts"),
        ("never doubted", "asserts"),
        ("confirmed", "confirms"),
        ("has not yet confirmed", "declines"),
        ("refused to confirm", "declines"),
        ("would neither confirm nor deny", "declines"),
        ("neither confirmed nor denied", "declines"),
        ("could not immediately confirm", "doubts"),
        ("was unable to confirm", "doubts"),
        ("stopped short of formally confirming", "doubts"),
        ("no longer supports", "disputes"),
        ("does not believe", "disputes"),
        ("refused to accept", "disputes"),
        ("did not say", "declines"),
        ("could not say", "doubts"),
        ("did not call for", "asserts"),
        ("does not expect", "predicts"),
    ],
)
@pytest.mark.parametrize("marked", ["all", "last"])
def test_negation(verbs: str, expected: Stance, marked: str) -> None:
    cue = verbs if marked == "all" or verbs.endswith(" for") else verbs.split()[-1]
    cue = "out" if cue == "out" else cue
    assert stance(f"The envoy {verbs} a deal with the rebels.", cue, "a deal") == expected


@pytest.mark.parametrize(
    ("cue", "content"),
    [("declined", "to comment"), ("declined to", "comment"), ("declined to comment", "")],
)
def test_a_refusal_may_end_in_the_content(cue: str, content: str) -> None:
    assert stance("The port declined to comment.", cue, content) == "declines"


@pytest.mark.parametrize(
    ("sentence", "cue", "content", "expected"),
    [
        ("Bell refused to resign.", "refused", "to resign", "disputes"),
        ("Bell agreed to resign.", "agreed", "to resign", "promises"),
        ("Bell agreed with Ash.", "agreed", "with Ash", "confirms"),
        ("Bell asked whether it was safe.", "asked", "whether it was safe", "doubts"),
        ("Bell was asked whether it was safe.", "asked", "whether it was safe", "asserts"),
        ("Bell warned the crew to wait.", "warned", "the crew to wait", "demands"),
        ("Bell warned against diving.", "warned against", "diving", "demands"),
        ("Bell warned against diving.", "warned", "against diving", "demands"),
        ("Bell warned that rain could come.", "warned", "that rain could come", "predicts"),
        ("Bell warned that it is raining.", "warned", "that it is raining", "asserts"),
        ("Bell wants to win.", "wants", "to win", "asserts"),
        ("Bell wants Ash to go.", "wants", "Ash to go", "demands"),
        ("Bell said he would go.", "said", "he would go", "promises"),
        ("Bell thinks he will go.", "thinks", "he will go", "predicts"),
        ("Bell said he did not deny it.", "said", "he did not deny it", "asserts"),
        ("Bell said she could not confirm it.", "said", "she could not confirm it", "doubts"),
        ("Bell said if it is true he is ill.", "said", "if it is true he is ill", "asserts"),
        ("Bell rejected the claim that she lied.", "rejected", "the claim that she lied", "denies"),
        ("Bell rejected the claim that eels fly.", "rejected", "that eels fly", "disputes"),
    ],
)
def test_what_follows_the_cue_decides(
    sentence: str, cue: str, content: str, expected: Stance
) -> None:
    assert stance(sentence, cue, content) == expected


def test_words_of_another_sentence_or_clause_do_not_count() -> None:
    assert stance("Ash did not. Bell denied it.", "denied", "it") == "denies"
    assert stance("“I did not,” Bell said.", "said", "“I did not,”") == "asserts"
    assert stance("Bell said it. Ash denied it.", "said", "it") == "asserts"
    assert stance("He did not\nBell denied it.", "denied", "it") == "denies"


@pytest.mark.parametrize("change", [str.upper, str.title, lambda text: text.replace(" ", "\n ")])
def test_case_and_white_space_do_not_count(change: object) -> None:
    assert callable(change)
    sentence, cue, content = map(change, ("bell has denied it", "denied", "it"))
    assert stance(sentence, cue, content) == "denies"


def test_spans_may_be_empty_or_stand_at_the_edge() -> None:
    assert stance_of("", (), ()) == "asserts"
    assert stance_of("", ((0, 0),), ((3, 9),)) == "asserts"
    assert stance_of("Denied", ((0, 6),), ()) == "denies"
    assert stance_of("We will pay", (), ((0, 11),)) == "promises"
    assert stance_of("He denied it", ((3, 900),), ((-4, 2),)) == "denies"
    assert stance_of("It is so, he denied", ((13, 19),), ((0, 8),)) == "denies"


def test_a_long_text_is_read_around_the_cue_alone() -> None:
    class Watched(str):
        read = 0

        def __getitem__(self, key: object) -> str:
            part = super().__getitem__(key)  # type: ignore[index]
            Watched.read += len(part)
            return part

    filler = "not " * 250_000
    text = Watched(f"{filler}denied{filler}")
    place = len(filler)
    everything = [(0, len(text))]
    assert stance_of(text, [(place, place + 6)], everything) == "asserts"
    assert stance_of(text, everything, everything) in STANCES
    assert Watched.read < 3_000


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(words, st.text(max_size=150)), cue=spans, content=spans)
def test_any_text_and_spans_have_a_stance(text: str, cue: list[Span], content: list[Span]) -> None:
    assert stance_of(text, cue, content) in STANCES


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [
        ("said", "she was tired and that she supported the drivers all the same", "confirms"),
        ("said", "she was tired and that she rejected the plan", "disputes"),
        ("agreed", "that the mill was old but held that the court had no power", "disputes"),
        ("agreed", "that the mill was old but said that it was loud", "confirms"),
        ("said", "there was no sign that anything like 5,100 tonnes had left", "disputes"),
        ("said", "there was no evidence of 40 boats", "disputes"),
        ("said", "there was no sign of a thaw", "doubts"),
        ("said", "it was too soon to discuss a cause", "declines"),
        ("said", "it was too early to tell", "doubts"),
        ("wants", "a rise of 6 per cent", "demands"),
        ("wants", "the cup", "asserts"),
        ("said", "fares would have to rise", "predicts"),
        ("said", "“I shall have to tell her”", "asserts"),
        ("said", "the port has to close", "demands"),
        ("cautions", "that the series is short, and that one spring can change it", "asserts"),
        ("spoke against", "it", "disputes"),
        ("said", "orders are made early and that what is left would go to schools", "asserts"),
    ],
)
def test_what_is_said_decides(cue: str, content: str, expected: Stance) -> None:
    assert stance(f"Bell {cue} {content}.", cue, content) == expected


@pytest.mark.parametrize("sign", [*_CLEAR.values(), *_MODAL.values()])
def test_what_a_sign_matches_has_one_of_its_words(sign: _Sign) -> None:
    said = [each.lower() for row in EXAMPLES for each in (row[0], row[2])]
    matched = [each for each in said if sign.pattern.search(each)]
    assert matched
    assert all(any(word in each for word in sign.words) for each in matched)
