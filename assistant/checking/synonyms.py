"""Words that news uses for one another; a word may stand in several rows."""

from __future__ import annotations

from functools import lru_cache

from assistant import antonyms
from assistant.fold import plain_word

# In the forms in which they are written, since a stem does not know "left" from "leave".
_ROWS = """
    withdraw withdraws withdrew withdrawn withdrawal withdrawals withdrawing pull pulled pulling
    pullout pull-out leave leaves left leaving departure departures depart departed gone go went
    remove removed exit

    close closes closed closing closure closures shut shuts shutting shutdown shuttered

    troops troop soldiers soldier forces servicemen

    ferry ship vessel boat

    injured injuring injure injuries injury hurt wounded wounding

    killed kill kills killing died dead die dies death deaths fatal

    jailed jail imprisoned prison sentenced sentence sentencing

    convicted convict conviction guilty found

    bribe bribes bribery bribed kickbacks

    rise rises rose risen rising increase increases increased increasing grow grows grew growth
    climb climbs climbed jump jumped raise raises raised raising higher gain gained

    fall falls fell fallen falling drop drops dropped dropping decline declines declined decrease
    decreased lower lowered lost loss

    cut cuts cutting reduce reduces reduced reducing reduction slash slashed trim trimmed lower

    reject rejects rejected rejecting rejection refuse refused refuses turn

    approve approves approved approval pass passes passed passing adopt adopted adopts back backed
    endorse endorsed

    win wins won winning victory winner elected defeat defeated beat beats

    agree agrees agreed agreement deal settlement accord pact

    job jobs posts

    employ employs employed employees workers staff

    build builds building built construct construction

    factory plant works

    begin begins began begun start starts started starting launch launched open opens opened opening

    end ends ended ending finish finished conclude concluded

    strike strikes striking walkout stoppage stoppages walked

    hit hits hitting strike strikes struck ran aground grounding

    ship vessel ferry liner cutter

    leader head chief boss leads led heads headed director manager

    lawmaker lawmakers mp mps politician parliamentarian legislator member

    buy buys bought purchase purchased acquire acquired acquisition

    sell sells sold sale

    pay pays paid payment payments wage wages salary

    cost costs price prices worth

    money cash funds fund funding

    plan plans planned planning propose proposed proposes proposal proposals intend intends

    ask asks asked request requested demand demanded demands call called calls urge urged

    announce announces announced announcement say says said statement

    offer offers offered

    show shows showed shown exhibition exhibit

    house houses home homes households household

    person persons people

    city town council municipality

    court judges judge tribunal

    ruling ruled rule rules decision decided decides judgment verdict

    fine fined penalty

    owner owns owned proprietor

    aim aims aimed goal target

    big large largest biggest major

    small little minor smallest

    quick fast fastest quickest rapid

    mark record

    sign signs signed signing initialled

    attack attacks attacked attacking assault raid

    arrest arrests arrested detain detained detains custody

    resign resigns resigned resignation quit quits stepped

    appoint appoints appointed appointment named

    discover discovers discovered discovery found find finds

    help helps helped aid assist assistance support

    study studies research researchers survey

    scientist scientists researcher researchers

    probe investigation investigate investigated investigating inquiry

    charge charges charged accuse accused accuses accusation allegations alleged

    vote votes voted voting ballot poll

    fire fires blaze

    car cars vehicle vehicles

    doctor doctors physician physicians medics

    crash crashed crashes collision collided

    storm storms hurricane

    snow snowfall

    power electricity

    gas petrol fuel diesel

    ill sick illness disease

    child children kids

    school schools classroom pupils

    year years annual annually yearly

    month months monthly
"""


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[str]]:
    """Each word with all that may stand for it, itself included; all folded."""
    rows = [row.split() for row in _ROWS.split("\n\n")]
    for ours, theirs in antonyms.pairs():
        rows += [ours, theirs]
    found: dict[str, set[str]] = {}
    for row in rows:
        for word in row:
            found.setdefault(word, set()).update(row)
    return {word: frozenset(others) for word, others in found.items()}


def alike(word: str) -> frozenset[str]:
    """The folded words that may say the same as ``word``, itself included."""
    plain = plain_word(word)
    return _groups().get(plain, frozenset((plain,)))
