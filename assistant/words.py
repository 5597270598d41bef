"""Word lists that rules share: verbs of saying, and what a question asks with."""

from __future__ import annotations

_SAYING = """
    said says say saying told tells telling added adds stated states declared declares announced
    announces noted notes explained explains replied replies answered wrote writes tweeted posted
    called calls described describes argued argues believes believed thinks thought suggested
    suggests recalled observed remarked reported reports estimated estimates put asked urged urges
    revealed reveals acknowledged acknowledges admitted admits pledged promised promises vowed
    predicted predicts expects expected demanded demands
"""
_BACKING = """
    confirmed confirms confirm backed backs back supported supports support endorsed endorses
    endorse defended defends defend agreed agrees agree welcomed welcomes welcome praised insisted
    insists vouched
"""
_DISPUTING = """
    disputed disputes dispute denied denies deny rejected rejects reject contradicted contradicts
    contradict contested contests contest dismissed dismisses dismiss refuted refutes refute
    questioned questions question doubted doubts doubt challenged challenges challenge disagreed
    disagrees countered counters opposed opposes objected objects against
"""
_ATTACKING = """
    accused accuses warned warns criticised criticises criticized criticizes condemned condemns
    claimed claims
"""
_DECLINING = "declined declines refused refuses"

CUE_VERBS = frozenset((_SAYING + _BACKING + _DISPUTING + _ATTACKING + _DECLINING).split())
# Of a plan or an attack they take the side against it.
_AGAINST = frozenset("criticised criticises criticized criticizes condemned condemns".split())
DISPUTE_VERBS = frozenset(_DISPUTING.split()) | {"disputing", "denying", "rejecting"} | _AGAINST
BACKING_VERBS = frozenset(_BACKING.split()) | {"backing", "supporting", "confirming"}
DECLINE_VERBS = frozenset(_DECLINING.split()) | {"decline", "refuse", "declining"}

# What shows, in the words of an article, that somebody does not accept an account.
DISPUTE_MARKS = frozenset(
    """
    disputed disputes dispute disputing denied denies deny rejected rejects contradicted contradicts
    contradicting contested contests contesting dismissed refuted refutes questioned doubted doubts
    doubt sceptical skeptical false untrue wrong misleading lie lies failure fails failed evidence
    proof proves despite nothing no not never none neither isn't aren't wasn't weren't hasn't
    haven't hadn't don't doesn't didn't won't can't cannot without fewer instead however but
    accused warned claimed countered
    """.split()
)

QUESTION_WORDS = frozenset(
    """
    who whom whose what which when where why how many much did does do is are was were has have had
    can could would should will the a an and or of to in on at by for from about with into than that
    this these those there it its their his her they he she me us tell show give list say said says
    anyone anybody someone something please happen happened happening know known happens summary
    summarise summarize overview recap timeline chronology story latest brief briefing update
    compare comparison difference differences between describe explain find name approximately
    according also else any all over recently recent currently current finally exactly actually
    really ever week
    """.split()
)
