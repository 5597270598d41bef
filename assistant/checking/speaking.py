"""Whether a sentence is in the words of whom a claim gives them to."""

from __future__ import annotations

import re

from assistant.attribution import source_of
from assistant.checking.meant import Meant
from assistant.checking.sources import Source
from assistant.fold import words
from assistant.misattribution import wrong_speaker
from assistant.question import content_words


def is_by(speaker: str, source: Source) -> bool:
    """Whether the sentence is by somebody of this name, full or last, or of this office."""
    wanted = set(content_words(speaker))
    if not wanted:
        return True
    saying = source.saying
    if saying is None:
        # Nobody is known to speak: then the sentence itself has to name them.
        written, _ = source_of(source.text)
        return wanted <= set(words(source.text)) or (
            _is_described(written) and wanted <= source.around.plain
        )
    if _is_described(saying.speaker) and wanted <= source.around.plain:
        return True
    own = words(saying.speaker)
    if set(own) and own[-1] == words(speaker)[-1]:
        return True
    return wanted <= {*own, *words(saying.role), *words(source.text)} and not _is_other(
        speaker, saying.speaker
    )


def _is_described(speaker: str | None) -> bool:
    """Whether a speaker is "the company" or "it", which an article says of whom it is about."""
    return re.fullmatch(r"(?:the|its|their)\s[a-z\s-]+|it|they", speaker or "") is not None


def _is_other(speaker: str, own: str) -> bool:
    """Whether both are names of persons."""
    return all(len(each.split()) > 1 and each.istitle() for each in (speaker, own))


def other_speaker(meant: Meant, source: Source) -> str | None:
    """Who says it in the article, where that is certainly somebody else; None elsewhere."""
    article = source.entry.article
    saying = source.saying
    if not meant.speaker or (saying is None and not meant.exact) or (saying and not saying.named):
        return None
    found = wrong_speaker(meant.claim.text, article.text, source.start, source.end)
    return found or None
