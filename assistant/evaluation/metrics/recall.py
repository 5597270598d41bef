"""recall@k: the share of all that is relevant which is among the first k.

Manning, Raghavan and Schütze 2008, section 8.3 (`R` of ir-measures). The places of a piece of
evidence of which one is enough count as one.
Parameters: k, and whether articles or passages are ranked.
"""

from __future__ import annotations

import ir_measures

from assistant.evaluation.ranked import ranked

METRIC = ranked(
    "recall", "The share of what is relevant that is found.", ir_measures.R, ("recall@10",)
)
