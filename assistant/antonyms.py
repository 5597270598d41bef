"""Words that say the opposite of each other, by their stems."""

from __future__ import annotations

_PAIRS = """
    disputed,denied,contested,rejected,contradicted,refuted/confirmed,backed,endorsed,accepted,admitted
    opposed,rejected,blocked/approved,backed,supported,endorsed,welcomed,adopted,passed
    criticised,criticized,condemned,attacked/praised,welcomed,defended
    rose,risen,increased,climbed,grew,jumped,soared,surged,gained/fell,fallen,dropped,declined,decreased,shrank,plunged,slumped,sank
    rise,rising,increase,growth,gain/fall,falling,decline,drop,decrease
    up/down before/after earlier/later above/below over/under more/fewer,less most/least
    higher/lower highest/lowest larger,bigger,greater/smaller largest,biggest/smallest
    better/worse best/worst stronger/weaker faster/slower longer/shorter
    legal,lawful/illegal,unlawful constitutional/unconstitutional likely/unlikely
    possible/impossible able/unable safe/unsafe,dangerous
    guilty,convicted/innocent,acquitted,cleared
    won/lost victory/defeat success/failure succeeded/failed true/false,untrue right/wrong
    allowed,permitted,legalised,legalized/banned,forbade,forbidden,prohibited,outlawed
    opened,reopened/closed,shut began,started/ended,stopped,finished
    accepted/refused,rejected,declined arrived,came/left,departed entered/left
    joined/left,quit arrested,jailed,detained/released,freed bought/sold lent/borrowed
    hired/fired,dismissed,sacked raised/lowered,cut expanded/reduced,cut strengthened/weakened
    first/last northern/southern eastern/western north/south east/west
    alive/dead survived/died men/women man/woman male/female
    public/private present/absent present,attended/boycotted
    included/excluded aware/unaware known/unknown fair/unfair willing/unwilling
    happy/unhappy popular/unpopular responsible/irresponsible necessary/unnecessary
    majority/minority maximum/minimum ally/enemy friend/foe
    remembered/forgot remember/forget agreed/disagreed loved/hated
"""


def pairs() -> list[tuple[list[str], list[str]]]:
    """The words of each side."""
    return [
        (ours.split(","), theirs.split(","))
        for pair in _PAIRS.split()
        for ours, _, theirs in [pair.partition("/")]
    ]
