"""citation_precision: the share of an answer's citations that are needed for what they stand at.

ALCE (Gao et al. 2023, section 3): a citation of a sentence is precise where all citations of the
sentence together entail it, and this one is not irrelevant. It is irrelevant where it does not
entail the sentence alone, while the others entail it without this one. The mean over the citations
of an answer; an answer without citations and an abstention get 0.
Parameters of the suite: ``judge``, and ``premise`` (the passages, or the quotes alone).
"""

from __future__ import annotations

from assistant.evaluation.attested import Attested, attested
from assistant.evaluation.metric import Metric, Seen, answerable, share
from assistant.evaluation.results import Score


def _measure(seen: Seen) -> Score:
    found = attested(seen, with_precision=True)
    cited = sum(len(each.citations) for each in found)
    if not cited:
        return Score(0.0, "nothing is cited")
    good = sum(each.precise for each in found)
    return Score(share(good, cited), "; ".join([f"{good} of {cited} are precise", *_wrong(found)]))


def _wrong(found: list[Attested]) -> list[str]:
    said = []
    for each in found:
        if not each.entailed and each.citations:
            marks = " ".join(f"[{citation.number}]" for citation in each.citations)
            said.append(f"{marks} at a sentence that they do not entail")
        said += [f"[{number}] is irrelevant" for number in each.irrelevant]
    return said


METRIC = Metric(
    "citation_precision",
    "citations",
    "The share of citations that their sentence needs (ALCE).",
    _measure,
    answerable,
    passes=1.0,
)
