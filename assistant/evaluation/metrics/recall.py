"""recall@k: the share of all that is relevant which is among the first k.

Manning, Raghavan and Schütze 2008, section 8.3 (`R` of ir-measures). Where a piece of evidence
may stand in several places, each of them counts; `all_evidence` asks for one of each.
Parameters: k, and whether articles or passages are ranked.
"""

from __future__ import annotations

import ir_measures

from assistant.evaluation.ranked import ranked

METRIC = ranked(
    "recall", "The share of what is relevant that is found.", ir_measures.R, ("recall@10",)
)
