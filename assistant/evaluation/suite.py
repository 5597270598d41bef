"""A suite: cases, the archive they are asked of, the settings under test, metrics and floors."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter
from pydantic import dataclasses as checked

from assistant.evaluation.cases import Case, Texts

_STRICT = ConfigDict(extra="forbid")
LEXICAL = "lexical"
JUDGES = f"{LEXICAL}, cross-encoder:NAME, or a chat model as provider:model"
Premise = Literal["passage", "quote"]
Share = Annotated[float, Field(ge=0)]
Floor = Annotated[float, Field(allow_inf_nan=False)]
"""No figure is worse than a floor that is no number: it would let everything pass."""


@checked.dataclass(frozen=True, slots=True, config=_STRICT)
class Cap:
    """What one run may use; where it is reached, the run stops and can be resumed.

    ``tokens`` are those of the chat model and of a judge that is one, in and out. ``usd`` needs
    the prices, in US dollars for a million tokens.
    """

    tokens: Annotated[int, Field(ge=1)] | None = None
    usd: Annotated[float, Field(gt=0)] | None = None
    input_price: Share = 0.0
    output_price: Share = 0.0


@checked.dataclass(frozen=True, slots=True, config=_STRICT)
class Plan:
    """How a suite is run and scored; all of it has defaults.

    ``archive`` is the folder of an archive, ``articles`` are files or folders to build one from;
    paths are relative to the suite. ``settings`` are those under test, by their names without
    ``ONRECORD_``. ``metrics`` names those to run, all where it is empty; ``floors`` are the worst
    means that pass. ``judge`` decides entailment for the metrics of citations: ``lexical``,
    ``cross-encoder:NAME`` or a chat model as ``provider:model``; ``second_judge`` is asked too and
    its agreement reported. ``premise`` is what a citation is judged by. ``depth`` is how many
    passages are ranked. ``timeout`` is in seconds for a case. ``needs`` are paths without which the
    suite is skipped, with ``needs_reason``. ``fields`` gives the names that a file of cases of
    other makers has for ours.
    """

    name: Annotated[str, Field(pattern=r"^[\w.-]*$")] = ""
    about: str = ""
    archive: str | None = None
    articles: Texts = ()
    settings: dict[str, Any] = field(default_factory=dict)
    metrics: Texts = ()
    floors: dict[str, Floor] = field(default_factory=dict)
    judge: Annotated[str, Field(min_length=1)] = LEXICAL
    second_judge: Annotated[str, Field(min_length=1)] | None = None
    premise: Premise = "passage"
    depth: Annotated[int, Field(ge=1, le=1000)] = 40
    workers: Annotated[int, Field(ge=1, le=64)] = 2
    timeout: Annotated[float, Field(gt=0)] = 120.0
    cap: Cap = Cap()
    seed: int = 0
    needs: Texts = ()
    needs_reason: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


@checked.dataclass(frozen=True, slots=True, config=_STRICT)
class SuiteFile(Plan):
    """A suite's YAML file: the plan, and the cases or the files that hold them."""

    cases: Annotated[
        tuple[Case | str, ...],
        BeforeValidator(_listed, json_schema_input_type=str | tuple[Case | str, ...]),
    ] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite that has been read. ``places`` says of each case where it stands, as file:line."""

    path: Path
    plan: Plan
    cases: tuple[Case, ...]
    places: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name, or that of its folder or file."""
        own = self.path if self.path.is_dir() else self.path.with_suffix("")
        return self.plan.name or own.absolute().name

    @property
    def folder(self) -> Path:
        """What its paths are relative to."""
        return self.path if self.path.is_dir() else self.path.parent

    def place(self, case_id: str) -> str:
        """Where a case stands, for a message."""
        return self.places.get(case_id, str(self.path))

    @property
    def hash(self) -> str:
        """SHA-256 of what is asked, expected and how it is scored, in hexadecimal digits.

        Floors, settings, the archive, limits and notes are no part of it: runs that differ in them
        can be compared.
        """
        scored = {
            "cases": [
                {**TypeAdapter(Case).dump_python(case, mode="json"), "note": ""}
                for case in sorted(self.cases, key=lambda case: case.id)
            ],
            "judge": self.plan.judge,
            "premise": self.plan.premise,
            "depth": self.plan.depth,
        }
        text = json.dumps(scored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def schema() -> dict[str, Any]:
    """The JSON Schema of a suite's YAML file; that of a case is ``$defs/Case``."""
    made = TypeAdapter(SuiteFile).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": "OnRecord suite",
    }
