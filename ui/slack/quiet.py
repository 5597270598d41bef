"""Keeps what opens doors out of the logs: tokens, secrets, tickets and addresses for replies."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(
    r"\b(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w.-]+"
    r"|(?<=ticket=)[\w.%-]+"
    r"|(?<=/commands/)[\w./%-]+|(?<=/actions/)[\w./%-]+|(?<=/response/)[\w./%-]+"
    r"|(?<=[?&]code=)[\w.%-]+|(?<=with code: )\S+"
    r"|(?<=client_secret['\"]: ['\"])[^'\"]+|(?<=['\"]code['\"]: ['\"])[^'\"]+"
)
_HIDDEN = "(hidden)"


class HideSecrets(logging.Filter):
    """A filter that lets every record through, without what may not be written down."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = _SECRET.sub(_HIDDEN, said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        if record.exc_info and record.exc_info[1] is not None:
            # A traceback is written by the handler, and ends with the error's own words.
            record.exc_text = _SECRET.sub(
                _HIDDEN, logging.Formatter().formatException(record.exc_info)
            )
        return True


def quiet_logger(name: str = "onrecord.slack") -> logging.Logger:
    """The logger that Slack's libraries are given; their own take its filter over."""
    logger = logging.getLogger(name)
    if not any(isinstance(each, HideSecrets) for each in logger.filters):
        logger.addFilter(HideSecrets())
    return logger
