"""The claims of a message: what it says is so, without greetings, questions and small talk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.checking.values import Claim
from assistant.instructions import instructed_spans
from assistant.question import content_words
from assistant.sentences import sentence_spans, trim

_WHO = r"(?:anyone|anybody|someone|somebody|you|we|they|people|everyone|everybody|it|he|she|i)"
_TOLD = (
    r"(?:says?|said|told (?:me|us)|tells? (?:me|us)|claims?|claimed|wrote|writes|posted|tweeted)"
)
# What stands before a claim and is none of it; taken off as often as one fits.
_LEAD_IN = re.compile(
    r"(?:[\s>*•·#|~_\-–—,.!:]+"
    r"|:[a-z0-9_+\-]+:"
    r"|<?https?://[^\s>]+>?"
    r"|@[\w.\-]+[,:]?"
    r"|(?:hi|hello|hey|dear|good|morning|afternoon|evening)\b(?:\s+(?:there|all|team|folks|"
    r"everyone|everybody|morning|afternoon|evening|colleagues|desk)\b)*\s*[,!.:–—-]+"
    r"|(?:breaking|fyi|update|updated|urgent|exclusive|rumou?r|claim|heard|psa|rt|news|just in|"
    r"press release|from (?:a|the|their|our) press release|for immediate release|read|seen|"
    r"headline|tip|source)\b(?:\s+(?:news|alert|@\w+))?\s*[,:–—|-]+"
    r"|(?:and|but|so|also|then|well|ok|okay|btw|apparently|reportedly|allegedly|supposedly|"
    r"frankly|honestly|seriously|actually|basically|obviously|clearly|sadly|wow)\b\s*[,:]?(?=\s)"
    r"|(?:is|was) it (?:really |actually |still )?(?:true|correct|right|the case) that\b"
    r"|(?:can|could|did|does|has|have|please)?\s*"
    rf"(?:{_WHO}\s+)?(?:please\s+)?(?:check|confirm|verify|know|find out|hear|heard)\s+"
    r"(?:that|whether|if)\b"
    r"|did you (?:know|hear|see) that\b"
    r"|(?:i|we)(?:['’]ve)?(?: have| just)* (?:heard|read|saw|see|hear|gather|understand|was told|"
    r"were told|think|believe|guess|reckon|suspect)\b(?:\s+that)?(?=\s)"
    rf"|(?:a|my|the|some|one|our)\s+(?:friend|source|colleague|reader|contact|caller|guy)s?\s+{_TOLD}"
    r"(?:\s+that)?(?=\s)"
    rf"|(?:someone|somebody|people|they|everyone|everybody)\s+{_TOLD}(?:\s+that)?(?=\s)"
    r"|(?:rumou?r has it|word is|there(?: is|['’]s| are) (?:a )?rumou?rs?(?: going (?:a)?round)?|"
    r"it is (?:said|claimed|rumou?red|reported)|the (?:claim|rumou?r|story) (?:is|goes))"
    r"(?:\s+that)?(?=[\s:,])"
    r")",
    re.IGNORECASE,
)
_ASKS_FOR_A_CHECK = re.compile(
    rf"\b(?:true that|correct that|the case that|right that|you (?:know|hear|see) that|"
    rf"(?:{_WHO}\s+)?(?:please\s+)?(?:check|confirm|verify|know|find out|heard?)\s+"
    r"(?:that|whether|if))\b",
    re.IGNORECASE,
)
# What stands behind it: a link, a mention, an emoji, "is that right?".
_TAIL = re.compile(
    r"(?:\s+|:[a-z0-9_+\-]+:|<?https?://[^\s>]+>?|(?<!\w)[@#][\w.\-]+"
    r"|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]"
    r"|[,.!–—-]?\s*\(?(?:is (?:that|this|it) (?:true|right|correct|so)|true|right|correct|really|"
    r"fact|thoughts|anyone)\s?\?+\)?"
    r"|(?<=[?!.])[?!]+)$",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?[\s\"”'’)\]]*$")
_WONDERS = re.compile(
    r"(?:what|who|whom|whose|why|how|where|when|which) "
    r"(?:a|an|is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|about|if)\b",
    re.IGNORECASE,
)
_SOCIAL = re.compile(
    r"(?:hi|hello|hey|dear|thanks?|thank you|cheers|many thanks|congrat\w*|great|good|nice|"
    r"well done|love|happy|welcome|sorry|please|pls|lol|haha\w*|ok|okay|yes|yep|no|nope|sure|"
    r"stay safe|take care|best|kind regards|regards|see you|let['’]?s|don['’]t|do not|check|look|"
    r"see|read|click|call|share|retweet|follow|subscribe|join|watch|listen|imagine|remember|"
    r"so (?:proud|sad|"
    r"happy|glad|excited)|what an?|(?:can|could|would) (?:you|we|someone|anyone|anybody)|"
    r"(?:i|we)(?:['’]\w+)? (?:am|are|was|were|love|hate|hope|wish|feel|want|need|will|would|can|"
    r"could|do|don['’]t|have to|must|just)|i['’]m|we['’]re|you)\b",
    re.IGNORECASE,
)
_SEMICOLON = re.compile(r";\s+")
_ANCHOR = re.compile(r"\d|(?<=[\w,’'”\")] )[A-ZÀ-ÖØ-Þ][\w’'\-]+")
_STATES = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|did|does|can|could|cannot|may|might|must|\w+n['’]t"
    r"|\w{2,}ed)\b",
    re.IGNORECASE,
)
_FEWEST = 3  # words that mean something; one less with a name, a number or a verb that states it
_PART = 4  # words that a part before or after a semicolon must have to be a claim of its own


def claims(message: str) -> list[Claim]:
    """The claims of a message in their order, each cut out of it.

    A question is none, unless it asks whether something is true; nor is what addresses a language
    model.
    """
    orders = instructed_spans(message)
    found = []
    for start, end in _parts(message):
        if any(start < last and first < end for first, last in orders):
            continue
        asks = bool(_ASKS_FOR_A_CHECK.search(message, start, end))
        start, end = _bare(message, start, end)
        text = message[start:end]
        if _is_claim(text, asks):
            found.append(Claim(text, start, end))
    return found


def _parts(message: str) -> Iterator[tuple[int, int]]:
    """The sentences, in parts where semicolons separate several."""
    for start, end in sentence_spans(message):
        marks = [start, *(m.end() for m in _SEMICOLON.finditer(message, start, end)), end]
        pieces = list(pairwise(marks))
        if all(len(message[a:b].split()) >= _PART for a, b in pieces):
            yield from (trim(message, *piece) for piece in pieces)
        else:
            yield start, end


def _bare(message: str, start: int, end: int) -> tuple[int, int]:
    """The span without what leads up to the claim and what follows it."""
    while start < end and (lead := _LEAD_IN.match(message, start, end)) and lead.end() > start:
        start = lead.end()
    while (tail := _TAIL.search(message[start:end])) and tail.end() > tail.start():
        end = start + tail.start()
    return trim(message, start, end)


def _is_claim(text: str, asks: bool) -> bool:
    if not text or text.endswith(":") or _WONDERS.match(text):
        return False
    if _QUESTION.search(text) and not asks:
        return False
    anchored = bool(_ANCHOR.search(text))
    if _SOCIAL.match(text) and not (anchored and len(text.split()) > 2 * _FEWEST):
        return False
    meaning = content_words(text)
    fewest = _FEWEST - (anchored or bool(_STATES.search(text)))
    return len(meaning) >= fewest and len(text.split()) >= _FEWEST
