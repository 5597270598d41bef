"""Keeps what opens doors out of the logs: tokens, secrets, tickets and addresses for replies."""

from __future__ import annotations

import logging
import re
from typing import Any

# In JSON as Slack writes it, and in a form, a slash is written otherwise.
_SLASH = r"(?:\\*/|(?:%5C)*%2F)"
_ADDRESS = rf"{_SLASH}(?:commands|actions|app|response|services|workflows){_SLASH}"
_SECRET = re.compile(
    r"\b(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w.-]+"
    r"|(?<=ticket=)[\w.%-]+"
    rf"|(?P<before>{_ADDRESS})[TE][A-Z0-9]+{_SLASH}[\w.\\/%-]+"
    r"|(?<=[?&]code=)[\w.%-]+|(?<=with code: )\S+"
    r"|(?<=://)[^/@\s:]+:[^/@\s]+(?=@)"  # who we are to a proxy
    r"|(?<=\bBasic )[\w+/=-]{16,}"
    r"|(?<=client_secret['\"]: ['\"])[^'\"]+|(?<=['\"]code['\"]: ['\"])[^'\"]+"
)
_HIDDEN = "(hidden)"
# Of libraries that are given none of our loggers, or not everywhere.
_OTHERS = (
    "slack_sdk.web.base_client",
    "slack_sdk.web.client",
    "slack_sdk.webhook.client",  # addresses for replies
    "sqlalchemy.engine.Engine",  # rows that were read, by then decrypted
    "uvicorn.access",  # the code in the address of a sign-in
    "uvicorn.error",
)


class HideSecrets(logging.Filter):
    """A filter that lets every record through, without what may not be written down."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (hidden := _hidden(said)) != said:
            # Where its arguments are few words that a handler may want to have, they stay apart.
            record.msg, record.args = _hidden(str(record.msg)), _each_hidden(record.args)
            if record.getMessage() != hidden:
                record.msg, record.args = hidden, ()
        if record.exc_info and record.exc_info[1] is not None:
            # A traceback is written by the handler, and ends with the error's own words.
            record.exc_text = _hidden(logging.Formatter().formatException(record.exc_info))
        return True


def quiet_logger(name: str = "onrecord.slack") -> logging.Logger:
    """The logger that Slack's libraries are given; their own take its filter over."""
    logger = logging.getLogger(name)
    if not any(isinstance(each, HideSecrets) for each in logger.filters):
        logger.addFilter(HideSecrets())
    return logger


def quiet_libraries() -> None:
    """Have the loggers hide secrets that we cannot give to who uses them."""
    for name in _OTHERS:
        quiet_logger(name)


def _hidden(said: str) -> str:
    return _SECRET.sub(lambda found: (found["before"] or "") + _HIDDEN, said)


def _each_hidden(args: Any) -> Any:
    if not isinstance(args, tuple):
        return args
    return tuple(_hidden(each) if isinstance(each, str) else each for each in args)
