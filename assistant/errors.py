"""Every error that OnRecord raises on purpose. Each message is one line that says what to do.

OnRecordError
├── UsageError                 the call itself is wrong (exit status 2)
│   ├── SettingsError          an environment variable or onrecord.toml
│   ├── QuestionError          an empty, endless or wordless question
│   ├── UnknownSource          no article is from a source of this name
│   ├── SuiteError             an evaluation suite, with its file and line
│   │   └── SuiteSkipped       it needs data that is not on this machine
│   └── RunError               a kept run of a suite that is missing, damaged or of another suite
├── ArchiveError               the archive cannot be used as it is
│   ├── ArchiveHeld            another process owns it
│   ├── ArchiveDamaged         archive.db is truncated, foreign or corrupt
│   ├── ArchiveUnwritable      a read-only or full disk
│   ├── IndexDamaged           a derived index cannot be used; the record rebuilds it
│   ├── EmbeddingMismatch      its vectors were made by another model
│   └── ArticleNotFound
├── SourceError                one input could not be read; ingest goes on without it
├── EmbeddingError             the embedding model could not be loaded or checked
└── ModelError                 the chat model failed; the thread stays usable
    ├── ModelUnauthorized
    ├── ModelRateLimited
    └── ModelUnavailable
"""

from __future__ import annotations


class OnRecordError(Exception):
    """The root of all of them."""


class UsageError(OnRecordError):
    """The caller asked for something that cannot be meant."""


class SettingsError(UsageError):
    """A setting has a name or a value that is not known."""


class QuestionError(UsageError):
    """The question holds no word, or too many."""


class UnknownSource(UsageError):
    """A filter names a source that the archive does not have."""


class SuiteError(UsageError):
    """An evaluation suite is wrong; ``place`` is its file and line, as far as they are known."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.reason = reason
        self.place = place


class SuiteSkipped(SuiteError):
    """What a suite needs is not on this machine."""


class RunError(UsageError):
    """A kept run is missing, damaged, or of another suite than it is compared with."""


class ArchiveError(OnRecordError):
    """The archive cannot be opened, read or written."""


class ArchiveHeld(ArchiveError):
    """Another process owns the archive's indexes."""


class ArchiveDamaged(ArchiveError):
    """The record is not a whole OnRecord database."""


class ArchiveUnwritable(ArchiveError):
    """The disk is full or may not be written."""


class IndexDamaged(ArchiveError):
    """The files of a derived index cannot be used; the record can rebuild them."""


class EmbeddingMismatch(ArchiveError):
    """The archive's vectors were made by another embedding model."""


class ArticleNotFound(ArchiveError):
    """No article has this id."""


class SourceError(OnRecordError):
    """A file, a line or a page (``source``) holds no article that can be read (``reason``)."""

    def __init__(self, reason: str, source: str = "") -> None:
        super().__init__(f"{source}: {reason}" if source else reason)
        self.reason = reason
        self.source = source


class EmbeddingError(OnRecordError):
    """The embedding model is missing, damaged or does not reproduce its reference."""


class ModelError(OnRecordError):
    """The chat model did not answer."""


class ModelUnauthorized(ModelError):
    """The provider refused the key."""


class ModelRateLimited(ModelError):
    """The provider asks for patience."""


class ModelUnavailable(ModelError):
    """The provider failed or could not be reached."""
