"""judge_agreement: the share of the cited sentences on which the suite's two judges agree.

Both are asked whether the citations of a sentence together entail it, as `citation_recall` does; a
verdict that cannot be used agrees with nothing. An answer without such sentences gets 1. Measured
where the suite names a `second_judge`.
"""

from __future__ import annotations

from assistant.evaluation.attested import opening
from assistant.evaluation.metric import Metric, Seen, answerable, share
from assistant.evaluation.results import Score


def _measure(seen: Seen) -> Score:
    cited = [(each, seen.cited(each)) for each in seen.sentences if seen.cited(each)]
    if seen.second is None:
        return Score(1.0, "the suite names no second judge")
    agreed, apart = 0, []
    for sentence, citations in cited:
        premise = seen.premise_of(citations)
        first = seen.judged(seen.judge, premise, sentence.text)
        second = seen.judged(seen.second, premise, sentence.text)
        if first.entailed == second.entailed and not (first.failed or second.failed):
            agreed += 1
        else:
            apart.append(f"{opening(sentence.text)}: {first.why or first.entailed}; {second.why}")
    why = f"they agree on {agreed} of {len(cited)}"
    return Score(share(agreed, len(cited), empty=1.0), "; ".join([why, *apart]))


METRIC = Metric(
    "judge_agreement",
    "citations",
    "The share of cited sentences on which both judges agree.",
    _measure,
    answerable,
    better="neither",
)
