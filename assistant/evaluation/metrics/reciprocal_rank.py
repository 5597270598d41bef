"""MRR: one over the rank of the first that is relevant; 0 where none is found.

Voorhees 1999, the TREC-8 question answering track (`RR` of ir-measures); its mean over the cases
is the mean reciprocal rank. Parameters: k (optional), and whether articles or passages are ranked.
"""

from __future__ import annotations

import ir_measures

from assistant.evaluation.ranked import ranked

METRIC = ranked(
    "MRR",
    "One over the rank of the first relevant.",
    ir_measures.RR,
    ("MRR@10", "MRR@10/passage"),
    needs_cutoff=False,
)
