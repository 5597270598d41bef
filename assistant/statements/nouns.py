"""What kind of thing a noun is: a person, a body, something written; and the words round it."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Literal

from assistant.fold import fold

Kind = Literal["person", "people", "body", "thing"]

_PERSON = frozenset(
    """
    admiral checker fact-checker hopeful pundit
    academic accountant activist actor actress adviser advisor advocate agent aide ally
    ambassador analyst anchor apprentice architect archbishop artist assistant associate athlete
    attorney aunt author banker billionaire biographer bishop blogger boss boy brother
    brother-in-law businessman businesswoman candidate captain caller cardinal caucusgoer
    celebrity ceo cfo chair chairman chairperson chairwoman challenger chancellor chief child
    cleric client co-author co-chair co-founder coach colleague colonel columnist comedian
    commander commentator commissioner composer congressman congresswoman conservative
    consultant contender contributor coordinator correspondent councillor councilman
    councilwoman counsel counselor cousin creator critic customer dad daughter dean defender
    delegate democrat deputy designer detective developer diplomat director dissident doctor
    donor driver economist editor educator employee employer engineer entrepreneur
    environmentalist envoy evangelist executive expert father fellow fighter filmmaker
    firefighter fisherman fiancé founder foe friend front-runner frontrunner fundraiser farmer
    general girl girlfriend governor graduate grandmother grandfather guard guest guy head
    historian homeowner host hunter husband imam immigrant incumbent independent individual
    insider inspector intern investigator investor islander journalist judge juror justice king
    lady lawmaker lawyer leader lecturer legislator liberal lieutenant lobbyist local loyalist
    magistrate magnate major man manager master mathematician mayor mediator member mentor midwife
    migrant millionaire minister mogul moderator moderate mom monk mother mum musician narrator
    negotiator neighbor neighbour nephew newcomer niece nominee novelist nurse observer officer
    official operative opponent organiser organizer owner parent participant partner passenger
    passer-by pastor patient performer person photographer physician physicist pilot player poet
    politician pollster pope predecessor premier presenter president priest prime-minister
    prince princess principal producer professor programmer prosecutor protester protestor
    psychiatrist psychologist publicist publisher pundit pupil queen rabbi rancher reader
    realtor rebel refugee regulator relative reporter representative republican rescuer
    researcher resident restaurateur retiree rival running-mate mate sailor scholar scientist
    secretary secretary-general senator sergeant sheikh sheriff shopkeeper singer sister soldier
    solicitor someone somebody son source speaker specialist spectator speechwriter spokesman
    spokesperson spokeswoman staffer staff star statesman stepmother strategist student
    successor sultan superdelegate superintendent supporter surgeon surrogate surveyor survivor
    suspect taxpayer teacher technician teenager tenant theorist trader trainer treasurer
    trustee tycoon uncle user veteran vice-president vicar victim villager viewer visitor
    volunteer voter waiter waitress watcher whistleblower widow wife winner witness woman worker
    writer youth anyone everybody everyone nobody one another each other
    """.split()
)
_PEOPLE = frozenset(
    """
    number handful pair couple lot majorities ones
    people folks men women children wives sources officials others some many most several few
    all both those these half majority minority none thousands hundreds dozens millions crowd
    audience percent respondents % public youth elite elites establishment youths evangelicals
    millennials persons members staffers aides spokespeople businessmen congressmen fishermen
    policemen spokesmen spokeswomen clergy faithful base electorate insiders
    """.split()
)
_BODY = frozenset(
    """
    academy administration agency alliance army assembly association authority authorities bank
    board brand broadcaster bureau business cabinet campaign caucus center centre chain chamber
    channel charity church city club coalition college commission committee community companies
    company conglomerate congress corporation council county country court courts department
    embassy faculty family federation firm force forces foundation fund government
    governments group groups guild hospital house industry institute institution institutions
    jury league legislature library lobby magazine management manufacturer media ministry
    mission mosque movement museum nation navy network newspaper newspapers ngo office
    opposition organisation organization organizations organisations outlet outlets
    owner-operator pac pacs panel paper parliament parties party police port posse practice
    prison press prosecution publication publisher regime republic retailer school senate
    service side site society squad startup state states station store syndicate team think-tank
    tank town tribunal trust union unions university utility village watchdog website
    white-house airline airlines
    """.split()
)
_GROUPS = frozenset(
    """
    democrats republicans liberals conservatives tories greens labour americans britons
    europeans muslims christians jews catholics protestants sunnis shiites latinos hispanics
    taliban police
    """.split()
)
TITLES = frozenset(
    """
    president vice-president mr mrs ms miss dr sir dame lord lady prof professor minister
    secretary governor gov mayor senator sen sens representative rep reps councillor councilman
    councilwoman judge justice general gen secretary-general colonel col captain capt chief
    chancellor director chairman chairwoman chair king queen prince princess pope archbishop
    bishop cardinal rev reverend father sister imam rabbi sheikh sheik ayatollah ambassador
    attorney congressman congresswoman speaker sheriff sergeant sgt lieutenant lt major maj
    commissioner admiral adm commander officer detective inspector superintendent premier
    taoiseach emperor emir sultan deputy leader spokesman spokeswoman spokesperson editor
    reporter correspondent columnist host coach manager strategist ceo adviser advisor analyst
    treasurer pastor solicitor consul envoy candidate nominee democrat republican rival actor
    actress author filmmaker billionaire journalist activist economist historian lawyer del hon
    msgr fr mlle mme monsieur madame señor señora herr frau don doña
    """.split()
)
# Somebody who is named may be called so later, whatever the article said of them before.
TAKEN_UP = frozenset(
    """
    candidate nominee senator governor congressman congresswoman lawmaker billionaire
    businessman businesswoman mogul tycoon magnate developer front-runner frontrunner politician
    republican democrat socialist contender challenger incumbent hopeful neurosurgeon
    conservative liberal libertarian candidate representative democrat
    """.split()
)
COURTESY = frozenset(
    "mr mrs ms miss dr sir dame lord lady mlle mme monsieur madame señor señora herr frau".split()
)
MALE_WORDS = frozenset(
    """
    mr sir lord king prince pope father brother husband son uncle nephew herr monsieur señor
    businessman chairman congressman councilman spokesman policeman fisherman man boy
    grandfather dad actor statesman
    """.split()
)
FEMALE_WORDS = frozenset(
    """
    mrs ms miss dame lady queen princess mother sister wife daughter aunt niece frau madame mme
    señora businesswoman chairwoman congresswoman councilwoman spokeswoman policewoman woman
    girl grandmother mom mum actress widow
    """.split()
)
DETERMINERS = frozenset(
    "the a an this that these those its his her their our my your one another".split()
)
QUANTIFIERS = frozenset(
    """
    some many several few most more all both two three four five six seven eight nine ten dozens
    hundreds thousands scores various numerous certain other others half no any every each only
    about nearly almost at least percent
    """.split()
)
PREPOSITIONS = frozenset(
    """
    of for from at in with on by to near against about inside outside within under behind among
    between over who whom whose which that representing defending advising including like
    familiar close based such as after before during than via around across through throughout
    whether where when because since while speaking calling working backing supporting released
    conducted published obtained close opposed loyal involved not
    """.split()
)
DOCUMENTS = frozenset(
    """
    account accounts analysis article audit bill book bulletin complaint data document documents
    email emails figures filing filings files form forecast indictment journal law lawsuit letter
    letters list memo memorandum minutes note notice order papers petition poll polls record
    records report reports results review ruling rulings statement statements statistics studies
    study survey surveys text transcript transcripts verdict
    """.split()
)
GEOGRAPHY = frozenset(
    """
    avenue basin bay beach boulevard bridge canal cape coast creek desert district fells fjord
    forest gulf harbour harbor heights hill hills island islands isle lake lakes lane mount mountain
    mountains ocean peninsula point province quay range region reef ridge river road sea shore
    skerries sound square strait street valley village
    """.split()
)
# Heads of a body: any of the first may be called by any other of these, and by its own office.
HEADS = frozenset("chief head leader boss".split())
OFFICES = HEADS | frozenset(
    """
    secretary-general secretary chairman president director director-general executive governor
    commissioner chancellor minister premier mayor general commander editor founder manager owner
    captain principal dean
    """.split()
)
_STATES = {
    key: state.replace("_", " ")
    for key, state in (
        pair.split(":")
        for pair in """
        ala:alabama alaska:alaska ariz:arizona ark:arkansas calif:california colo:colorado
        conn:connecticut del:delaware fla:florida ga:georgia hawaii:hawaii idaho:idaho ill:illinois
        ind:indiana iowa:iowa kan:kansas ky:kentucky la:louisiana maine:maine md:maryland
        mass:massachusetts mich:michigan minn:minnesota miss:mississippi mo:missouri mont:montana
        neb:nebraska nev:nevada nh:new_hampshire nj:new_jersey nm:new_mexico ny:new_york
        nc:north_carolina nd:north_dakota ohio:ohio okla:oklahoma ore:oregon pa:pennsylvania
        ri:rhode_island sc:south_carolina sd:south_dakota tenn:tennessee tex:texas utah:utah
        vt:vermont va:virginia wash:washington wva:west_virginia wis:wisconsin wyo:wyoming
        """.split()
    )
}
_PLACES = frozenset(state.split()[-1] for state in _STATES.values())
STATES = frozenset(_STATES.values())
_NATIONS = frozenset(
    """
    british french german russian chinese israeli ukrainian turkish mexican canadian iranian
    iraqi syrian indian japanese australian italian spanish polish dutch greek egyptian saudi
    pakistani korean brazilian irish scottish welsh english hungarian austrian belgian swedish
    norwegian danish finnish swiss portuguese afghan palestinian lebanese jordanian libyan
    nigerian kenyan african cuban venezuelan colombian argentine chilean peruvian filipino
    indonesian vietnamese
    """.split()
)
_GROUPS |= {f"{nation}s" for nation in _NATIONS if nation.endswith(("an", "i"))}
# Who speaks for or about somebody, and is not taken up as "the candidate".
ASIDE = frozenset(
    """
    spokesman manager adviser strategist reporter host analyst aide director editor moderator
    columnist correspondent pollster professor journalist anchor consultant writer historian
    """.split()
)
_ALIKE = {
    "sen": "senator", "sens": "senator", "rep": "representative", "reps": "representative",
    "congressman": "representative", "congresswoman": "representative", "gov": "governor",
    "gen": "general", "prof": "professor", "chairwoman": "chairman", "chair": "chairman",
    "chairperson": "chairman", "advisor": "adviser", "ceo": "executive", "dr": "doctor",
    "spokeswoman": "spokesman", "spokesperson": "spokesman", "gop": "republican",
    "democrat": "democratic", "attorney": "lawyer", "frontrunner": "front-runner",
    "republicans": "republican", "democrats": "democratic", "defence": "defense",
    "pres": "president",
    "chairs": "chairman", "leads": "leader", "heads": "head",
    "runs": "owner", "u.s": "us", "american": "us", "nominee": "nominee", "directs": "director",
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*")
_AGENT = re.compile(r"(?:man|woman|ist|eer|yer|person|goer)$")
_AGENTS = re.compile(r"(?:men|women|ists|[^aeiou]ers|yers|ors|ians|ants|ees)$")
_NO_AGENTS = frozenset(
    """
    papers letters numbers newspapers orders powers matters rumors offers answers banners
    centers factors errors floors members-only posters computers papers figures chapters
    reuters
    """.split()
)


@lru_cache(maxsize=4096)
def words_of(phrase: str) -> tuple[str, ...]:
    return tuple([fold(word).removesuffix("'s") for word in _WORD.findall(phrase)])


@lru_cache(maxsize=4096)
def is_person(noun: str) -> bool:
    """Whether a noun in the singular, folded, is that of a person."""
    return noun in _PERSON or (len(noun) > 5 and bool(_AGENT.search(noun)))


@lru_cache(maxsize=4096)
def kind_of(noun: str) -> Kind:
    """The kind of what a noun names; a noun that is unknown is a thing."""
    if noun in _GROUPS or noun in _BODY:
        return "body"
    if noun in _PEOPLE:
        return "people"
    if is_person(noun):
        return "people" if noun in ("each", "all") else "person"
    if _is_plural_of_person(noun):
        return "people"
    return "thing"


def is_group(noun: str) -> bool:
    """Whether a noun in small letters names a group that is known by name."""
    return noun in _GROUPS


@lru_cache(maxsize=1 << 14)
def is_people(noun: str) -> bool:
    """Whether a noun is one that is listed here for several people."""
    single = noun.removesuffix("s")
    if (
        single != noun
        and single not in ("one", "other", "master")
        and (single in _PERSON or single.removesuffix("e") in _PERSON)
    ):
        return True
    return noun in _PEOPLE or (noun.endswith("ies") and f"{noun[:-3]}y" in _PERSON)


def _is_plural_of_person(noun: str) -> bool:
    if is_people(noun):
        return True
    return len(noun) > 5 and noun not in _NO_AGENTS and bool(_AGENTS.search(noun))


@lru_cache(maxsize=4096)
def bag_of(phrase: str) -> frozenset[str]:
    """The words of a role, each as its commonest form: Sen. is senator, (R-Fla.) Florida."""
    found: set[str] = set()
    for word in words_of(phrase.replace("-elect", "")):
        plain = word.replace(".", "")
        party, _, state = plain.partition("-")
        if party in ("d", "r") and state:
            found.add("democratic" if party == "d" else "republican")
            found.update(_STATES.get(state, state).split())
        elif word not in DETERMINERS and word not in ("of", "and", "s", "who", "is", "was"):
            found.add(_ALIKE.get(plain, plain))
    return frozenset(found)


def differ(bag: Collection[str], other: Collection[str]) -> bool:
    """Whether a description, ``bag``, contradicts what is known of somebody, ``other``."""
    if "republican" in bag and "democratic" in other and "republican" not in other:
        return True
    if "democratic" in bag and "republican" in other and "democratic" not in other:
        return True
    places = _PLACES.intersection(bag)
    if places and not places.intersection(other) and _PLACES.intersection(other):
        return True
    return bool(_NATIONS.intersection(bag) - set(other))


def head_of(noun: str) -> str:
    return _ALIKE.get(noun, noun)
