"""Questions to begin with, which the archive does answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from assistant.assistant import Assistant
from assistant.errors import OnRecordError
from assistant.ledger import Wanted
from assistant.topic import is_person
from ui.slack.text import clipped

Prompt = dict[str, str]
_MOST = 4  # that Slack shows
_RECENT = 60  # statements that are looked at
_TITLE = 60  # characters
_STANCES = {
    "disputes": "What does {speaker} dispute?",
    "denies": "What does {speaker} deny?",
    "demands": "What does {speaker} demand?",
    "promises": "What does {speaker} promise?",
    "predicts": "What does {speaker} predict?",
}


class Prompts:
    """Makes prompts of the newest statements, and keeps them until the archive changes."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._made: tuple[tuple[int, int], tuple[Prompt, ...]] | None = None
        self._making = threading.Lock()

    def empty(self) -> bool:
        """Whether there is no article to ask about."""
        return not self._assistant.archive.count()[0]

    def current(self) -> tuple[Prompt, ...]:
        """At most four prompts, each with a short title and the question."""
        archive = self._assistant.archive
        held = (archive.count()[0], archive.ledger.count())
        with self._making:
            if self._made is None or self._made[0] != held:
                self._made = held, tuple(self._answered())
            return self._made[1]

    def _answered(self) -> Iterator[Prompt]:
        found = 0
        for question in self._candidates():
            try:
                answer = self._assistant.ask(question)
            except OnRecordError:
                continue
            if answer.outcome == "answered":
                yield {"title": clipped(question, _TITLE), "message": question}
                found += 1
            if found == _MOST:
                return

    def _candidates(self) -> Iterator[str]:
        """One question for each of the last speakers with a name, and of each stance one first."""
        heard: set[str] = set()
        stances: set[str] = set()
        rest: list[str] = []
        for each in self._assistant.archive.ledger.find(Wanted(named=True), _RECENT):
            said = each.statement
            if said.speaker in heard or not is_person(said.speaker):
                continue
            heard.add(said.speaker)
            form = _STANCES.get(said.stance)
            if form and said.stance not in stances:
                stances.add(said.stance)
                yield form.format(speaker=said.speaker)
            else:
                rest.append(f"What did {said.speaker} say?")
        yield from rest
