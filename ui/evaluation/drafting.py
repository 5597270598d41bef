"""Carries out `onrecord eval draft`: proposes cases on the terminal, keeps the accepted ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from textwrap import indent
from typing import Any, Literal

import yaml
from pydantic import TypeAdapter
from rich.markup import escape

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case
from assistant.evaluation.matching import shown
from assistant.evaluation.proposals import Proposal, propose
from assistant.evaluation.suite_file import cases_file, load_suite
from ui.commands import Progress
from ui.console import err, printable, progress
from ui.evaluation.archive import archive_of

_ITEM = re.compile(r"^( *)- ", re.MULTILINE)
_AROUND = 160  # characters of the article before and behind
_ASKS = "\\[a]ccept, \\[c]hange the question, \\[r]eject, \\[q]uit? "

Read = Callable[[], str]
"""Reads a line that a person types; raises EOFError at the end of the input."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person makes of a proposal; ``case`` is what is kept of it."""

    word: Literal["keep", "reject", "stop"]
    case: Case | None = None


def draft(folder: Path, archive: Path, count: int, seed: int, read: Read = input) -> int:
    """Propose up to ``count`` cases; returns how many were accepted and written.

    Each accepted case is written at once: whoever stops in the middle loses nothing. Cases that the
    suite has already are not proposed again.

    Raises:
        SuiteError: the suite is wrong, or its cases are not in a file of their own.
    """
    suite = load_suite(folder, may_be_empty=True)
    target = cases_file(suite.path)
    known = {case.id for case in suite.cases}
    accepted = 0
    with progress() as tell:

        def told(done: int, total: int, text: str) -> None:
            tell(Progress(done, total, text))

        with archive_of(suite, archive, {}, told) as opened:
            opened.scribe.catch_up()
            found = [p for p in propose(opened.archive, seed) if p.case.id not in known]
    for number, proposal in enumerate(islice(found, count), start=1):
        _show(proposal, number, min(count, len(found)))
        decision = decided(proposal.case, read)
        if decision.word == "stop":
            break
        if decision.case:
            _write(target, decision.case)
            accepted += 1
    return accepted


def decided(case: Case, read: Read) -> Decision:
    """Ask until a person has accepted, changed, rejected or stopped."""
    while True:
        err.print(_ASKS, end="")
        try:
            key = read().strip().lower()[:1]
            if key == "a":
                return Decision("keep", case)
            if key == "r":
                return Decision("reject")
            if key == "q":
                return Decision("stop")
            if key == "c":
                err.print("The question: ", end="")
                if question := " ".join(read().split()):
                    return Decision("keep", replace(case, question=question))
        except EOFError:
            return Decision("stop")


def _show(proposal: Proposal, number: int, count: int) -> None:
    article, case = proposal.article, proposal.case
    day = f", {article.published_at:%-d %B %Y}" if article.published_at else ""
    err.print(f"\n[bold]{number} of {count}[/bold]  {case.type}")
    err.print(f"{escape(printable(article.title))} ({escape(article.source)}{day})", style="dim")
    start, end = proposal.start, proposal.end
    before = article.text[max(0, start - _AROUND) : start]
    behind = article.text[end : end + _AROUND]
    quote = escape(printable(article.text[start:end]))
    err.print(f"…{escape(printable(before))}[reverse]{quote}[/reverse]{escape(printable(behind))}…")
    err.print(f"\n[bold]{escape(printable(case.question))}[/bold]")
    for line in _expected(case):
        err.print(f"  {escape(printable(line))}")


def _expected(case: Case) -> Iterator[str]:
    if case.unanswerable:
        yield "expected: that the archive does not say (above is what the speaker did say)"
    for answer in case.answers:
        yield f"expected answer: {shown(answer)}"
    for name in case.speakers:
        yield f"expected speaker: {name}"


def _write(target: Path, case: Case) -> None:
    """Append a case to a file of JSON lines, or to the list of a YAML file."""
    made = {
        name: value
        for name, value in TypeAdapter(Case).dump_python(case, mode="json").items()
        if value not in (None, "", [], False) and name != "filters"
    }
    made = _without_empty(made)
    try:
        text = target.read_text(encoding="utf-8") if target.exists() else ""
        gap = "\n" if text and not text.endswith("\n") else ""
        line = json.dumps(made, ensure_ascii=False)
        if target.suffix != ".jsonl":
            line = _as_item(made, text, target)
        with target.open("a", encoding="utf-8") as file:
            file.write(f"{gap}{line}\n")
    except OSError as error:
        raise SuiteError(f"cannot be written: {error.strerror or error}", str(target)) from error


def _as_item(made: dict[str, Any], text: str, target: Path) -> str:
    """A case as one more item of the list that a YAML file holds, as far to the right as those."""
    line = yaml.safe_dump([made], allow_unicode=True, sort_keys=False, width=96).rstrip()
    items = _ITEM.search(text)
    line = indent(line, items[1]) if items else line
    if not isinstance(_parsed(f"{text}\n{line}\n"), list):
        raise SuiteError(
            "no case can be added to what it holds; put each case on lines of its own after a dash",
            str(target),
        )
    return line


def _parsed(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_empty(v) for k, v in value.items() if v not in (None, [], "")}
    return [_without_empty(each) for each in value] if isinstance(value, list) else value
