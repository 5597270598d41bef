"""Numbers with their scale and unit: written otherwise they are the same, changed they are not."""

from __future__ import annotations

import pytest

from assistant.quantities import quantities
from assistant.support import unsupported_terms


@pytest.mark.parametrize(
    ("said", "evidence"),
    [
        ("7,000 left", "seven thousand left"),
        ("7000 left", "7,000 left"),
        ("7 million left", "7m left"),
        ("$7m was paid", "$7 million was paid"),
        ("7 million dollars", "a $7 million fine"),
        ("7 million was paid", "$7 million was paid"),
        ("3% rose", "3 per cent rose"),
        ("three percent", "3% of it"),
        ("2 percent to 3 percent", "between 2 and 3 percent"),
        ("$5 million", "from $5 to $7 million"),
        ("£7 million", "from £5 to 7 million"),
        ("a hundred people", "100 people"),
        ("twelve hundred", "1,200"),
        ("twenty-one", "21 people"),
        ("two hundred and five", "205"),
        ("a dozen", "12 people"),
        ("half a million", "500,000"),
        ("2.50", "2.5"),
        ("5.30pm", "at 5.30pm"),
        ("the 3rd", "3 March"),
        ("version 10.1.2", "it was 10.1.2 before"),
        ("7 m", "7m tall"),
        ("Covid-19 spread", "Covid-19 came"),
        ("hundreds of thousands", "many people"),
        ("$4.2 bn", "$4.2 billion"),
        ("$4.2 M", "$4.2m"),
        ("4.2 mln dollars", "$4.2m"),
        ("$4.2trn", "4.2 trillion dollars"),
        ("900m tonnes", "900 million tonnes"),
        ("£7m", "from £5m to 7m"),
        ("two thousand five hundred", "2,500"),
        ("2,500", "two thousand five hundred crowns"),
        ("2½ days", "2.5 days"),
        ("three weeks", "3 weeks"),
        ("3 tons", "3 tonnes"),
        ("3 weeks", "3 days, and then 3 people"),
        ("5 pounds", "£5"),
        ("US$5", "$5"),
    ],
)
def test_the_same_quantity(said: str, evidence: str) -> None:
    assert unsupported_terms(said, [evidence]) == []


@pytest.mark.parametrize(
    ("said", "evidence", "missing"),
    [
        ("7 million left", "7,000 left", "7 million"),
        ("7,000 left", "7 million left", "7,000"),
        ("7 left", "7 million left", "7"),
        ("7 billion left", "7 million left", "7 billion"),
        ("seven million left", "seven left", "seven million"),
        ("3% left", "3 left", "3%"),
        ("3 left", "3% left", "3"),
        ("$3 was paid", "3 were paid", "$3"),
        ("€3 was paid", "$3 was paid", "€3"),
        ("7.5 percent", "75 percent", "7.5 percent"),
        ("2 million", "between 2,000 and 3 million", "2 million"),
        ("a million people", "a thousand people", "a million"),
        ("200 people", "1,200 people", "200"),
        ("Covid-20 spread", "Covid-19 spread", "Covid-20"),
        ("$4.2bn", "$4.2m", "$4.2bn"),
        ("$4.2 bn", "$4.2m", "$4.2 bn"),
        ("4.2bn", "$4.2m", "4.2bn"),
        ("$4.2 trn", "$4.2m", "$4.2 trn"),
        ("900m tonnes", "900 tonnes", "900m"),
        ("US$77 billion", "$4.2 billion", "$77 billion"),
        ("A$77m", "a share", "$77m"),
        ("in mid-2014", "in 2015", "2014"),
        ("post-1945 towns", "old towns", "1945"),
        ("about c5,310 people", "about 310 people", "5,310"),
        ("3 weeks", "3 days", "3 in this unit"),
        ("3 weeks", "3 days and 3%", "3 in this unit"),
        ("900 kilograms", "900 tonnes", "900 in this unit"),
        ("3 percentage points", "3%", "3 percentage points in this unit"),
        ("5 million pounds", "$5 million", "5 million pounds in this unit"),
        ("5 million roubles", "$5 million", "5 million in this unit"),
        ("a ½ share", "a share", "0.5"),
        ("⁷⁷ people", "people", "77"),
        ("\u0663\u0663 people", "people", "33"),
        ("⑫ people", "people", "12"),
    ],
)
def test_another_quantity(said: str, evidence: str, missing: str) -> None:
    assert unsupported_terms(said, [evidence]) == [missing]


def test_where_a_quantity_stands() -> None:
    text = "About $7.5 million, or 3 per cent, was lost."
    assert [text[each.start : each.end] for each in quantities(text)] == [
        "$7.5 million",
        "3 per cent",
    ]
