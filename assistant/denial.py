"""Whether a sentence denies what it goes on to say: "It is false that the troops have left"."""

from __future__ import annotations

import re

from assistant.polarity import has_negation

_LONGEST = 300  # characters
_NEAR = 6  # words
_SENTENCE = re.compile(r"(?:[^.!?\n]|\.(?=\S))*\Z")
# What is set apart in a clause: "We will never, whatever they offer, give up".
_ASIDE = re.compile(r",[^,;:“”\"]{2,80},|\([^()]*\)|\s[–—][^–—]{2,80}[–—]\s")
_CLAUSE = re.compile(r"[,;:“”\"–—]|\b(?:but|and|while|although|though|whereas|yet)\b")
_FALSE = re.compile(
    r"\b(?:false|untrue|wrong|incorrect|nonsense|a\s+(?:lie|myth|rumou?r)|not\s+true)\s+"
    r"(?:that|to\s+(?:say|claim|suggest)(?:\s+that)?)\b",
    re.IGNORECASE,
)
# Behind such a word follows what is taken to be so: "I do not know why they left".
_PRESUMED = re.compile(
    r"\b(?:why|when|how|where|who|which|because|after|since|until|before|as|if|only)\b",
    re.IGNORECASE,
)


def is_denied_at(text: str, place: int) -> bool:
    """Whether the words before ``place``, in its clause, deny what follows."""
    before = _SENTENCE.search(text[max(0, place - _LONGEST) : place])
    clause = _CLAUSE.split(_ASIDE.sub(" ", before[0] if before else ""))[-1]
    near = " ".join(_PRESUMED.split(clause)[-1].split()[-_NEAR:])
    return _FALSE.search(clause) is not None or has_negation(near)
