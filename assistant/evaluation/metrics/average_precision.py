"""MAP: the mean of the precision at the rank of each that is relevant, 0 for what is not found.

Average precision, Buckley and Voorhees 2000 (`AP` of ir-measures); its mean over the cases is MAP.
Parameters: k (optional), and whether articles or passages are ranked.
"""

from __future__ import annotations

import ir_measures

from assistant.evaluation.ranked import ranked

METRIC = ranked(
    "MAP", "The mean precision at each relevant.", ir_measures.AP, ("MAP",), needs_cutoff=False
)
