"""Kept runs: a folder each, with what was asked, how, and every answer with its scores.

DIR/runs/<id>/run.json        the run: hashes, settings, versions, seed, figures
DIR/runs/<id>/suite.json      the suite as it was
DIR/runs/<id>/results.jsonl   a line for each case that is done, in the order of finishing
DIR/report.html, report.md, junit.xml   of the run that was reported last
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from assistant.errors import RunError
from assistant.evaluation.cases import Case
from assistant.evaluation.figures import Figure
from assistant.evaluation.results import Scored
from assistant.evaluation.suite import Plan, Suite

RUNS = "runs"
_RUN, _SUITE, _RESULTS, _LOCK = "run.json", "suite.json", "results.jsonl", "run.lock"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a suite, apart from its results.

    ``settings`` are all those it ran with, addresses without what signs in to them. ``finished`` is
    None until every case is done; ``stopped`` says why it ended before that. ``figures`` are those
    of a finished run. ``source`` is where the suite was read from.
    """

    id: str
    suite: str
    suite_hash: str
    archive_hash: str
    settings: dict[str, Any]
    versions: dict[str, str]
    judge: str
    metrics: tuple[str, ...]
    seed: int
    cases: int
    started: datetime
    finished: datetime | None = None
    stopped: str = ""
    figures: dict[str, Figure] = field(default_factory=dict)
    source: str = ""

    @property
    def fingerprint(self) -> str:
        """What must be the same for one run to go on with another's results."""
        same = (
            self.suite_hash,
            self.archive_hash,
            self.settings,
            self.versions,
            self.judge,
            self.metrics,
        )
        text = json.dumps(same, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """A run as it was kept, with its suite and its results in the order of the suite's cases."""

    run: Run
    plan: Plan
    cases: dict[str, Case]
    scored: tuple[Scored, ...]
    folder: Path

    @property
    def suite(self) -> Suite:
        """The suite as it was; its articles or its archive are where they were."""
        return Suite(Path(self.run.source), self.plan, tuple(self.cases.values()))


class RunStore:
    """The runs in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, run: Run, suite: Suite) -> Path:
        """Keep a new run; returns its folder.

        Raises:
            RunError: the folder cannot be written.
        """
        place = self.folder / RUNS / run.id
        try:
            place.mkdir(parents=True)
            kept = {
                "plan": _adapter(Plan).dump_python(suite.plan, mode="json"),
                "cases": [_adapter(Case).dump_python(case, mode="json") for case in suite.cases],
            }
            write_whole(place / _SUITE, json.dumps(kept, ensure_ascii=False, indent=1))
            (place / _RESULTS).touch()
            self.keep(run)
        except OSError as error:
            raise RunError(
                f"the run cannot be kept in {place}: {error.strerror or error}"
            ) from error
        return place

    def keep(self, run: Run) -> None:
        """Write what is known of a run."""
        made = _adapter(Run).dump_python(run, mode="json")
        file = self.folder / RUNS / run.id / _RUN
        write_whole(file, json.dumps(made, ensure_ascii=False, indent=1))

    def add(self, run_id: str, scored: Scored) -> None:
        """Append the result of a case; a process that is stopped loses at most this line.

        Raises:
            RunError: the file cannot be written.
        """
        made = _adapter(Scored).dump_python(scored, mode="json")
        # A model may write half of a surrogate pair, which is no text that a file can hold.
        line = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        place = self.folder / RUNS / run_id / _RESULTS
        try:
            with place.open("ab") as file:
                file.write(line.encode("utf-8", "replace") + b"\n")
        except OSError as error:
            raise RunError(f"{place} cannot be written: {error.strerror or error}") from error

    def hold(self, run_id: str) -> AbstractContextManager[Any] | None:
        """What keeps other processes from adding to a run; None where one is at it."""
        lock = FileLock(self.folder / RUNS / run_id / _LOCK, is_singleton=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return None
        held = ExitStack()
        held.callback(lock.release)
        return held

    def mend(self, run_id: str) -> None:
        """Drop what a process that was stopped wrote of a line, before more are added."""
        file = self.folder / RUNS / run_id / _RESULTS
        kept = _read_bytes(file)
        whole = kept.rfind(b"\n") + 1
        if whole < len(kept):
            with file.open("r+b") as results:
                results.truncate(whole)

    def unfinished(self, like: Run) -> Run | None:
        """The newest run that was stopped and that a run like this one may go on with."""
        for run in reversed(self.runs()):
            if run.fingerprint == like.fingerprint:
                return None if run.finished else run
        return None

    def runs(self) -> list[Run]:
        """Every run that can be read, oldest first."""
        found = []
        for file in (self.folder / RUNS).glob(f"*/{_RUN}"):
            try:
                found.append(_read(Run, file))
            except RunError:
                continue  # its own command names what is wrong with it
        return sorted(found, key=lambda run: (run.started, run.id))

    def load(self, name: str) -> Kept:
        """A run by its id, the beginning of one, its folder, ``latest`` or ``previous``.

        Raises:
            RunError: there is no such run, several begin so, or its files are damaged.
        """
        folder = self._folder_of(name)
        run = _read(Run, folder / _RUN)
        suite = _read(_KeptSuite, folder / _SUITE)
        cases = {case.id: case for case in suite.cases}
        done = {each.result.case_id: each for each in self.results(folder)}
        scored = tuple(done[name] for name in cases if name in done)
        return Kept(run, suite.plan, cases, scored, folder)

    def results(self, folder: Path) -> Iterator[Scored]:
        """The results in a run's folder; a last line that is not whole is left out.

        Raises:
            RunError: the file cannot be read, or another line is damaged.
        """
        # The last line may be one that another process is writing at this moment.
        whole = _read_bytes(folder / _RESULTS).split(b"\n")[:-1]
        for number, line in enumerate(whole, start=1):
            try:
                yield _adapter(Scored).validate_json(line)
            except ValidationError as error:
                place = f"{folder / _RESULTS}:{number}"
                raise RunError(
                    f"{place}: this result is damaged; run the suite again with --fresh"
                ) from error

    def _folder_of(self, name: str) -> Path:
        if (Path(name) / _RUN).is_file():
            return Path(name)
        runs = [run.id for run in self.runs()]
        place = {"latest": -1, "previous": -2}.get(name)
        if place is not None:
            if len(runs) < -place:
                raise RunError(f"{self.folder} keeps {len(runs)} runs: there is no {name} one")
            return self.folder / RUNS / runs[place]
        found = [run for run in runs if run == name] or [
            run for run in runs if run.startswith(name)
        ]
        if len(found) == 1:
            return self.folder / RUNS / found[0]
        if found:
            raise RunError(f"{len(found)} runs begin with {name!r}: {', '.join(found[:3])}, …")
        raise RunError(f"{self.folder} keeps no run {name!r}; `onrecord eval runs` lists them")


@dataclass(frozen=True, slots=True)
class _KeptSuite:
    plan: Plan
    cases: tuple[Case, ...]


def new_run_id(suite: str, now: datetime, mark: str) -> str:
    """The id of a run: the suite, the moment in UTC, and a mark for two at once."""
    return f"{suite}-{now.astimezone(UTC):%Y%m%d-%H%M%S}-{mark[:6]}"


def finished(run: Run, figures: dict[str, Figure], now: datetime) -> Run:
    """The run as it is kept when all cases are done."""
    return replace(run, finished=now, stopped="", figures=figures)


def write_whole(file: Path, text: str) -> None:
    """Write a file so that a reader sees it whole or not at all.

    Raises:
        RunError: it cannot be written.
    """
    making = file.with_name(f".{file.name}.{uuid.uuid4().hex}")
    try:
        making.write_text(text, encoding="utf-8")
        making.replace(file)
    except OSError as error:
        making.unlink(missing_ok=True)
        raise RunError(f"{file} cannot be written: {error.strerror or error}") from error
    except BaseException:
        making.unlink(missing_ok=True)
        raise


def cases_of(scored: Iterable[Scored]) -> set[str]:
    """The ids of the cases that are done."""
    return {each.result.case_id for each in scored}


def _read(kind: Any, file: Path) -> Any:
    try:
        return _adapter(kind).validate_json(_read_bytes(file))
    except ValidationError as error:
        raise RunError(f"{file} is damaged, or of another version; run the suite again") from error


def _read_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RunError(f"{file} cannot be read: {error.strerror or error}") from error


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
