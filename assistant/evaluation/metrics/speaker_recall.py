"""speaker_recall: the share of the expected speakers whom a citation names as its speaker.

A name is the expected one where either has all the words of the other, titles aside.
"""

from __future__ import annotations

from assistant.evaluation.cases import Case
from assistant.evaluation.metric import Metric, Seen, share
from assistant.evaluation.results import Score
from assistant.evaluation.who import same_speaker


def _applies(case: Case) -> bool:
    return bool(case.speakers)


def _measure(seen: Seen) -> Score:
    cited = [each.speaker for each in seen.answer.citations if each.speaker]
    missing = [
        name for name in seen.case.speakers if not any(same_speaker(name, who) for who in cited)
    ]
    number = len(seen.case.speakers)
    found = number - len(missing)
    why = f"{found} of {number} are cited"
    return Score(share(found, number), f"{why}; not {', '.join(missing)}" if missing else why)


METRIC = Metric(
    "speaker_recall",
    "speakers",
    "The share of the expected speakers who are cited.",
    _measure,
    _applies,
    passes=1.0,
)
