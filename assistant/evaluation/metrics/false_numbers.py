"""false_numbers: the share of the answer's numbers that are in no passage that its sentence cites.

Numbers count as they are meant, with scale, currency and percent: `7,000` is `seven thousand`, but
not `7 million`. Dates, headlines and the question count as evidence too. Sentences without a
citation are left to `uncited_sentences`. An answer without numbers gets 0. Lower is better.
"""

from __future__ import annotations

from assistant.evaluation.metric import Metric, Seen, share
from assistant.evaluation.results import Score
from assistant.fold import visible
from assistant.quantities import Reading, missing_quantities, quantities


def _measure(seen: Seen) -> Score:
    total, false = 0, []
    for sentence in seen.sentences:
        cited = seen.cited(sentence)
        if not cited:
            continue
        texts = [seen.premise_of(cited), *(each.quote for each in cited)]
        known = _readings("\n".join(texts)) | _readings(seen.case.question)
        said = visible(sentence.text)
        total += len(quantities(said))
        false += [said[each.start : each.end].strip() for each in missing_quantities(said, known)]
    why = f"{len(false)} of {total} numbers are in no cited passage"
    return Score(share(len(false), total), f"{why}: {', '.join(false)}" if false else why)


def _readings(text: str) -> set[Reading]:
    return {reading for each in quantities(visible(text)) for reading in each.readings}


METRIC = Metric(
    "false_numbers",
    "answers",
    "The share of numbers that stand in no cited passage.",
    _measure,
    applies=lambda _: True,
    better="lower",
    default=1.0,
    passes=0.0,
)
