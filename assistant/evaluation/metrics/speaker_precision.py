"""speaker_precision: the share of the citations with a speaker whose speaker is an expected one.

The case's `allowed_speakers` count as expected. A citation without a speaker is the article's own
words and is left out; an answer that cites no speaker where one is expected gets 0.
"""

from __future__ import annotations

from assistant.evaluation.cases import Case
from assistant.evaluation.metric import Metric, Seen, share
from assistant.evaluation.results import Score
from assistant.evaluation.who import same_speaker


def _applies(case: Case) -> bool:
    return bool(case.speakers)


def _measure(seen: Seen) -> Score:
    expected = (*seen.case.speakers, *seen.case.allowed_speakers)
    said = [(each.number, each.speaker) for each in seen.answer.citations if each.speaker]
    other = [
        f"[{number}] {who}"
        for number, who in said
        if not any(same_speaker(name, who) for name in expected)
    ]
    right = len(said) - len(other)
    why = f"{right} of {len(said)} are expected"
    return Score(share(right, len(said)), f"{why}; {', '.join(other)}" if other else why)


METRIC = Metric(
    "speaker_precision",
    "speakers",
    "The share of cited speakers who are expected ones.",
    _measure,
    _applies,
)
