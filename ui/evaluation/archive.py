"""The archive that a suite is asked of: one that is there, or one built from its articles."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock

import assistant
import ingest
from assistant.assistant import Assistant
from assistant.errors import SuiteError
from assistant.evaluation.runner import Tell, silent
from assistant.evaluation.suite import Suite
from assistant.settings import Settings
from ingest import sources
from ingest.pipeline import ingest as take_in

_KEPT = 3  # built archives of one suite: of code and articles as they were


@contextmanager
def archive_of(
    suite: Suite,
    given: Path,
    overrides: Mapping[str, Any],
    tell: Tell = silent,
    scratch: Path | None = None,
) -> Iterator[Assistant]:
    """The archive of a suite, open, with the settings under test.

    The suite names it or the articles to build it from; else it is ``given``. A built one is kept
    in the cache folder and used again while its articles and our code are the same. ``overrides``
    are settings that go before those of the suite. Processes that run at the same time need a copy
    of the archive each, which is made in ``scratch`` where that is given.

    Raises:
        SuiteError: the archive or an article file is not there, or an article cannot be read.
        SettingsError: a setting has a value that cannot be.
        ArchiveError: the archive cannot be opened.
    """
    wanted = {**suite.plan.settings, **overrides}
    folder = _built(suite, wanted, tell) if suite.plan.articles else _named(suite, given)
    if scratch:
        folder = Path(shutil.copytree(folder, scratch / "archive"))
    settings = _timed(Settings.load(folder, **wanted), suite.plan.timeout)
    with Assistant.open(folder, settings, command="eval") as opened:
        yield opened


def code_hash() -> str:
    """SHA-256 of the code that reads, finds and answers, in hexadecimal digits."""
    mark = hashlib.sha256()
    for package in (assistant, ingest):
        root = Path(package.__file__ or "").parent
        for file in sorted(root.rglob("*.py")):
            if "evaluation" not in file.relative_to(root).parts:
                mark.update(file.read_bytes())
    return mark.hexdigest()


def _named(suite: Suite, given: Path) -> Path:
    named = suite.plan.archive
    folder = suite.folder / Path(named).expanduser() if named else given
    if not (folder / "archive.db").is_file():
        raise SuiteError(
            f"the archive {folder} is not there; name one in the suite or with --archive",
            str(suite.path),
        )
    return folder


def _built(suite: Suite, wanted: Mapping[str, Any], tell: Tell) -> Path:
    """The folder of an archive of the suite's articles, built where it is not in the cache."""
    settings = Settings.load(Path(tempfile.gettempdir()) / "no-such-folder", **wanted)
    files = _files(suite)
    mark = hashlib.sha256(f"{code_hash()} {settings.embedding_model}".encode())
    for file in files:
        mark.update(f"{file}\0".encode() + file.read_bytes())
    home = settings.cache_dir / "suites"
    home.mkdir(parents=True, exist_ok=True)
    folder = home / f"{suite.name}-{mark.hexdigest()[:16]}"
    with FileLock(home / f"{suite.name}.lock"):
        if not folder.is_dir():
            making = Path(tempfile.mkdtemp(dir=home, prefix=".making-"))
            try:
                _build(making, settings, files, suite, tell)
                making.replace(folder)
            finally:
                shutil.rmtree(making, ignore_errors=True)
            _tidy(home, suite.name)
    return folder


def _build(folder: Path, settings: Settings, files: list[Path], suite: Suite, tell: Tell) -> None:
    with Assistant.open(folder, settings, command="eval") as opened:
        report = take_in(opened.indexer, files, tell, opened.scribe)
    if report.failed:
        first = report.failed[0]
        raise SuiteError(f"{first.source}: {first.error}", str(suite.path))


def _files(suite: Suite) -> list[Path]:
    paths = [(suite.folder / Path(name).expanduser()).resolve() for name in suite.plan.articles]
    chosen, problems = sources.files(paths)
    if problems:
        raise SuiteError(f"{problems[0].source}: {problems[0].reason}", str(suite.path))
    if not chosen:
        raise SuiteError("there are no articles in what the suite names", str(suite.path))
    return chosen


def _tidy(home: Path, name: str) -> None:
    """Remove the built archives of a suite but the newest."""
    built = [each for each in home.glob(f"{name}-*") if len(each.name) == len(name) + 17]
    built.sort(key=lambda each: each.stat().st_mtime, reverse=True)
    for old in built[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _timed(settings: Settings, timeout: float) -> Settings:
    """A chat model is waited for no longer than a case may take."""
    return settings.model_copy(update={"model_timeout": min(settings.model_timeout, timeout)})
