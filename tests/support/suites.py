"""Small suites on the sample archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from assistant.evaluation.cases import Case
from assistant.evaluation.suite import Plan, Suite

VELMAR = "Velmar says Kestrovian troops were moved around the valley, ‘not out of it’"
FERRY = "https://coastradio.example/news/2026/01/16/innisvar-ferry-rescue"
ABOARD = "A passenger ferry carrying 245 people ran aground on the Gannet Skerries"
CASES: list[dict[str, Any]] = [
    {
        "id": "disputed",
        "question": "who disputed the withdrawal?",
        "speakers": ["Signe Aldqvist"],
        "evidence": [VELMAR],
    },
    {
        "id": "aboard",
        "question": "how many people were on the ferry?",
        "answers": [245],
        "evidence": [{"article": FERRY, "quote": ABOARD}],
    },
    {"id": "mars", "question": "What did the mayor say about salaries on Mars?"}
    | {"unanswerable": True},
    {
        "id": "again",
        "turns": ["who disputed the withdrawal?"],
        "question": "When did they say so?",
    },
]


def made(cases: list[dict[str, Any]] | None = None, **plan: Any) -> Suite:
    """A suite of these cases, by default `CASES`."""
    adapter = TypeAdapter(Case)
    read = tuple(adapter.validate_python(case) for case in (CASES if cases is None else cases))
    plan.setdefault("name", "small")
    return Suite(Path("suite.yaml"), TypeAdapter(Plan).validate_python(plan), read)
