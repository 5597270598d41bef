"""Who took a side: from sentences made by hand to the claim and those who dispute it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.candidates import Candidate, Shown, Terms
from assistant.fold import words
from assistant.positions import MOST, positions
from assistant.question import understand

TERMS = Terms(words, lambda term: 1)
WHO = "Who disputed the withdrawal?"


def shown(place: int, date: str, text: str = "It is about the withdrawal.") -> Shown:
    return Shown(f"k{place}", f"Title {place}", f"Paper {place}", date, text)


PAPERS = [shown(0, "2026-02-03"), shown(1, "2026-02-01"), shown(2, "2026-02-02"), shown(3, "")]


def says(place: int, speaker: str, stance: str = "disputes", **more: object) -> Candidate:
    """A sentence of a speaker, near enough to the subject to count."""
    text = f"{speaker} spoke of the withdrawal, number {place}."
    made = Candidate(f"k{place}", place, text, speaker, "said", 0.9, 0.9, score=0.7)
    stances = (stance,) if stance else ()
    return replace(made, stances=stances, **more)  # type: ignore[arg-type]


def scored(candidates: list[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda c: -c.score)


def ask(
    *candidates: Candidate, question: str = WHO, papers: Sequence[Shown] = PAPERS
) -> tuple[list[str | None], list[str | None]]:
    """The speakers of the claim, and of those who took the side."""
    claim, held = positions(understand(question), list(candidates), papers, TERMS, scored)
    return [c.speaker for c in claim], [c.speaker for c in held]


# Whom it is asked of


@pytest.mark.parametrize(
    ("question", "stances"),
    [
        (WHO, {"disputes", "denies", "doubts"}),
        ("Who backed the withdrawal?", {"confirms"}),
        ("Who declined to comment on the withdrawal?", {"declines"}),
        ("Who demanded the withdrawal?", {"demands"}),
        ("Who promised the withdrawal?", {"promises"}),
        ("Who predicted the withdrawal?", {"predicts"}),
    ],
)
def test_a_side_is_its_stances(question: str, stances: set[str]) -> None:
    every = "asserts confirms denies disputes doubts demands promises predicts declines".split()
    taken = {each for each in every if ask(says(0, "Ada Quill", each), question=question)[1]}
    assert taken == stances


def test_who_admits_something_backs_nobody() -> None:
    question = "Who backed the withdrawal?"
    assert ask(says(0, "Ada Quill", "confirms", cue="admitted"), question=question)[1] == []
    assert ask(says(0, "Ada Quill", "confirms", cue="backed"), question=question)[1] != []


def test_who_spoke_is_everybody_with_a_stance_or_without() -> None:
    given = [says(0, "Ada Quill", "asserts"), says(1, "Piers Holt", ""), says(2, "Ivo Marsh")]
    assert ask(*given, question="Who spoke about the withdrawal?")[1] == [
        "Piers Holt",
        "Ivo Marsh",
        "Ada Quill",
    ]


def test_who_is_left_out_is_not_told() -> None:
    given = [says(0, "Ada Quill"), says(1, "Piers Holt")]
    question = "Who other than Ada Quill spoke about the withdrawal?"
    assert ask(*given, question=question)[1] == ["Piers Holt"]


def test_an_article_that_is_not_read_yet_goes_by_its_verbs() -> None:
    assert ask(says(0, "Ada Quill", "", cue="denied"))[1] == ["Ada Quill"]
    assert ask(says(0, "Ada Quill", "", cue="said"))[1] == []


def test_nobody_says_it() -> None:
    assert ask(replace(says(0, "Ada Quill"), speaker=None)) == ([], [])
    assert ask() == ([], [])


# In what order


def test_they_are_told_by_date_and_what_has_none_last() -> None:
    given = [says(n, name) for n, name in enumerate(["Ada Quill", "Piers Holt", "Ivo Marsh"])]
    given.append(says(3, "Uma Reed"))
    assert ask(*given)[1] == ["Piers Holt", "Ivo Marsh", "Ada Quill", "Uma Reed"]


def test_sources_without_a_name_come_last_whatever_their_date() -> None:
    given = [
        says(1, "a senior official", named=False),
        says(0, "Ada Quill"),
        says(3, "Uma Reed"),
        says(2, "critics", named=False),
    ]
    assert ask(*given)[1] == ["Ada Quill", "Uma Reed", "a senior official", "critics"]


def test_no_more_than_a_reader_takes_in() -> None:
    papers = [shown(n, f"2026-02-{n + 1:02}") for n in range(MOST + 4)]
    given = [says(n, f"Speaker{chr(65 + n)}", score=0.9 - n / 100) for n in range(MOST + 4)]
    held = ask(*given, papers=papers)[1]
    assert held == [f"Speaker{chr(65 + n)}" for n in range(MOST)]


def test_of_one_speaker_the_sentence_with_the_name_and_one_quotation() -> None:
    named = says(0, "Ada Quill", score=0.6)
    bare = replace(says(0, "Ada Quill", score=0.9), text="She disputed the withdrawal at length.")
    quoted = replace(says(1, "Ada Quill", score=0.5), text="“There is no withdrawal,” she said.")
    other = replace(quoted, text="“There was no withdrawal of any kind,” she said.", score=0.4)
    _, held = positions(understand(WHO), [bare, named, quoted, other], PAPERS, TERMS, scored)
    assert [c.text for c in held] == [quoted.text, named.text]


# What counts as being about it


def test_an_article_about_something_else_is_left() -> None:
    papers = [*PAPERS, replace(shown(4, "2026-02-01"), text="It is about the tram strike.")]
    off = replace(says(4, "Uma Reed"), text="Uma Reed disputed it.")
    assert ask(says(0, "Ada Quill"), off, papers=papers)[1] == ["Ada Quill"]


def test_a_sentence_far_from_the_subject_is_left() -> None:
    assert ask(says(0, "Ada Quill"), says(1, "Piers Holt", score=0.1))[1] == ["Ada Quill"]


def test_a_sentence_is_near_by_its_passage() -> None:
    near = replace(says(1, "Piers Holt", score=0.1), text="Piers Holt denied it.", cue="denied")
    beside = says(1, "Ada Quill", score=0.9)
    assert "Piers Holt" in ask(beside, near)[1]


# The claim


def claim(place: int, speaker: str, **more: object) -> Candidate:
    return says(place, speaker, "asserts", **more)


def test_the_claim_is_the_first_words_of_who_says_most() -> None:
    late, early = claim(0, "the ministry"), claim(1, "the ministry")
    found, held = positions(
        understand(WHO), [late, early, says(2, "Ada Quill")], PAPERS, TERMS, scored
    )
    assert [c.key for c in found] == [early.key]
    assert [c.speaker for c in held] == ["Ada Quill"]


def test_who_disputes_it_does_not_claim_it() -> None:
    given = [claim(0, "Ada Quill"), claim(1, "Ada Quill"), says(2, "Ms Quill")]
    assert ask(*given) == ([], ["Ms Quill"])


def test_nobody_without_a_name_claims_it() -> None:
    given = [claim(0, "an official", named=False), claim(1, "an official", named=False)]
    assert ask(*given, says(2, "Ada Quill"))[0] == []


def test_a_claim_in_passing_is_none() -> None:
    assert ask(claim(0, "the ministry", score=0.3), says(1, "Ada Quill"))[0] == []


def test_without_a_dispute_there_is_no_claim() -> None:
    assert ask(claim(0, "the ministry"), claim(1, "the ministry")) == ([], [])


def test_only_a_dispute_has_a_claim() -> None:
    given = [claim(0, "the ministry"), claim(1, "the ministry"), says(2, "Ada Quill", "confirms")]
    assert ask(*given, question="Who backed the withdrawal?")[0] == []


# Doubts without a verb for them


def test_a_negation_shows_a_dispute() -> None:
    doubt = replace(
        says(0, "Ada Quill", "asserts"), text="“The withdrawal never took place,” Ada Quill said."
    )
    claims = [claim(1, "the ministry"), claim(2, "the ministry")]
    assert ask(*claims, doubt) == (["the ministry"], ["Ada Quill"])
    plain = replace(doubt, text="“The withdrawal took place,” Ada Quill said.")
    assert ask(*claims, plain) == ([], [])


def test_a_negation_of_another_side_shows_nothing() -> None:
    never = "Ada Quill promised never to halt the withdrawal."
    assert ask(replace(says(0, "Ada Quill", "promises"), text=never))[1] == []


def test_what_a_sentence_denies_of_its_speaker_is_no_doubt() -> None:
    unnamed = replace(
        says(0, "an official", "asserts", named=False),
        text="An official who could not be named said the withdrawal went on.",
    )
    assert ask(unnamed)[1] == []
