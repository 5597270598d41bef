"""Names, dates and their parts: what a sentence may take from its evidence, and what it may not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from assistant.support import evidence_of, unsupported_terms
from tests.support.build import article, entry

DATED = "Signe Aldqvist disputed it on 3 March 2022. Mirela Kostán backed it on 7 April 2021."


@pytest.mark.parametrize(
    ("said", "evidence"),
    [
        ("On 3 March 2022 she did", DATED),
        ("On March 3, 2022, she did", DATED),
        ("In March 2022 she did", DATED),
        ("On 2022-03-03 she did", DATED),
        ("On 7 April she did", DATED),
        ("On Feb. 13", "on 13 February"),
        ("On February 13", "on Feb. 13"),
        ("On 3 March", "between 3 and 7 March"),
        ("On 7 March", "In March, on the 7th, it rained"),
        ("Signe Aldqvist did", DATED),
        ("Ms Aldqvist and Ms Kostán did", DATED),
        ("Senator Mirela Kostán did", f"{DATED} A senator left."),
        ("Signe Aldqvist", "Signe Maria Aldqvist"),
        ("Minister Kostán did", "Minister Aldqvist met Mirela Kostán"),
        ("The US and the EU", "the United States and the European Union"),
        ("The U.S. did", "the United States did"),
        ("The United Nations did", "the UN did"),
        ("Russian and Ukrainian troops", "troops of Russia and Ukraine"),
        ("American troops", "US troops"),
        ("Russia did", "Russian troops did"),
        ("Residents and Soldiers", "soldiers"),
        ("Nearly all", "all"),
        ("Reportedly, Aldqvist did", DATED),
        ("1. Aldqvist did", DATED),
        ("- Aldqvist did", DATED),
        ("A Velmar-led force", "a force led by Velmar"),
        ("One of them", "they"),
        ("no one did, and the one who did", "they"),
        ("the pro-Velmar side", "Velmar"),
        ("on tuesday", "on Tuesday"),
        ("普京 did", "普京说"),
        ("It fell on the march in may", "it fell"),
    ],
)
def test_what_is_there(said: str, evidence: str) -> None:
    assert unsupported_terms(said, [evidence]) == []


@pytest.mark.parametrize(
    ("said", "evidence", "missing"),
    [
        ("On 7 March 2022 she did", DATED, ["7 March 2022"]),
        ("On 3 March 2021 she did", DATED, ["3 March 2021"]),
        ("On 3 April she did", DATED, ["3 April"]),
        ("In April 2022 she did", DATED, ["April 2022"]),
        ("7 march it was", DATED, ["7 march"]),
        ("Then Signe Kostán did", DATED, ["Signe Kostán"]),
        ("Then Mirela Aldqvist did", DATED, ["Mirela Aldqvist"]),
        ("Then Signe Kostán did", f"Velmari Foreign Minister {DATED}", ["Signe Kostán"]),
        ("the pro-Velmar side", "the side", ["pro-Velmar"]),
        ("the ex-President left", "they left", ["ex-President"]),
        ("of al-Marrani", "of it", ["al-Marrani"]),
        ("on tuesday", "on Monday", ["tuesday"]),
        ("last december", "last year", ["december"]),
        ("then O\u200btto left", "they left", ["Otto"]),
        ("then 普京 left", "they left", ["普京"]),
        ("Over-5,310 left", "they left", ["Over-5,310"]),
        ("Thousands left", "dozens left", ["Thousands"]),
        ("it hired one person", "it hired them", ["one"]),
    ],
)
def test_what_is_not_there(said: str, evidence: str, missing: list[str]) -> None:
    assert unsupported_terms(said, [evidence]) == missing


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("On 17 June 2026 she did", []),
        ("On Wednesday 17 June she did", []),
        ("In June she did", []),
        ("In 2026 she did", []),
        ("The 2026 vote", []),
        ("At 17 places", ["17"]),
        ("At 2,026 places", ["2,026"]),
        ("In 2026 places", ["2026"]),
        ("At 2026 metres", ["2026"]),
        ("The Harbour Ledger did", []),
        ("Channel 4 did", []),
        ("At 4 places", ["4"]),
    ],
)
def test_what_publication_vouches_for(said: str, missing: list[str]) -> None:
    names = ["The Harbour Ledger", "Channel 4", "June"]
    assert unsupported_terms(said, ["she did"], names, [date(2026, 6, 17)]) == missing


@pytest.mark.parametrize(
    ("cited", "vouches"), [("She did it.", True), ("She did it on Saturday.", False)]
)
def test_a_weekday_of_publication(cited: str, vouches: bool) -> None:
    given = article("a1", cited, published_at=datetime(2026, 6, 17, 9, tzinfo=UTC))
    assert ("Wednesday" in evidence_of(entry(given).passage, given, cited).names) == vouches
