"""What an article says that somebody is: the title before a name, the apposition round it."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.attribution import UPPER
from assistant.fold import fold
from assistant.names import OPENERS
from assistant.statements.capitals import is_courtesy
from assistant.statements.mentions import Mention
from assistant.statements.nouns import (
    DETERMINERS,
    PREPOSITIONS,
    head_of,
    is_person,
    kind_of,
    words_of,
)
from assistant.words import CUE_VERBS

_REACH = 160  # characters of an apposition
_ANY_BEHIND = re.compile(r",|\s*\(|\s+(?:who|is|was|became|remains)\b")
_WON = re.compile(
    r"\s+(?:(?:has|had|have|narrowly|easily|comfortably)\s+)*"
    r"(?:won|wins|beats?|defeat(?:s|ed)|triumph(?:s|ed)|(?:holds?|held) off|was elected)\b"
)
_BRACKET = re.compile(r"\s*\((?P<inside>[^()\n]{1,60})\)")
_ARTICLE = re.compile(r"^(?:the|an?|his|her|its|their|our|my|one|another)\s+", re.I)
_AGE = re.compile(r",\s+(?:aged?\s+)?\d{1,3}(?=[,.;]|\s)")
_BEHIND = re.compile(
    rf",\s+(?P<words>[^\W_](?:[^,;:()\[\]“”\".\n]|(?<![a-z][a-z])\.|\.(?=\w)){{1,{_REACH}}})"
)
_WHO = re.compile(
    r",?\s+who\s+(?:"
    r"(?:is|was|became|has been|had been|serves as|served as|works as)\s+(?:the|an?)?\s*"
    r"(?P<is>[^,;.“”\"\n]{2,100})"
    r"|(?P<does>(?:chairs|leads|heads|runs|directs|represents|oversees)\s[^,;.“”\"\n]{2,100}))"
)
_ANY_WHO = re.compile(r",?\s+who\b")
_IS = re.compile(r"\s+(?:is|was|became|remains)\s+(?:the|an?)\s+(?P<is>[^,;.“”\"\n]{2,80})")
_OWNER = rf"(?:Mr\.? |Mrs\.? |Ms\.? |Dr\.? )?[{UPPER}][\w.\-]*['’]s?"
_AHEAD = re.compile(
    rf"(?:(?:^|(?<=\s))(?:the|an?|its|his|her|their|our|my|{_OWNER})|^)\s+", re.I | re.M
)
_STOPS = (
    CUE_VERBS
    | DETERMINERS
    | PREPOSITIONS - {"like"}
    | frozenset(
        """
    and or but as if so then than also is was are were be been being has have had do does did will
    would could should may might can must not he she they it we you i there here what how why
    met saw took made came went left gave got kept sent won lost held ran led felt knew hit cut put
    let paid sold beat fought sought caught brought bought taught meets beats likes backs
    """.split()
    )
)
_KEPT = frozenset("former first new deputy acting senior".split())
_ONLY_OPENERS = OPENERS - _KEPT
_KEPT_ED = frozenset(
    "retired united disgraced embattled renowned celebrated elected appointed".split()
)
_NO_OFFICES = frozenset(
    """
    friend friends foe rival rivals supporter supporters man woman boy girl person one another each
    someone somebody anyone opponent opponents celebrity guest fellow critic winner loser one's
    """.split()
)
_LOWER_WORD = re.compile(r"(?P<word>(?:[A-Z]\.)+|[^\W_](?:[\w'’/&\-]|\.(?=\w))*)[ \u00a0]+$")
_MOST_WORDS = 7
_LONGEST_WORD = 40  # letters, with the space behind it
_VERBS = "|".join(sorted(CUE_VERBS))
_CLAUSE = re.compile(
    rf"\s+(?:who|which|that|whose|when|where|(?:has|had|also)\s+(?:{_VERBS})|{_VERBS})\b"
    r"|(?<=[a-z]{3})\.(?:\s|$)"
)
_OTHERS = re.compile(r"\s+(?:and|or)\s+(?=[A-Z])")


class Role(NamedTuple):
    """``words`` are an office or a body, and may be empty; ``more`` else is said of the person."""

    words: str
    more: str


_NO_ROLE = Role("", "")


def role_at(text: str, mention: Mention) -> Role:
    """What the words round one mention say of its bearer."""
    before, more = _before(text, mention)
    behind, bracket = _behind(text, mention)
    found = [words for words in (before, behind) if words]
    if not mention.title and (ahead := _ahead(text, mention)):
        found.append(ahead)
    if not (found or more or bracket):
        return _NO_ROLE
    return Role(tidy(found[0]) if found else "", " ".join([*found[1:], more, bracket]).strip())


def tidy(words: str) -> str:
    """A role without its article and the marks at its ends."""
    return _ARTICLE.sub("", words.strip(" \t\u00a0,;:-–—"))


def core_of(phrase: str) -> list[str]:
    """The words of a noun phrase, folded, up to its first preposition: its head is the last."""
    found: list[str] = []
    for word in words_of(phrase.replace("s'", "s's").replace("s’", "s's")):
        if word in PREPOSITIONS and found:
            break
        found.append(word)
    return found


def is_role(phrase: str) -> bool:
    """Whether a noun phrase is one that describes a person."""
    core = core_of(re.split(r"\s+(?:and|who|whose)\s", phrase)[0])
    return bool(core) and is_person(core[-1]) and not core[0].endswith("ing")


def _before(text: str, mention: Mention) -> tuple[str, str]:
    """The office in front of a name, and other words there."""
    words: list[str] = []
    end = start = mention.title_start
    while len(words) < _MOST_WORDS:
        match = _word_before(text, start)
        if match is None or _is_stop(match["word"]) or (mention.title and not _leads(match, words)):
            break
        if words and match["word"].endswith(("'s", "’s")):
            break
        start = match.start("word")
        words.insert(0, fold(match["word"]))
    title = "" if not mention.title or is_courtesy(mention.title) else mention.title
    office = not mention.title and words and _is_office(words[-1])
    ahead = text[start:end] if office or (title and words and text[start].isupper()) else ""
    if title and words and not ahead and (words[0] == "former" or is_person(words[-1])):
        ahead = text[start:end]
    return f"{ahead}{title}".strip(), title


def _word_before(text: str, start: int) -> re.Match[str] | None:
    low = max(0, start - _LONGEST_WORD)
    before = text[low:start].rstrip(" \u00a0")
    return _LOWER_WORD.search(text, low + before.rfind(" ") + 1, start)


def _is_office(noun: str) -> bool:
    return is_person(head_of(noun)) and noun not in _NO_OFFICES


def _leads(match: re.Match[str], words: list[str]) -> bool:
    """Whether a word before a title belongs to it: "Bergby police Chief", "former Rep."."""
    plain = fold(match["word"])
    return bool(words) or plain in _KEPT or kind_of(plain) in ("person", "body")


def _is_stop(word: str) -> bool:
    plain = fold(word)
    return (
        plain in _STOPS
        or (plain in _ONLY_OPENERS and word[0].isupper())
        or (plain.endswith(("ed", "ing", "ly")) and "-" not in plain and plain not in _KEPT_ED)
        or (word[0].isupper() and plain.endswith("."))
    )


def _behind(text: str, mention: Mention) -> tuple[str, str]:
    """The apposition behind a name, and what stands there in brackets."""
    end, bracket = mention.end, ""
    if _WON.match(text, end):
        return "", "winner"
    if not _ANY_BEHIND.match(text, end):
        return "", ""
    if inside := _BRACKET.match(text, end):
        end, bracket = inside.end(), inside["inside"]
    if age := _AGE.match(text, end):
        bracket = f"{bracket} {re.sub(r'[^0-9]', '', age[0])}-year-old"
        end = age.end()
    if who := _WHO.match(text, end):
        words = who["is"] or who["does"]
        return (words if who["does"] or is_role(words) else ""), f"{bracket} who"
    if _ANY_WHO.match(text, end):
        return "", f"{bracket} who"
    if is_ := _IS.match(text, end):
        return "", f"{bracket} {is_['is'] if is_role(is_['is']) else ''}"
    behind = _BEHIND.match(text, end)
    if behind is None or not is_role(behind["words"]) or _is_stop_opening(behind["words"]):
        return "", bracket
    return _cut(behind["words"]), bracket


def _is_stop_opening(words: str) -> bool:
    first = fold(words.split()[0])
    return (first in _STOPS and first not in DETERMINERS) or first in ("said", "says")


def _cut(words: str) -> str:
    """An apposition up to the verb of its clause, or the end of its sentence."""
    found = _CLAUSE.split(words)[0]
    return _OTHERS.split(found)[0] if "," not in found and found.count(" and ") == 1 else found


def _ahead(text: str, mention: Mention) -> str:
    """The description that a name stands behind: "its director, Ada Quill, said"."""
    start, end = mention.start, mention.end
    if text[max(0, start - 2) : start] not in (", ", ",\u00a0"):
        return ""
    if text[end : end + 1] not in (",", ".", ""):
        return ""
    window = text[max(0, start - _REACH) : start]
    window = re.split(r"[,.;:“”\"()\n]", window[:-2])[-1]
    for match in reversed(list(_AHEAD.finditer(window))):
        core = core_of(window[match.start() :])
        if core and _is_office(core[-1]) and not core[0].endswith("ing"):
            return window[match.start() :]
    return ""
