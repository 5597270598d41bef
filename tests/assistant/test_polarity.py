"""A sentence that says the opposite of its source is found; one that leaves a clause out is not."""

from __future__ import annotations

import pytest
from hypothesis import given

from assistant.polarity import has_negation, polarity
from tests.support.strategies import hard_text

MOVED = "“They have been moved around the valley, not out of it,” she said."


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Mirela Kostán agreed.", "Mirela Kostán did not agree."),
        ("The troops did not leave the valley.", "The troops left the valley for the north."),
        ("They have been moved out of the valley.", MOVED),
        ("No troops left the valley.", "Troops left the valley on Monday."),
        ("The minister said the bridge was safe.", "The minister never said the bridge was safe."),
        ("The ministry denied the ferry had sunk.", "The ministry said the ferry had sunk."),
        ("The mayor signed the budget.", "The mayor refused to sign the budget."),
        ("The troops left the valley.", "It is not true that the troops have left the valley."),
        ("The driver paid for the ticket.", "The driver hasn’t paid for the ticket."),
        ("The firm denied the charge.", "The firm did not deny the charge."),
        ("He left the house with the keys.", "He left the house without the keys."),
        ("There was evidence the bridge fell.", "There was no evidence the bridge fell."),
        ("The troops left the valley.", "It is false that the troops have left the valley."),
        ("The court ruled the ban legal.", "The court ruled the ban illegal."),
        ("Turnout fell before the vote.", "Turnout rose before the vote."),
        ("Turnout rose after the vote.", "Turnout rose before the vote."),
        ("It is likely that talks resume.", "It is unlikely that talks resume."),
        ("More than 900 of the 1,200 troops left.", "Fewer than 900 of the 1,200 troops left."),
        ("Signe Aldqvist confirmed the count.", "Signe Aldqvist disputed the count on Saturday."),
        ("Signe Aldqvist accepted the count.", "Signe Aldqvist rejected the count on Saturday."),
        ("Velmar won the vote.", "Velmar lost the vote in May."),
        ("Profits decreased in May.", "Profits increased in May, the firm said."),
    ],
)  # fmt: skip
def test_the_opposite(sentence: str, source: str) -> None:
    assert polarity(sentence, source) == "opposite"


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("They have been moved around the valley.", MOVED),
        ("The bridge is safe.", "The bridge is safe but the road is not safe."),
        ("The minister said the bridge was safe.", "The minister, who did not attend, said the "
         "bridge was safe."),
        ("The mayor would not sign the budget.", "The mayor refused to sign the budget."),
        ("The mayor signed the budget.", "The council did not vote, but the mayor signed the "
         "budget."),
        ("Not only the barn burned.", "The barn burned."),
        ("Aldqvist rejected the claim that soldiers left.", "The claim that soldiers left is "
         "false, Aldqvist said."),
        ("Signe Aldqvist disputed it, saying they did not leave.", "“They did not leave,” Signe "
         "Aldqvist said."),
        ("Nobody answered the judge.", "The judge asked, and there was no answer."),
        ("No. 10 said the talks went on.", "10 Downing Street said the talks went on."),
        ("It rained.", "Snow did not fall on the harbour."),
        ("The council voted before the senate.", "The senate voted after the council."),
        ("Velmar won against Brannik.", "Brannik lost against Velmar."),
        ("It is not likely that talks resume.", "It is unlikely that talks resume."),
        ("Prices fell in June.", "Prices rose in May before they fell in June."),
    ],
)  # fmt: skip
def test_no_opposite(sentence: str, source: str) -> None:
    assert polarity(sentence, source) != "opposite"


@given(hard_text)
def test_no_text_is_its_own_opposite(text: str) -> None:
    assert polarity(text, text) != "opposite"


def test_negations() -> None:
    assert has_negation("It isn’t so")
    assert has_negation("He denied it")
    assert not has_negation("Not only that, Nottingham noted it, no doubt")
