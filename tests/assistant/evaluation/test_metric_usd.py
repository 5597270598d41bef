"""usd: from the tokens that a case used, by the prices of the suite."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evaluation.meter import priced
from assistant.evaluation.results import Usage
from assistant.evaluation.suite import Cap
from tests.support.seen import applies, seen, value, without_answer


def test_tokens_have_their_price() -> None:
    usage = Usage(calls=1, input_tokens=30_000, output_tokens=2_000)
    # 30,000 at 2 dollars and 2,000 at 10 for a million: 0.06 + 0.02.
    paid = priced(usage, Cap(input_price=2.0, output_price=10.0))
    assert value("usd", seen("x", result={"usage": paid})) == pytest.approx(0.08)
    assert value("usd", seen("x", result={"usage": priced(usage, Cap())})) == 0.0


def test_a_case_that_failed_has_its_cost_too(tmp_path: Path) -> None:
    assert without_answer("usd", tmp_path) == (0.25, False)
    assert applies("usd")
    assert applies("usd", unanswerable=True)
