"""The units that a number is told in: another one of the same kind makes another quantity."""

from __future__ import annotations

import re

_KINDS = {
    "time": """
        second:seconds,sec,secs minute:minutes,min,mins hour:hours,hr,hrs day:days week:weeks
        fortnight:fortnights month:months year:years,yr,yrs decade:decades century:centuries
    """,
    "mass": """
        tonne:tonnes,ton,tons kilogram:kilograms,kilogramme,kilogrammes,kilo,kilos,kg
        gram:grams,gramme,grammes pound:pounds,lb,lbs ounce:ounces,oz
    """,
    "length": """
        kilometre:kilometres,kilometer,kilometers,km,kms mile:miles metre:metres,meter,meters
        centimetre:centimetres,centimeter,centimeters,cm millimetre:millimetres,millimeter,mm
        foot:feet,ft inch:inches yard:yards
    """,
    "area": "acre:acres hectare:hectares",
    "volume": "litre:litres,liter,liters gallon:gallons barrel:barrels pint:pints",
    "money": """
        dollar:dollars euro:euros pound:pounds yen: rouble:roubles,ruble,rubles rupee:rupees
        yuan:renminbi franc:francs crown:crowns,krona,kronor,krone,kroner,koruna peso:pesos
        lira:liras rand: shekel:shekels dirham:dirhams riyal:riyals zloty:zlotys forint:forints
        baht: ringgit: naira: hryvnia:hryvnias
    """,
}
Unit = tuple[str, str]
"""The kind of a unit, and the unit in the singular: ("time", "week")."""

_UNITS: dict[str, set[Unit]] = {}
for _kind, _table in _KINDS.items():
    for _row in _table.split():
        _name, _, _forms = _row.partition(":")
        for _form in (_name, *filter(None, _forms.split(","))):
            _UNITS.setdefault(_form, set()).add((_kind, _name))
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
_AFTER = re.compile(
    r"[\s\u00a0\-]*(?:(?:U\.?S|Australian|Canadian|metric|square|cubic|more|full|long)[\s\-]+)?"
    r"(?P<word>[a-z]+)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?P<points>points?)|%|(?:per\s?cent|pct)", re.IGNORECASE)


def units_of(text: str, start: int, end: int) -> frozenset[Unit]:
    """The units that the number ``text[start:end]`` may be told in: pounds are two."""
    own = text[start:end].strip()
    if own[:1] in _SIGNS:
        return frozenset({("money", _SIGNS[own[0]])})
    share = _SHARE.search(own)
    if share:
        return frozenset({("share", "point" if re.search("point", own, re.I) else "percent")})
    last = own.rsplit(None, 1)[-1].lower() if own else ""
    if last in _UNITS:
        return frozenset(_UNITS[last])
    after = _AFTER.match(text, end)
    return frozenset(_UNITS.get(after["word"].lower(), ())) if after else frozenset()


def is_other(unit: frozenset[Unit], known: frozenset[Unit]) -> bool:
    """Whether two units are of one kind and certainly not the same."""
    return not unit & known and bool({kind for kind, _ in unit} & {kind for kind, _ in known})
