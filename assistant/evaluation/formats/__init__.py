"""The formats of other tools. Each module of this package declares one in its constant `FORMAT`."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.archive import Archive
from assistant.errors import SuiteError
from assistant.evaluation.imported import Imported
from assistant.evaluation.outgoing import Outgoing
from assistant.evaluation.results import Result
from assistant.evaluation.runs import Kept
from assistant.evaluation.suite import Suite


@dataclass(frozen=True, slots=True)
class Format:
    """How to read another tool's data, and how to write a run for it; what it cannot do is None.

    ``about`` is a sentence, ``source`` says what is read. ``read`` makes cases of it, with a file
    of questions where ``needs_queries``. ``read_results`` makes results for the cases of a suite,
    which `keep_outside_run` keeps. ``write`` writes files into a folder.
    """

    name: str
    about: str
    source: str = ""
    suffixes: tuple[str, ...] = ()
    needs_queries: bool = False
    read: Callable[[Path, Path | None], Imported] | None = None
    read_results: Callable[[Path, Suite, Archive], list[Result]] | None = None
    write: Callable[[Outgoing, Path], list[Path]] | None = None

    @property
    def reads(self) -> bool:
        """Whether it can be read, as a suite or as results for one."""
        return bool(self.read or self.read_results)

    @property
    def writes(self) -> bool:
        """Whether a run can be written in it."""
        return self.write is not None

    def imported(self, source: Path, queries: Path | None = None) -> Imported:
        """The cases, and the articles if any, of a file or folder.

        Raises:
            SuiteError: the format holds no cases, or something is wrong in the files.
        """
        if self.read is None:
            raise SuiteError(f"no suite can be made of {self.name}: {self.about}")
        if self.needs_queries and queries is None:
            raise SuiteError(f"{self.name} has no questions in it: name the file that has them")
        return self.read(source, queries)

    def results(self, source: Path, suite: Suite, archive: Archive) -> list[Result]:
        """What another system gave for the cases of a suite.

        Raises:
            SuiteError: the format holds no results, or something is wrong in the file.
        """
        if self.read_results is None:
            raise SuiteError(f"there are no results in {self.name}: {self.about}")
        return self.read_results(source, suite, archive)

    def export(self, kept: Kept, archive: Archive, folder: Path) -> list[Path]:
        """Write a run into a folder; returns the files.

        Raises:
            SuiteError: the format is only read.
            RunError: the run was stopped, its archive has changed, or a file cannot be written.
        """
        if self.write is None:
            raise SuiteError(f"{self.name} is read, not written")
        return self.write(Outgoing.of(kept, archive), folder)


@cache
def formats() -> tuple[Format, ...]:
    """Every format of this package, by name."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    found: list[Format] = [module.FORMAT for module in modules]
    return tuple(sorted(found, key=lambda each: each.name))


def format_named(name: str) -> Format:
    """A format by its name.

    Raises:
        SuiteError: there is no such format; the message suggests one.
    """
    known = {each.name: each for each in formats()}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 1, 0.6)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    raise SuiteError(f"there is no format {name!r}; {hint}")
