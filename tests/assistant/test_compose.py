"""How chosen sentences become an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.candidates import Candidate, Shown
from assistant.compose import Line, changed, claimed, dated, factual, survey, told, with_names
from assistant.question import understand
from assistant.rerank import Judged


def shown(place: int, date: str = "2026-05-04", source: str = "") -> Shown:
    return Shown(f"k{place}", f"Title {place}", source or f"Paper {place}", date, "…")


def candidate(place: int, text: str, span: str = "", **more: object) -> Candidate:
    start = text.index(span) if span else -1
    judged = Judged(5.0, start, start + len(span)) if span else None
    made = Candidate(f"k{place}", place, text, None, "", 0.9, 0.9, judged=judged)
    return replace(made, **more)  # type: ignore[arg-type]


def test_the_short_answer_comes_first_and_names_who_says_so() -> None:
    said = candidate(
        0, "About 512,000 people left, the ministry said.", "512,000", speaker="the ministry"
    )
    lines = factual(understand("How many people left?"), [said], [shown(0)])
    assert [line.text for line in lines] == [
        "About 512,000, according to the ministry.",
        "About 512,000 people left, the ministry said.",
    ]
    assert [line.keys for line in lines] == [("k0",), ("k0",)]


@pytest.mark.parametrize(
    ("text", "speaker", "passage", "said_so"),
    [
        # A speaker whom the sentence calls "she", known from the passage or from elsewhere in it.
        ("She said 512,000 left.", "Ada Quill", "Ada Quill came.", ", according to Ada Quill."),
        ("She said 512,000 left.", "Ada Quill", "…", ", according to [Ada Quill]."),
        ("The ministry said 512,000 left.", "the ministry", "…", ", according to the ministry."),
        # Nobody was recognised, and it is still no fact of the article's own.
        ("It was claimed that 512,000 left.", None, "…", ", as reported."),
        ("By reportedly 512,000 the town grew.", None, "…", ", as reported."),
        ("In all 512,000 left.", None, "…", "."),
    ],
)
def test_a_statement_is_never_a_bare_fact(
    text: str, speaker: str | None, passage: str, said_so: str
) -> None:
    said = candidate(0, text, "512,000", speaker=speaker)
    beside = replace(shown(0), text=f"{passage} {text}")
    short = factual(understand("How many people left?"), [said], [beside])[0].text
    assert short == f"512,000{said_so}"


@pytest.mark.parametrize(
    ("text", "passage", "line"),
    [
        ("“It is cold. So am I.”", "Ada Quill stood up.", "Ada Quill: “It is cold. So am I.”"),
        ('"It is cold."', "She stood up.", '[Ada Quill]: "It is cold."'),
        ("“It is cold,” she said.", "…", "“It is cold,” she [Ada Quill] said."),
        ("“It is cold,” Ada Quill said.", "…", "“It is cold,” Ada Quill said."),
        ("It was cold.", "…", "It was cold."),
    ],
)
def test_a_quotation_that_stands_alone_says_whose_it_is(text: str, passage: str, line: str) -> None:
    said = candidate(0, text, speaker="Ada Quill", cue="said")
    beside = replace(shown(0), text=f"{passage} {text}")
    assert told(said, [beside]).text == f"4 May 2026: {line}"


def test_articles_that_agree_are_cited_together() -> None:
    first = candidate(0, "About 512,000 people left.", "512,000")
    second = candidate(1, "It is thought that 512,000 went.", "512,000")
    lines = factual(understand("How many people left?"), [first, second], [shown(0), shown(1)])
    assert lines[0].text == "About 512,000."
    assert lines[0].keys == ("k0", "k1")


def test_an_article_agrees_only_by_the_sentence_that_is_shown() -> None:
    first = candidate(0, "About 512,000 people left.", "512,000")
    second = candidate(1, "It is thought that 512,000 went.", "512,000")
    # What a citation would cut out of the second passage is another sentence than the one shown.
    nearer = replace(shown(1), text=f"{second.text} How many people left? 512,000 people left.")
    lines = factual(understand("How many people left?"), [first, second], [shown(0), nearer])
    assert lines[0].keys == ("k0",)
    assert [line.keys for line in lines[1:]] == [("k0",), ("k1",)]


def test_the_paper_s_own_name_and_an_unsure_judge_give_no_short_answer() -> None:
    text = "Paper Zero counted the people who left."
    named = candidate(0, text, "Paper Zero")
    own = replace(shown(0), source="paperzero.com")
    question = understand("Which paper counted?")
    assert [line.text for line in factual(question, [named], [own])] == [text]
    other = factual(question, [named], [shown(0)])
    assert other[0].text == "Paper Zero."
    unsure = replace(named, judged=Judged(2.0, 0, len("Paper Zero")))
    assert [line.text for line in factual(question, [unsure], [shown(0)])] == [text]


def test_articles_that_differ_stand_side_by_side_the_newer_first() -> None:
    older = candidate(0, "In all 490,000 people left.", "490,000")
    newer = candidate(1, "Now 512,000 people have left.", "512,000")
    dates = [shown(0, "2026-05-02"), shown(1, "2026-05-04")]
    lines = factual(understand("How many people left?"), [older, newer], dates)
    assert lines[0].text == (
        "“512,000” (Paper 1, 4 May 2026); earlier “490,000” (Paper 0, 2 May 2026)."
    )
    assert lines[0].keys == ("k1", "k0")
    same_day = [shown(0), shown(1)]
    lines = factual(understand("How many people left?"), [older, newer], same_day)
    assert "earlier" not in lines[0].text
    assert " or " in lines[0].text


def test_figures_of_different_things_are_not_set_against_each_other() -> None:
    first = candidate(0, "In all 490,000 people left.", "490,000")
    other = candidate(1, "They took 12 buses.", "12")
    lines = factual(understand("How many left?"), [first, other], [shown(0), shown(1)])
    assert lines[0].text == "490,000."


@pytest.mark.parametrize(
    ("text", "coverage", "said"),
    [
        ("The council approved the budget.", 0.95, "Yes."),
        ("The council did not approve the budget.", 0.95, "No."),
        ("The council approved the budget.", 0.5, None),
        ("The council would approve the budget.", 0.95, None),
        ("The council denied that it approved the budget.", 0.95, None),
    ],
)
def test_yes_or_no_only_where_a_sentence_says_so(
    text: str, coverage: float, said: str | None
) -> None:
    found = replace(candidate(0, text), coverage=coverage)
    lines = factual(understand("Did the council approve the budget?"), [found], [shown(0)])
    assert lines[-1].text == text
    assert [line.text for line in lines[:-1]] == ([said] if said else [])


def test_a_summary_says_what_changed() -> None:
    newer = candidate(0, "Now 5,100 troops have left.")
    older = candidate(1, "On Friday 4,200 troops left.")
    lines = survey([newer, older], [shown(0, "2026-02-06"), shown(1, "2026-01-30")])
    assert [line.text for line in lines] == [
        "6 February 2026: Now 5,100 troops have left.",
        "30 January 2026: On Friday 4,200 troops left.",
        "What changed: 4,200 troops on 30 January 2026, 5,100 troops on 6 February 2026.",
    ]
    assert lines[-1].keys == ("k1", "k0")


def test_without_a_date_a_sentence_stands_alone() -> None:
    assert dated(candidate(0, "It rained."), [shown(0, "")]).text == "It rained."


@pytest.mark.parametrize(
    ("text", "name", "cue", "explained"),
    [
        ("He said it was late.", "Jens Ostby", "said", "He [Jens Ostby] said it was late."),
        ("“No,” she said.", "Ada Quill", "said", "“No,” she [Ada Quill] said."),
        ("“No,” said he.", "Jens Ostby", "said", "“No,” said he [Jens Ostby]."),
        ("Ada Quill said she was late.", "Ada Quill", "said", "Ada Quill said she was late."),
        ("It was late, officials said.", "officials", "said", "It was late, officials said."),
        ("“He said no.”", "Ada Quill", "said", "“He said no.”"),
    ],
)
def test_pronouns_are_explained_outside_of_quotations(
    text: str, name: str, cue: str, explained: str
) -> None:
    assert with_names(candidate(0, text, speaker=name, cue=cue)) == explained


# Whose words, and when


def said_by(place: int, speaker: str = "Ada Quill", **more: object) -> Candidate:
    return candidate(place, f"{speaker} said it rained.", speaker=speaker, cue="said", **more)


def test_what_is_told_has_its_date() -> None:
    assert told(said_by(0), [shown(0)]) == Line("4 May 2026: Ada Quill said it rained.", ("k0",))
    assert told(said_by(0), [shown(0, date="")]).text == "Ada Quill said it rained."


def test_a_source_without_a_name_is_marked_before_its_words() -> None:
    unnamed = said_by(0, "An official", named=False)
    line = told(unnamed, [shown(0)])
    assert line.text == "[source not named] 4 May 2026: An official said it rained."
    assert line.keys == ("k0",)


def test_who_she_is_stands_in_brackets() -> None:
    she = candidate(0, "She said it rained.", speaker="Ada Quill", cue="said")
    assert told(she, [shown(0)]).text == "4 May 2026: She [Ada Quill] said it rained."


def test_a_claim_is_called_one() -> None:
    line = claimed(said_by(0), [shown(0)])
    assert line == Line("The claim, 4 May 2026: Ada Quill said it rained.", ("k0",))
    assert claimed(said_by(0), [shown(0, "")]).text == "The claim, Ada Quill said it rained."


MAY, JUNE = shown(0, "2026-05-04"), shown(1, "2026-06-05")


def change(*stances: str, papers: tuple[Shown, Shown] = (MAY, JUNE)) -> list[str]:
    """The lines on two sentences of these stances, without the sentences themselves."""
    said = [said_by(n, stances=(each,) if each else ()) for n, each in enumerate(stances)]
    lines = changed(said, papers)
    assert [line.keys for line in lines[-len(said) :]] == [(c.key,) for c in said]
    return [line.text for line in lines[: -len(said)]]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("confirms", "denies"),
        ("promises", "disputes"),
        ("doubts", "confirms"),
        ("declines", "confirms"),
        ("denies", "declines"),
    ],
)
def test_another_side_is_said_first_with_both_days(first: str, last: str) -> None:
    assert change(first, last) == [f"Ada Quill {first} on 4 May 2026 and {last} on 5 June 2026."]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("denies", "denies"),
        ("denies", "doubts"),
        ("confirms", "promises"),
        ("asserts", "denies"),
        ("denies", "predicts"),
        ("demands", "denies"),
        ("", "denies"),
    ],
)
def test_the_same_side_or_none_is_no_change(first: str, last: str) -> None:
    assert change(first, last) == []


@pytest.mark.parametrize("dates", [("2026-05-04", "2026-05-04"), ("", "2026-06-05"), ("", "")])
def test_a_change_needs_two_days(dates: tuple[str, str]) -> None:
    assert change("confirms", "denies", papers=(shown(0, dates[0]), shown(1, dates[1]))) == []


def test_a_change_cites_both_and_its_speaker_begins_with_a_capital() -> None:
    said = [
        said_by(0, "the ministry", stances=("confirms",)),
        said_by(1, "the ministry", stances=("denies",)),
    ]
    first = changed(said, (MAY, JUNE))[0]
    assert first.text == "The ministry confirms on 4 May 2026 and denies on 5 June 2026."
    assert first.keys == ("k0", "k1")


def test_one_sentence_or_none_shows_no_change() -> None:
    assert change("denies") == []
    assert changed([], ()) == []
