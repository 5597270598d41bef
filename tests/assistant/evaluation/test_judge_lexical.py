"""The embedded judge: pairs of premise and hypothesis with the verdict that they should get."""

from __future__ import annotations

import pytest

from assistant.evaluation.judge import load_entailment_judge
from assistant.evaluation.judges.lexical import LexicalJudge
from assistant.settings import Settings

FERRY = "The ferry sank near Skerry Point on Monday, and 31 people were rescued by two trawlers."
COUNCIL = (
    "The council will close seven of its nineteen libraries in April. Maren Tolvik, who leads it, "
    "said the closures would save 2.4 million crowns a year."
)
QUOTE = "Tolvik said: “We have no other choice, and we never had one.”"
STRIKE = "The drivers did not accept the offer of the operator on Friday."
ACCEPTED = "The drivers accepted the offer of the operator on Friday."

ENTAILED = {
    "word for word": (FERRY, FERRY),
    "a part of it": (FERRY, "The ferry sank near Skerry Point."),
    "another order": (FERRY, "Two trawlers rescued 31 people, and the ferry sank."),
    "other forms of the words": (FERRY, "Trawlers rescuing 31 people: a ferry sinks."),
    "digits for words": (COUNCIL, "The council will close 7 of its 19 libraries."),
    "words for digits": (FERRY, "Thirty-one people were rescued."),
    "a sum written out": (COUNCIL, "The closures would save 2,400,000 crowns a year."),
    "another case of letters": (FERRY, "the FERRY sank near skerry point"),
    "accents": ("Zoë Brandt opened the bridge.", "Zoe Brandt opened the bridge."),
    "two sentences of it": (COUNCIL, "Tolvik said closures of seven libraries would save money."),
    "a quotation": (QUOTE, "Tolvik said they had “no other choice”."),
    "straight quotation marks": (QUOTE, 'Tolvik said: "We have no other choice".'),
    "a negation of both": (STRIKE, "The drivers did not accept the offer."),
    "a short form of a negation": (STRIKE, "The drivers didn't accept the offer."),
    "a date": ("On 4 May 2026 the bridge opened.", "The bridge opened on May 4, 2026."),
    "a day in the header": ("4 May 2026, The Quay: Bridge\nIt opened.", "It opened on 4 May."),
    "a last name": ("Maren Tolvik resigned.", "Tolvik resigned."),
}
REFUSED = {
    "another number": (FERRY, "The ferry sank and 13 people were rescued."),
    "another scale": (COUNCIL, "The closures would save 2.4 billion crowns a year."),
    "another unit": (COUNCIL, "The closures would save 2.4 million euros a year."),
    "another name": (FERRY, "The ferry sank near Harrow Point on Monday."),
    "another person": (COUNCIL, "Odile Tolvik said the closures would save 2.4 million crowns."),
    "another day of the week": (FERRY, "The ferry sank near Skerry Point on Tuesday."),
    "another date": ("On 4 May 2026 the bridge opened.", "The bridge opened on 5 May 2026."),
    "another year": ("On 4 May 2026 the bridge opened.", "The bridge opened on 4 May 2025."),
    "a negation more": (ACCEPTED, "The drivers did not accept the offer of the operator."),
    "a negation less": (STRIKE, "The drivers did accept the offer of the operator on Friday."),
    "the opposite word": ("Fuel prices rose in March.", "Fuel prices fell in March."),
    "words that nobody said": (QUOTE, "Tolvik said “we never had a choice”."),
    "a quotation with a word more": (QUOTE, "Tolvik said they had “no other good choice”."),
    "something else": (FERRY, "The crew had complained of a leak for weeks."),
    "half of it": (FERRY, "The ferry sank after its captain had ignored several warnings."),
    "small words alone": ("Who is who?", "It is."),
    "no premise": ("", "The ferry sank."),
    "no premise and a number": (" \n", "It has 3."),
}
# What it is known to get wrong; see its docstring.
MISTAKEN = {
    "a paraphrase is refused": (FERRY, "The vessel went down off the coast.", False),
    "a verb whose forms it does not know is not seen to be denied": (
        "The ferry sank near Skerry Point.",
        "The ferry did not sink near Skerry Point.",
        True,
    ),
    "who does what to whom is not seen": (
        "The mayor accused the operator.",
        "The operator accused the mayor.",
        True,
    ),
}


@pytest.fixture(scope="module")
def judge() -> LexicalJudge:
    made = load_entailment_judge("lexical", Settings())
    assert isinstance(made, LexicalJudge)
    return made


@pytest.mark.parametrize(("premise", "hypothesis"), ENTAILED.values(), ids=ENTAILED)
def test_what_the_premise_says_is_entailed(
    judge: LexicalJudge, premise: str, hypothesis: str
) -> None:
    verdict = judge.entails(premise, hypothesis)
    assert verdict.entailed, verdict.why
    assert not verdict.failed


@pytest.mark.parametrize(("premise", "hypothesis"), REFUSED.values(), ids=REFUSED)
def test_what_it_does_not_say_is_not(judge: LexicalJudge, premise: str, hypothesis: str) -> None:
    verdict = judge.entails(premise, hypothesis)
    assert not verdict.entailed, verdict.why
    assert verdict.why


@pytest.mark.parametrize(("premise", "hypothesis", "entailed"), MISTAKEN.values(), ids=MISTAKEN)
def test_what_it_cannot_know(
    judge: LexicalJudge, premise: str, hypothesis: str, entailed: bool
) -> None:
    assert judge.entails(premise, hypothesis).entailed is entailed


@pytest.mark.parametrize(
    ("premise", "hypothesis", "reason"),
    [
        (FERRY, "The ferry sank near Harrow Point and 13 died.", "does not have: Harrow, 13"),
        (QUOTE, "Tolvik said “never again”.", "does not quote “never again”"),
        # ferry, sank of ferry, sank, after, captain, ignored: 2 of 5 (after is a word too).
        (FERRY, "The ferry sank after its captain ignored it.", "has 40% of the words"),
        (ACCEPTED, "The drivers never accepted the offer.", "says the opposite"),
        (FERRY, "The ferry sank.", "100% of the words, every name and number"),
    ],
)
def test_the_reason_says_what_is_missing(
    judge: LexicalJudge, premise: str, hypothesis: str, reason: str
) -> None:
    assert reason in judge.entails(premise, hypothesis).why


@pytest.mark.parametrize(("least", "entailed"), [(0.4, True), (0.41, False)])
def test_the_share_of_words_is_a_parameter(least: float, entailed: bool) -> None:
    """Of ferry, sank, after, captain and ignored, two are in the premise: 0.4."""
    judge = LexicalJudge(least)
    assert judge.entails(FERRY, "The ferry sank after its captain ignored it.").entailed is entailed


def test_a_sentence_without_words_claims_nothing(judge: LexicalJudge) -> None:
    assert not judge.entails(FERRY, "").entailed
    assert not judge.entails(FERRY, "…").entailed
