"""The options that go before the verb of a command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Options:
    """Which archive a command is about, whether it was ``named``, and whether errors are shown."""

    archive: Path
    named: bool = False
    debug: bool = False


chosen = Options(Path())
"""Those of this process, once its command line has been read."""
