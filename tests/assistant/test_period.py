"""What the words of a question say of dates, relative to Thursday 16 June 2022."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from assistant.errors import QuestionError
from assistant.period import SLACK, period_in

NOW = datetime(2022, 6, 16, 15, 30, tzinfo=UTC)


def day(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


@pytest.mark.parametrize(
    ("text", "words", "after", "last"),
    [
        ("What happened yesterday?", "yesterday", "2022-06-15", "2022-06-16"),
        ("What happened last week?", "last week", "2022-06-06", "2022-06-13"),
        ("What did she say this week?", "this week", "2022-06-09", "2022-06-17"),
        ("Who left in the past three days?", "the past three days", "2022-06-13", "2022-06-17"),
        ("Who left in the last two weeks?", "the last two weeks", "2022-06-02", "2022-06-17"),
        ("What changed this month?", "this month", "2022-06-01", "2022-06-17"),
        ("What changed last month?", "last month", "2022-05-01", "2022-06-01"),
        ("How many were banned over the last year?", "the last year", "2021-06-16", "2022-06-17"),
        ("What opened this summer?", "this summer", "2022-06-01", "2022-09-01"),
        ("What opened last winter?", "last winter", "2021-12-01", "2022-03-01"),
        ("What changed last year?", "last year", "2021-01-01", "2022-01-01"),
        ("What was said in March?", "March", "2022-03-01", "2022-04-01"),
        ("What was said in August?", "August", "2021-08-01", "2021-09-01"),
        ("What was decided in March 2020?", "March 2020", "2020-03-01", "2020-04-01"),
        ("Who won in 2020?", "2020", "2020-01-01", "2021-01-01"),
        ("What did he say on 4 May?", "4 May", "2022-05-04", "2022-05-05"),
        ("What did he say on May 4th, 2021?", "May 4th, 2021", "2021-05-04", "2021-05-05"),
        ("What did he say on the 4th of July?", "4th of July", "2021-07-04", "2021-07-05"),
        ("What was printed on 2022-05-04?", "2022-05-04", "2022-05-04", "2022-05-05"),
        ("What did she say last Tuesday?", "last Tuesday", "2022-06-14", "2022-06-15"),
        ("What did she say last Thursday?", "last Thursday", "2022-06-09", "2022-06-10"),
        ("What did she say on Thursday?", "Thursday", "2022-06-16", "2022-06-17"),
        ("What burned over the weekend?", "the weekend", "2022-06-11", "2022-06-13"),
        ("What opened in the spring of 2021?", "the spring of 2021", "2021-03-01", "2021-06-01"),
        ("What opened last summer?", "last summer", "2021-06-01", "2021-09-01"),
        ("What did the mayor say in may?", "may", "2022-05-01", "2022-06-01"),
    ],
)
def test_a_period_to_look_in_first(text: str, words: str, after: str, last: str) -> None:
    found = period_in(text, NOW)
    assert found is not None
    assert (found.words, found.after, found.strict) == (words, day(after), False)
    assert found.before == (day(last) or NOW) + SLACK


def test_the_parts_of_a_month_come_in_their_order() -> None:
    parts = [period_in(f"in {part} March", NOW) for part in ("early", "mid-", "late")]
    starts = [found.after for found in parts if found and found.after]
    ends = [found.before for found in parts if found and found.before]
    assert starts[0] == day("2022-03-01")
    assert ends[-1] == (day("2022-04-01") or NOW) + SLACK
    assert starts == sorted(set(starts))
    assert ends == sorted(set(ends))
    assert starts[1] < ends[0] < starts[2]


@pytest.mark.parametrize(
    ("text", "words", "after", "before"),
    [
        ("Who has left since 4 May?", "since 4 May", "2022-05-04", ""),
        (
            "since the election speech on 4 May",
            "since the election speech on 4 May",
            "2022-05-04",
            "",
        ),
        ("Who left since last week?", "since last week", "2022-06-06", ""),
        ("How many died since 2020?", "since 2020", "2020-01-01", ""),
        ("What burned after 4 May?", "after 4 May", "2022-05-05", ""),
        ("after the attack on 4 May", "after the attack on 4 May", "2022-05-04", ""),
        ("Who spoke before 10 May 2022?", "before 10 May 2022", "", "2022-05-10"),
        ("Who spoke until the end of March?", "until the end of March", "", "2022-04-01"),
        ("Who had left by 4 May?", "by 4 May", "", "2022-05-05"),
        ("What fell between 1 and 10 March?", "between 1 and 10 March", "2022-03-01", "2022-03-11"),
        ("What fell 1–10 March?", "1–10 March", "2022-03-01", "2022-03-11"),
        ("from March to May", "from March to May", "2022-03-01", "2022-06-01"),
        ("between March and May 2021", "between March and May 2021", "2021-03-01", "2021-06-01"),
        ("from November to February", "from November to February", "2021-11-01", "2022-03-01"),
        (
            "from 3 May until 10 June 2021",
            "from 3 May until 10 June 2021",
            "2021-05-03",
            "2021-06-11",
        ),
    ],
)
def test_a_period_that_limits(text: str, words: str, after: str, before: str) -> None:
    found = period_in(text, NOW)
    assert found is not None
    assert (found.words, found.strict) == (words, True)
    assert (found.after, found.before) == (day(after), day(before))


@pytest.mark.parametrize(
    "text",
    [
        "Who won the 2022 World Cup?",
        "Who won the 2020 election?",
        "Which 2021 film won?",
        "Where were the Fourth of July fireworks?",
        "What did the January 6 committee say?",
        "Who spoke at the 4 May hearing?",
        "May the council dismiss the mayor?",
        "Who may be dismissed?",
        "What did Theresa May say?",
        "Who leads the march on the capital?",
        "Who queued on Black Friday?",
        'Who said "not in March 2020"?',
        "What must be done by 2030?",
        "What will heating cost this winter?",
        "Who were the 1990s stars?",
        "Did 1,999 or 2020 people come?",
        "How do 4 May and 10 May differ?",
        "What happened on 31 June?",
        "Since when has she led the party?",
        "Who disputed the withdrawal?",
        "",
    ],
)
def test_in_doubt_there_is_no_period(text: str) -> None:
    assert period_in(text, NOW) is None


@pytest.mark.parametrize(
    "text", ["between 10 and 1 March", "from May 2022 to March 2022", "from 10 May to 4 May"]
)
def test_a_range_that_ends_before_it_begins_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="end before they begin"):
        period_in(f"What was said {text}?", NOW)


def test_bare_years_are_no_limit() -> None:
    for text in ("Who ruled before 2020?", "Who ruled between 2010 and 2020?"):
        found = period_in(text, NOW)
        assert found is None or not found.strict


def test_today_is_that_of_utc() -> None:
    east = datetime(2022, 6, 17, 3, tzinfo=timezone(timedelta(hours=10)))
    found = period_in("What happened today?", east)
    assert found is not None
    assert found.after == day("2022-06-16")
