"""Gets a command carried out: by opening the archive, or by the process that has it open."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

from assistant.errors import ArchiveHeld
from assistant.owner import owner_of
from assistant.settings import Settings
from ui.commands import Command, Progress, Tell


def carry_out(folder: Path, command: Command, tell: Tell) -> Any:
    """The result of a command as JSON values (see `wire`).

    Raises:
        ArchiveHeld: another process owns the archive and serves no commands.
        OnRecordError: what the command raised.
    """
    from assistant.assistant import Assistant
    from ui.wire import to_json

    settings = Settings.load(folder)
    verb = type(command).__name__.lower()
    try:
        with Assistant.open(
            folder,
            settings,
            command=verb,
            progress=lambda done, total: tell(Progress(done, total, "Finishing the index")),
        ) as assistant:
            loaded()
            return to_json(command.run(assistant, tell))
    except ArchiveHeld:
        owner = owner_of(folder)
        if owner is None or owner.address is None:
            raise
        from ui.handover import hand_over

        result = hand_over(owner, command, tell)
        if result is None:
            raise
        return result


def loaded() -> None:
    """Turn the garbage collector on for what comes from here on; what is loaded by now stays."""
    gc.freeze()
    gc.enable()
