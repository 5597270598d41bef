"""nDCG@k: normalised discounted cumulative gain, relevance being 0 or 1.

Järvelin and Kekäläinen 2002, with the discount log2(rank + 1) (`nDCG` of ir-measures). 1 where
all that is relevant stands at the top. Parameters: k, and whether articles or passages are ranked.
"""

from __future__ import annotations

import ir_measures

from assistant.evaluation.ranked import ranked

METRIC = ranked(
    "nDCG",
    "How near the top what is relevant stands.",
    ir_measures.nDCG,
    ("nDCG@10", "nDCG@10/passage"),
)
