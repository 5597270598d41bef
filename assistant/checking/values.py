"""The values of a check: claims, what was found on each, and what that comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.types import Citation

Bearing = Literal["for", "against", "about"]
Verdict = Literal["supported", "disputed", "contradicted", "not_found"]
Why = Literal[
    "says so",
    "says the opposite",
    "another number",
    "another name",
    "another date",
    "another speaker",
    "denies it",
    "disputes it",
    "doubts it",
    "nearest",
]


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that a message says is so: ``message[start:end] == text``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What one article says of a claim, in its own words.

    ``about`` is neither for nor against, and shown only as the nearest there is. ``why`` is what
    makes it bear so. The archive says it, or somebody in it: whether it is true, nobody here knows.
    """

    citation: Citation
    bearing: Bearing
    why: Why


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim with its findings: those for it, then those against it, the surest of each first.

    ``supported`` means that the archive says so, ``contradicted`` that it says otherwise,
    ``disputed`` that it has both, ``not_found`` that it does not say: then the findings are what
    is nearest, or none.
    """

    claim: Claim
    findings: tuple[Finding, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Checked:
    """A message with its claims in their order; ``left`` more were too many to check.

    Citations are numbered through the whole message, each number once.
    """

    text: str
    claims: tuple[CheckedClaim, ...]
    left: int = 0
