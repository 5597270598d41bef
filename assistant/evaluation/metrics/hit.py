"""hit@k: whether something relevant is among the first k.

Called success at k in information retrieval (`Success` of ir-measures). 1 or 0 for a case.
Parameters: k, and whether articles or passages are ranked.
"""

from __future__ import annotations

import ir_measures

from assistant.evaluation.ranked import ranked

METRIC = ranked(
    "hit",
    "Whether something relevant is found.",
    ir_measures.Success,
    ("hit@1", "hit@10", "hit@10/passage"),
)
