"""Statements about something: those with its words, and those in the passages about it."""

from __future__ import annotations

from dataclasses import replace

from assistant.archive import Archive
from assistant.fold import words
from assistant.ledger import Recorded, Wanted, person_of
from assistant.origins import Told, together
from assistant.rerank import Searcher
from assistant.types import Hit, Query

_MOST = 200  # statements by words; more are of no use to anybody who reads them
_PASSAGES = 24


class StatementSearch:
    """Looks for statements in the ledger, by way of the passages where words do not suffice."""

    def __init__(self, archive: Archive, searcher: Searcher) -> None:
        self._archive = archive
        self._searcher = searcher

    def find(self, wanted: Wanted, within: Query) -> list[Told]:
        """The statements, copies together, those with the words of ``wanted.about`` first.

        Of a subject that is told in other words, those in the passages nearest to it follow.
        ``within`` has the filters of the question, which limit it as well.
        """
        asked = wanted.speaker
        wanted = _within(wanted, within)
        found = self._archive.ledger.find(wanted, _MOST)
        if wanted.about:
            known = {each.statement.id for each in found}
            hits = self._searcher.search(replace(within, text=wanted.about), _PASSAGES)
            found += [each for each in self._near(wanted, hits) if each.statement.id not in known]
        told = together(found)
        if asked and person_of(asked)[1] != person_of(wanted.speaker)[1]:
            told = [each for each in told if is_by(each, asked)]
        return told

    def _near(self, wanted: Wanted, hits: list[Hit]) -> list[Recorded]:
        """The statements in these passages that are what is wanted but for its words."""
        ledger = self._archive.ledger
        near: list[Recorded] = []
        bare = replace(wanted, about="")
        of: dict[str, list[Recorded]] = {}
        for hit in hits:
            passage = hit.passage
            if passage.article_id not in of:
                here = replace(bare, article_id=passage.article_id)
                of[passage.article_id] = ledger.find(here, None)
            near += [
                each
                for each in of[passage.article_id]
                if each.statement.start < passage.end and each.statement.end > passage.start
            ]
        return near


def _within(wanted: Wanted, within: Query) -> Wanted:
    """``wanted`` with the narrower of both limits."""
    after = [day for day in (wanted.after, within.published_after) if day]
    before = [day for day in (wanted.before, within.published_before) if day]
    period = within.period
    if period and period.strict:
        after += [period.after] if period.after else []
        before += [period.before] if period.before else []
    return replace(
        wanted,
        after=max(after, default=None),
        before=min(before, default=None),
        sources=within.sources,
        language=within.language,
        speaker=within.speaker or wanted.speaker,
    )


def is_by(told: Told, speaker: str) -> bool:
    """Whether the statement is by somebody of this name, full or last, or this role."""
    statement = told.first.statement
    person, last_name = person_of(statement.speaker)
    wanted, _ = person_of(speaker)
    if wanted in (person, last_name):
        return True
    return set(words(wanted)) <= set(words(f"{statement.speaker} {statement.role}"))
