"""LangSmith CSV: the question and the reference answers, in whichever columns they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case, Point, Text
from assistant.evaluation.formats import format_named
from tests.support.outside import written

ONE = Case(id="e-1", question="Who left, and when?", answers=(Text("the mayor"),))
LONG = "The mayor left on Monday because of the strike. Nobody else did."


def imported(tmp_path: Path, text: str) -> tuple[Case, ...]:
    return format_named("langsmith").imported(written(tmp_path / "set.csv", text)).cases


@pytest.mark.parametrize(
    "text",
    [
        "id,inputs,outputs\n"
        'e-1,"{""question"": ""Who left, and when?""}","{""answer"": ""the mayor""}"\n',
        'input_question,output_answer,id\n"Who left, and when?",the mayor,e-1\n',
        '\ufeffid,inputs.question,outputs.answer\r\ne-1,"Who left, and when?",the mayor\r\n',
        'id,question,answer,metadata\ne-1,"Who left, and when?",the mayor,\n',
        'id,input,output\ne-1,"Who left, and when?",the mayor\n',
        'id,inputs,outputs\ne-1,"""Who left, and when?""","""the mayor"""\n',
        "id,inputs,outputs\n"
        'e-1,"{""topic"": ""Who left, and when?""}","{""who"": ""the mayor""}"\n',
    ],
)
def test_every_shape_gives_the_same_case(text: str, tmp_path: Path) -> None:
    assert imported(tmp_path, text) == (ONE,)


def test_a_conversation_ends_with_the_question(tmp_path: Path) -> None:
    said = (
        '[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Who left?"}, '
        '{"type": "ai", "content": "The mayor."}, {"type": "human", "content": "Why?"}]'
    )
    quoted = f'{{"messages": {said}}}'.replace('"', '""')
    (case,) = imported(tmp_path, f'inputs,outputs\n"{quoted}",\n')
    assert case == Case(id="line-2", question="Why?", turns=("Who left?",))


def test_a_long_reference_is_its_points(tmp_path: Path) -> None:
    (case,) = imported(tmp_path, f'question,answer\nWhy?,"{LONG}"\n')
    assert case.points == tuple(
        Point((Text(text),))
        for text in ("The mayor left on Monday because of the strike.", "Nobody else did.")
    )


def test_several_references_and_lines_in_a_field(tmp_path: Path) -> None:
    text = 'question,answers\n"Who\nleft?","[""the mayor"", ""she"", 4]"\nWhy?,\n'
    one, other = imported(tmp_path, text)
    assert one.question == "Who\nleft?"
    assert one.answers == (Text("the mayor"), Text("she"), Text("4"))
    assert other == Case(id="line-4", question="Why?")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,when\n1,now\n", r"set\.csv:2: no question is found in the columns 'id', 'when'"),
        ("question,answer\nWhy?\n", r"set\.csv:2: 1 columns, and 2 in the header"),
        ("inputs,outputs\n{,\n", r"set\.csv:2: the column 'inputs' holds no JSON"),
        ('question\n"Why?\n', r"set\.csv:2: no CSV: unexpected end of data"),
        ("question,question\nWhy?,Who?\n", r"set\.csv:1: the column 'question' is given twice"),
        ("question,answer\n", r"set\.csv: there are no questions in it"),
        ("id,question\n1,Why?\n\n1,Who?\n", r"set\.csv:4: the id '1' is given at .*csv:2 too"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match=said) as caught:
        imported(tmp_path, text)
    assert "\n" not in str(caught.value)
