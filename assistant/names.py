"""Names in a sentence: which words are none, what else they may be called, who is whose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from assistant.abbreviations import COMMON, undotted
from assistant.attribution import UPPER
from assistant.fold import plain_word, words

# Words that begin a sentence with a capital and name nobody.
OPENERS = frozenset(
    """
    a about according after again all also although among an and another any anyone as asked at
    because before both but by critics despite did during each earlier either even every few first
    following for former from given had has have he her here his how however i if in indeed instead
    into it its last later like local many meanwhile more moreover most much my neither no nobody
    none nor not nothing now officials on once one only or other others our over overall part
    previously rather reports second several she similarly since so some someone sources speaking
    still such supporters opponents than that the their them then there these they this those though
    through thus to together too under unlike until up upon we were what when where whether which
    while who whose why will with within without would yes yet you your

    above across additional additionally afterwards ahead almost along alongside already altogether
    always amid apart approximately are around aside away back based be being below beneath besides
    between beyond briefly broadly can certainly clearly collectively combined compared consequently
    considering contrary conversely could currently daily do does double down due either else
    elsewhere especially essentially eventually everybody everyone everything exactly except
    finally formerly fortunately fourth frequently fully further furthermore generally hardly
    he's hence historically i'm importantly including increasingly individually initially inside
    is isn't it's just largely lastly lately least less let likewise long mainly major maybe me
    merely might mostly moving must namely near nearby nearly nevertheless new next nonetheless
    noting notably noted nowadays numerous obviously occasionally off often old ones onto openly
    ordinary originally otherwise ours out outside partly per perhaps possibly presumably prior
    privately probably provided publicly quite quoting rarely recent recently referring regarding
    reportedly respectively roughly same saying seemingly separately shall shortly should
    simultaneously soon specifically strictly subsequently summarizing supposedly surely take taken
    that's there's therefore they're third thirdly three throughout today tomorrow tonight toward
    towards twice two typically ultimately unfortunately unless unusually us usually various very
    via was we're well what's whatever whenever whereas wherever whichever whoever whom widely
    worldwide yesterday

    academics accounts activists actors administrators advocates agencies agents aides airlines
    allies ambulances analysts answer answers article articles artists athletes attackers attendees
    attorneys authorities banks bankers bishops bosses businesses campaigners carers charities
    children church churches citizens civilians clergy clients coaches colleagues commanders
    commentators communities commuters companies conservationists consumers contractors councillors
    councils countries couples courts crews crowds customers data dealers defenders delegates
    demonstrators departments detectives developers diplomats directors doctors drivers
    economists editors educators election elections emergency employees employers engineers
    environmentalists evidence executives experts factories families fans farmers fathers figures
    firefighters fires firms fishermen flights flooding floods forecasters forces friends gangs
    governments governors graduates groups growth guards guests hackers health historians homes
    hospitals hostages hotels households houses immigrants inflation insiders inspectors
    institutions insurers investigators investors islanders journalists judges jurors labour laws
    lawmakers lawyers leaders legislators locals lawsuits managers markets mayors medics medical
    members men mediators migrants military miners ministers ministries mothers
    motorists musicians negotiators negotiations neighbours neighbors newspapers nurses observers
    occupants officers oil operators organisers organizers owners parents participants parties
    passengers patients paramedics peace pedestrians people peacekeepers physicians pilots planners
    players police policymakers politicians polls pollsters ports power prices prisoners producers
    professors profits proponents prosecutors protesters protests providers public publishers pupils
    quotes readers rebels refugees regulators relatives reporters representatives rescuers
    researchers residents retailers revenue revenues rivals sailors sales scholars schools
    scientists security senators separatists shareholders shares shipments shoppers shops
    signatories singers soldiers spectators spokespeople spokesperson staff statements states
    statistics strikes students summary supplies surgeons surveys survivors suspects talks taxpayers
    teachers teams technology teenagers tenants terrorists tests timeline tourists towns
    trade traders traffic trains travellers travelers troops unions universities users vendors
    veterans victims villagers visitors volunteers voters voting weather witnesses women workers
    writers writing
    """.split()
)
BODIES = frozenset(
    """
    agency airlines army association authority bank board bureau cathedral centre center chamber
    church city club commission committee company congress corporation council county court cross
    department office embassy federation force forces foundation fund government group guardian
    herald hospital house inc institute kingdom league ledger ltd ministry mission museum nations
    navy network news office parliament party police post press school senate service society state
    states street team times tribune trust union united university post
    """.split()
)
_TITLES = frozenset(
    """
    acting admiral ambassador archbishop attorney ayatollah baron baroness bishop brother captain
    cardinal chair chairman chairwoman chancellor chief coach col colonel commander commissioner
    congressman congresswoman councillor count crown dame deputy defence defense detective director
    doctor dr emperor envoy executive father finance foreign former gen general gov governor health
    home hon imam inspector interior judge justice king lady leader lieutenant lord lt major manager
    mayor minister miss mother mr mrs ms officer pope premier president press prime prince princess
    prof professor queen rabbi rep representative reverend saint san santa secretary sen senator
    sergeant sheikh sheriff sir sister speaker special spokesman spokesperson spokeswoman st sultan
    treasurer treasury vice fort lake mount new north south east west northern southern eastern
    western central great greater upper lower los las el la le de
    """.split()
)

# The adjective, and the names of its country.
_COUNTRIES = {
    adjective: names.replace("_", " ").split("|")
    for pair in """
    afghan:afghanistan african:africa albanian:albania algerian:algeria
    american:america|united_states|us|usa|u.s arab:arabia argentine:argentina argentinian:argentina
    armenian:armenia asian:asia australian:australia austrian:austria azerbaijani:azerbaijan
    bangladeshi:bangladesh belarusian:belarus belgian:belgium bolivian:bolivia bosnian:bosnia
    brazilian:brazil british:britain|united_kingdom|uk|great_britain bulgarian:bulgaria
    cambodian:cambodia canadian:canada chilean:chile chinese:china colombian:colombia
    congolese:congo croatian:croatia cuban:cuba cypriot:cyprus czech:czechia|czech_republic
    danish:denmark dutch:netherlands|holland ecuadorian:ecuador egyptian:egypt emirati:emirates
    english:england estonian:estonia ethiopian:ethiopia european:europe|european_union|eu
    filipino:philippines finnish:finland french:france georgian:georgia german:germany
    ghanaian:ghana greek:greece haitian:haiti hungarian:hungary icelandic:iceland indian:india
    indonesian:indonesia iranian:iran iraqi:iraq irish:ireland israeli:israel italian:italy
    jamaican:jamaica japanese:japan jordanian:jordan kazakh:kazakhstan kenyan:kenya korean:korea
    kosovan:kosovo kurdish:kurdistan kuwaiti:kuwait latvian:latvia lebanese:lebanon libyan:libya
    lithuanian:lithuania macedonian:macedonia malaysian:malaysia mexican:mexico moldovan:moldova
    mongolian:mongolia moroccan:morocco burmese:burma|myanmar nepalese:nepal nigerian:nigeria
    norwegian:norway pakistani:pakistan palestinian:palestine peruvian:peru polish:poland
    portuguese:portugal qatari:qatar romanian:romania russian:russia rwandan:rwanda
    saudi:saudi_arabia scottish:scotland senegalese:senegal serbian:serbia singaporean:singapore
    slovak:slovakia slovenian:slovenia somali:somalia spanish:spain sudanese:sudan swedish:sweden
    swiss:switzerland syrian:syria taiwanese:taiwan thai:thailand tunisian:tunisia turkish:turkey
    ugandan:uganda ukrainian:ukraine uzbek:uzbekistan venezuelan:venezuela vietnamese:vietnam
    welsh:wales yemeni:yemen zimbabwean:zimbabwe
    """.split()
    for adjective, names in [pair.split(":")]
}
_LONG_FORMS = {
    form: [f" {' '.join(words(each))} " for each in long] for form, long in COMMON.items()
}
_MONTHS = {
    "jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june",
    "jul": "july", "aug": "august", "sep": "september", "sept": "september", "oct": "october",
    "nov": "november", "dec": "december",
}  # fmt: skip
# Without a final 's: what follows a possessive is somebody else.
_NAME_WORD = rf"(?<!\w)[{UPPER}][^\W\d_]*(?:['’\-][{UPPER}][^\W\d_]+)*"
_SHORT_FORM = re.compile(r"(?<!\w)[A-Z][A-Za-z]*[A-Z]s?(?!\w)")
_PART = re.compile(_NAME_WORD)
_RUN = re.compile(rf"{_NAME_WORD}(?:[ \u00a0]+{_NAME_WORD})*")


def also_called(text: str) -> set[str]:
    """Words, folded, for what ``text`` names otherwise: the EU and the European Union, Russian.

    Months, well-known abbreviations, and countries with their adjectives.
    """
    plain = words(text)
    own, run = set(plain), f" {' '.join(plain)} "
    short = set(_SHORT_FORM.findall(undotted(text)))
    found = {form for month in _MONTHS.items() if set(month) & own for form in month}
    for form, long in _LONG_FORMS.items():
        if form in short:
            found.update(word for each in long for word in each.split())
        if any(each in run for each in long):
            found.add(form.lower())
    for adjective, names in _COUNTRIES.items():
        if adjective in own or f"{adjective}s" in own:
            found.update(word for name in names for word in name.split())
        elif any(name.upper() in short or f" {name} " in run for name in names if name != "us"):
            found.update((adjective, f"{adjective}s"))
    if "US" in short:
        found.update(("american", "americans"))
    return found


@dataclass(frozen=True, slots=True)
class Persons:
    """The names of two words or more in some texts: who stands before whom, all folded."""

    after: dict[str, set[str]] = field(default_factory=dict)
    before: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Persons:
        persons = cls()
        for text in texts:
            for _, _, name in _full_names(text):
                for place, word in enumerate(name[:-1]):
                    persons.after.setdefault(word, set()).update(name[place + 1 :])
                for place, word in enumerate(name[1:], start=1):
                    persons.before.setdefault(word, set()).update(name[:place])
        return persons

    def mixed(self, sentence: str, small: Collection[str]) -> Iterator[tuple[int, str]]:
        """Names of ``sentence`` that give somebody the first name of somebody else.

        Words that also stand in ``small`` letters are no names of persons.
        """
        for start, end, name in _full_names(sentence):
            first, last = name[-2:]
            if {first, last} & (BODIES | set(small)) or last in self.after.get(first, ()):
                continue
            known = self.before.get(last, set()) - _TITLES
            if first in self.after and first not in known and known:
                yield start, sentence[start:end]


def _full_names(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Two or more capitalised words in a row, none of them a title or a sentence opener."""
    for run in _RUN.finditer(text):
        name: list[re.Match[str]] = []
        for part in (*_PART.finditer(text, *run.span()), None):
            if part is not None and not _is_no_name(part[0]):
                name.append(part)
                continue
            if len(name) > 1:
                yield name[0].start(), name[-1].end(), [plain_word(each[0]) for each in name]
            name = []


def _is_no_name(word: str) -> bool:
    plain = plain_word(word)
    return (
        plain in OPENERS
        or plain in _TITLES
        or plain in _COUNTRIES
        or plain in _MONTHS.values()
        or (word.isupper() and len(word) < 6)
    )
