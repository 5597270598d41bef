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
        ("What happened in Velmar last week?", "last week", "2022-06-06", "2022-06-13"),
        ("Who resigned in Kestrovia yesterday?", "yesterday", "2022-06-15", "2022-06-16"),
        ("Who met in Port Aldery two days ago?", "two days ago", "2022-06-14", "2022-06-15"),
        ("What did he say in Tuesday's speech?", "Tuesday", "2022-06-14", "2022-06-15"),
        ("What was said in yesterday’s debate?", "yesterday", "2022-06-15", "2022-06-16"),
        ("What was in last week's interview?", "last week", "2022-06-06", "2022-06-13"),
        ("Who was hurt by last week's storm?", "last week", "2022-06-06", "2022-06-13"),
        ("What was said in the last 24 hours?", "the last 24 hours", "2022-06-15", "2022-06-17"),
        ("What burned in the past fortnight?", "the past fortnight", "2022-06-02", "2022-06-17"),
        ("Who left in recent weeks?", "recent weeks", "2022-05-12", "2022-06-17"),
        ("What happened this evening?", "this evening", "2022-06-16", "2022-06-17"),
        ("in the first week of May", "the first week of May", "2022-05-01", "2022-05-08"),
        ("in the last week of May", "the last week of May", "2022-05-25", "2022-06-01"),
        ("in the second half of 2021", "the second half of 2021", "2021-07-01", "2022-01-01"),
        ("in the last quarter of 2021", "the last quarter of 2021", "2021-10-01", "2022-01-01"),
        ("in the second half of May", "the second half of May", "2022-05-16", "2022-06-01"),
        ("two days after 4 May", "two days after 4 May", "2022-05-06", "2022-05-07"),
        ("the day after 4 May", "the day after 4 May", "2022-05-05", "2022-05-06"),
        ("in the week before 4 May", "the week before 4 May", "2022-04-27", "2022-05-04"),
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
        ("What fell between May 3 and 5?", "between May 3 and 5", "2022-05-03", "2022-05-06"),
        ("from May 3 to 5, 2021", "from May 3 to 5, 2021", "2021-05-03", "2021-05-06"),
        ("What fell May 3–5?", "May 3–5", "2022-05-03", "2022-05-06"),
        ("in the run-up to 4 May", "run-up to 4 May", "", "2022-05-04"),
        ("since Tuesday's speech", "since Tuesday", "2022-06-14", ""),
        (
            "since the start of the year",
            "since the start of the year",
            "2022-01-01",
            "",
        ),
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
        "What did the Mail on Sunday print?",
        "Who spoke at Friday prayers?",
        "Who sang on Monday Night Football?",
        "Who writes for Kestrovia Today?",
        "What has the party said since May resigned?",
        "What did May's budget change?",
        "How do May 3 and May 9 differ?",
        "What will the next 24 hours bring?",
        "What fell in the third half of May?",
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


def test_a_second_day_without_a_dash_or_an_opening_is_no_range() -> None:
    for text in ("Why did 5 fall on May 3 and 5 on land?", "Who won on May 5-3?"):
        found = period_in(text, NOW)
        assert found is not None
        assert not found.strict


def test_bare_years_are_no_limit() -> None:
    for text in ("Who ruled before 2020?", "Who ruled between 2010 and 2020?"):
        found = period_in(text, NOW)
        assert found is None or not found.strict


def test_today_is_that_of_utc() -> None:
    east = datetime(2022, 6, 17, 3, tzinfo=timezone(timedelta(hours=10)))
    found = period_in("What happened today?", east)
    assert found is not None
    assert found.after == day("2022-06-16")
