"""What went wrong while an answer was made, as errors of ours."""

from __future__ import annotations

import sqlite3

from assistant.errors import ModelError, OnRecordError
from assistant.threads import unkept


def as_error(error: Exception, model: str) -> OnRecordError | None:
    """The failure of the model or of the memory behind ``error``; None for anything else."""
    from langgraph.errors import GraphRecursionError

    from assistant.models import as_model_error

    if isinstance(error, OnRecordError):
        return None
    if isinstance(error, sqlite3.Error):
        return unkept(error)
    if isinstance(error, GraphRecursionError):
        return ModelError(f"{model} kept calling tools without an answer; ask more narrowly")
    return as_model_error(error, model)
