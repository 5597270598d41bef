"""A kept run with its archive, on the way to another tool's files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.archive import Archive
from assistant.errors import RunError
from assistant.evaluation.cases import Case, Text
from assistant.evaluation.gold import Gold, Library, Spot
from assistant.evaluation.matching import forms
from assistant.evaluation.outside_ids import original, original_passage
from assistant.evaluation.results import Result
from assistant.evaluation.runs import Kept, write_whole
from assistant.types import Answer, Passage


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A finished run, the archive that it was asked of, and the expected evidence by case id."""

    kept: Kept
    archive: Archive
    golds: Mapping[str, tuple[Gold, ...]]

    @classmethod
    def of(cls, kept: Kept, archive: Archive) -> Outgoing:
        """A run that can be written.

        Raises:
            RunError: it was stopped, or the archive is not as it was.
            SuiteError: evidence is not in the archive.
        """
        run = kept.run
        if run.finished is None:
            raise RunError(f"the run {run.id} was stopped; finish it before it is written")
        library = Library(archive)
        if library.hash != run.archive_hash:
            raise RunError(f"the archive is not what it was for the run {run.id}; run it again")
        place = str(kept.folder)
        golds = {case.id: library.golds(case, place) for case in kept.cases.values()}
        return cls(kept, archive, golds)

    def results(self) -> Iterator[tuple[Case, Result]]:
        """Every case with what came of it."""
        for each in self.kept.scored:
            yield self.kept.cases[each.result.case_id], each.result

    def questions(self) -> dict[str, str]:
        """Every question by the id of its case, in one line; a follow-up as it was restated."""
        asked = {case.id: asked_as(case, result) for case, result in self.results()}
        return {name: asked.get(name, one_line(c.question)) for name, c in self.kept.cases.items()}

    def contexts(self, answer: Answer | None) -> list[Passage]:
        """The passages that an answer was made from: those found, best first, then others cited."""
        if answer is None:
            return []
        found = {hit.passage.id: hit.passage for hit in answer.hits}
        left = {each.passage_id for each in answer.citations} - found.keys()
        known = self.archive.passages_by_id(left)
        for each in answer.citations:
            if each.passage_id in known:
                found.setdefault(each.passage_id, known[each.passage_id])
        return list(found.values())

    def references(self, case: Case) -> list[tuple[str, str]]:
        """The id of the article and the text of each piece of expected evidence.

        Of several places that will do, the first.
        """
        return [self._reference(gold[0]) for gold in self.golds[case.id]]

    def _reference(self, spot: Spot) -> tuple[str, str]:
        start, end = spot.span or (0, None)
        return spot.article_id, self.archive.article(spot.article_id).text[start:end]


def asked_as(case: Case, result: Result) -> str:
    """The question in one line, with what a follow-up leaves unsaid."""
    restated = result.answer.standalone if result.answer and case.turns else ""
    return one_line(restated or case.question)


def one_line(text: str) -> str:
    """``text`` with each run of white space as one space."""
    return " ".join(text.split())


def expected_texts(case: Case) -> list[list[str]]:
    """What is expected of an answer, in words: each in all its forms.

    Answers are one such thing, in any of their forms, and each point is one. A regular expression
    has no words.
    """
    things: list[Sequence[Any]] = [case.answers, *(point.any for point in case.points)]
    told = ([form for each in thing for form in _forms(each)] for thing in things)
    return [each for each in told if each]


def without_answer_marks(answer: Answer | None) -> str:
    """What an answer says, without citation numbers; empty where there is none."""
    if answer is None:
        return ""
    return " ".join(each.text for each in answer.sentences) or answer.text


def named_passage(passage: Passage, text: str) -> tuple[str, str]:
    """The name of a passage for others, and its text: the article's where it is all of that."""
    if passage.text.strip() == text.strip():
        return original(passage.article_id), text
    return original_passage(passage.id), passage.text


def write_json_lines(file: Path, rows: Iterable[Any]) -> Path:
    """Write a JSON Lines file."""
    return _write(file, "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows))


def write_json(file: Path, value: Any) -> Path:
    """Write a JSON file."""
    return _write(file, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def write_lines(file: Path, lines: Iterable[str]) -> Path:
    """Write a file of lines."""
    return _write(file, "".join(f"{line}\n" for line in lines))


def _write(file: Path, text: str) -> Path:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text)
    except OSError as error:
        raise RunError(f"{file} cannot be written: {error.strerror or error}") from error
    return file


def _forms(each: Any) -> list[str]:
    if isinstance(each, Text):
        return list(forms(each))
    return [f"{each.number:.12g}"] if hasattr(each, "number") else []
