"""One value for each number, however it is written."""

from __future__ import annotations

import pytest

from assistant.numbers import numbers


@pytest.mark.parametrize(
    ("value", "ways"),
    [
        ("7000", ["7,000 men", "7000", "seven thousand men", "7 thousand", "7k", "7\u00a0000"]),
        ("2000000", ["2 million", "2m", "$2,000,000", "two million", "£2mn", "2-million"]),
        ("2500000", ["2.5 million", "two and a half million", "2.50m"]),
        ("500000", ["half a million", "500,000", "five hundred thousand"]),
        ("3200000000", ["3.2bn", "€3.2 billion"]),
        ("12%", ["12%", "12 percent", "twelve per cent", "12 %"]),
        ("35", ["thirty-five", "35"]),
        ("2022", ["in 2022, then", "2022"]),
        ("7", ["seven", "7"]),
    ],
)
def test_one_value_many_ways(value: str, ways: list[str]) -> None:
    for way in ways:
        assert value in numbers(way).values, way


@pytest.mark.parametrize(
    "text",
    [
        "RX-7741",
        "a 3-2 win",
        "9:30",
        "hundreds of people",
        "which one",
        "the second",
        "B52",
        "1990s",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert numbers(text).values == ()


def test_the_rest_is_left_without_its_numbers() -> None:
    found = numbers("Did 7,000 men and 12 percent of case RX-7741 leave?")
    assert found.values == ("7000", "12", "12%")
    assert found.rest.split() == "Did men and percent of case RX-7741 leave?".split()
