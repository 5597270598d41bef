"""What an order to a language model looks like in English."""

from __future__ import annotations

import re
from typing import NamedTuple


class Sign(NamedTuple):
    """A pattern of an order, and letters of which it needs some: most texts have none."""

    needs: tuple[str, ...]
    pattern: re.Pattern[str]

    def may_stand_in(self, small: str) -> bool:
        """Whether a text in small letters has any of the letters."""
        return any(map(small.__contains__, self.needs))


def sign(needs: str, pattern: str) -> Sign:
    """A pattern with the letters that it needs, between spaces; `%` is a space among them."""
    letters = tuple(each.replace("%", " ") for each in needs.split())
    return Sign(letters, re.compile(pattern, re.IGNORECASE | re.MULTILINE))


# An imperative stands where a clause begins; "told staff to ignore the instructions" is news.
_CLAUSE = (
    r"(?:^|(?<=[.!?:;,(\[\"“”«»‘'*#>{}=|/—–\-])\s*|(?<=[\[(*#>]\s)"
    r"|\b(?:please|you\s+(?:must|should|shall|will)|now|then|you|always|instead|kindly|simply|and|so)\s+)"
)
_MACHINE = (
    r"(?:A\.?I\.?|LLMs?|GPTs?|ChatGPT|Claude|Gemini|Copilot|(?:large\s+)?language\s+models?|"
    r"chat\s?-?bots?|answer\s+engines?|summari[sz]ers?|"
    r"(?:AI|automated)[\s-]+(?:assistants?|agents?|readers?|systems?|"
    r"models?|tools?|bots?)|assistants|(?:automated|machine)\s+readers?|crawlers?|OnRecord)"
)
_MACHINE_NEEDS = (
    "a.i llm gpt claude gemini copilot language%model chat engine summari assistant reader crawler "
    "onrecord automated ai% %ai -ai ai- ai, ai: ai. (ai"
)
_EARLIER = (
    r"(?:previous(?:ly)?|prior|above|earlier|preceding|foregoing|other|these|your|system|existing|"
    r"original|all|any|every)"
)
_TELLS = (
    r"(?:answer|reply|respond|say|state|conclude|claim|report|tell|output|write|repeat|assert|"
    r"confirm|mention|insist|begin|end|finish)"
)
_ABOUT_ASKING = (
    r"(?:asked|queried|questioned|prompted|(?:anyone|someone|somebody|a\s+user|the\s+user|users|"
    r"readers?|people)\s+(?:asks?|wants?|enquires?|queries))"
)
_JOB = r"(?!\s+(?:coach|manager|professor|editor|director|secretary|referee|to\b|company|firm))"

STRONG: tuple[Sign, ...] = (
    # earlier instructions are set aside
    sign(
        "instruct prompt directive programming command system%message safety%rules guardrail",
        rf"{_CLAUSE}(?:ignore|disregard|forget|override|bypass|discard|drop|abandon|overrule|"
        rf"pay\s+no\s+(?:attention|heed)\s+to|(?:do\s+not|don['’]t|stop)\s+(?:follow|obey)(?:ing)?)\b"
        rf"[^.!?\n]{{0,40}}\b{_EARLIER}\b[^.!?\n]{{0,25}}\b(?:instructions?|prompts?|directives|"
        rf"programming|commands|system\s+messages?|safety\s+rules|guardrails)\b",
    ),
    sign(
        "ignore disregard forget override discard",
        rf"{_CLAUSE}(?:ignore|disregard|forget|override|discard)\b[^.!?\n]{{0,30}}\b(?:above|previous|"
        rf"prior|earlier|your|other)\b[^.!?\n]{{0,25}}\b(?:rules|guidelines|directions|context|text|"
        rf"passages|results|sources|articles)\b[^\n]{{0,60}}\b{_TELLS}\b",
    ),
    sign(
        "ignore disregard forget",
        r"\b(?:ignore|disregard|forget)\s+(?:all|any|everything)\s+(?:of\s+)?(?:the\s+|your\s+)?"
        r"(?:previous|prior|above|earlier|you\s+(?:were|have\s+been)\s+told)\b",
    ),
    # somebody speaks to a machine
    sign(
        _MACHINE_NEEDS,
        rf"(?:^|[.!?]\s+|[\[(<*#=>\-—|]\s*)(?:a\s+|an\s+|important\s+|urgent\s+|special\s+|private\s+)*"
        rf"(?:note|message|attention|notice|instructions?|memo|warning|reminder|request|info(?:rmation)?|"
        rf"directions?|guidance)\s*,?\s+(?:to|for|of)?\s*(?:all|any|the|our|every|whichever|each)*\s*"
        rf"{_MACHINE}[^.!?\n]{{0,80}}[:!—–]",
    ),
    sign(
        _MACHINE_NEEDS,
        rf"(?:^|[.!?:]\s+|[\[(<*#=>\-—|]\s*)(?:dear|hello|hey|hi|attention|@|if\s+you\s+are)"
        rf"\s*,?\s*(?:all\s+|any\s+|the\s+|an?\s+)*{_MACHINE}\b(?!['’]s)[^.!?\n]{{0,60}}?[:,!—–]"
        rf"[^\n]{{0,200}}\b(?:{_TELLS}|ignore|disregard|cite|quote|search|call|use|follow|must|should|"
        rf"treat|do\s+not|please|your?)\b",
    ),
    sign(
        _MACHINE_NEEDS,
        rf"^\W{{0,6}}(?:dear|hello|hey|hi|attention|to|for)\s*,?\s*(?:all\s+|any\s+|the\s+|our\s+)*"
        rf"{_MACHINE}\b[^.!?\n]{{0,40}}(?:[:!—–]|,\W*$)",
    ),
    sign(
        _MACHINE_NEEDS,
        rf"\b(?:if|when|since|because|as|should)\s+you(?:\s+are|['’]re|\s+be)\s+(?:an?\s+|the\s+)?"
        rf"(?:automated\s+)?{_MACHINE}{_JOB}\b",
    ),
    sign(
        _MACHINE_NEEDS,
        rf"\b{_MACHINE}\s+(?:that\s+(?:are|is)\s+)?(?:reading|processing|parsing|indexing|"
        rf"summari[sz]ing|seeing|quoting|which\s+reads?|that\s+reads?|who\s+reads?)\s+(?:this|these|"
        rf"the\s+(?:following|above)|it)\b",
    ),
    sign(
        _MACHINE_NEEDS + " machines software",
        rf"\b(?:this|the\s+(?:following|next|above|preceding|previous)|the)\s+(?:paragraph|section|"
        rf"passage|text|part|message|note|line|sentence|block)\s+(?:above\s+|below\s+)?(?:is|was|are)\s+(?:only\s+|solely\s+|just\s+|meant\s+|intended\s+|"
        rf"written\s+|addressed\s+|hidden\s+)*(?:for|to|from)\s+(?:the\s+|any\s+|all\s+)*"
        rf"(?:{_MACHINE}|machines|software)",
    ),
    sign(
        "human",
        r"\bhuman\s+(?:readers?\s+)?(?:can(?:not)?|may|should|will|do)\s+(?:not\s+)?"
        r"(?:ignore|skip|see|read|disregard)\s+(?:this|the\s+following|what\s+follows)\b",
    ),
    sign(
        "you%are%now",
        r"\byou\s+are\s+now\s+(?:an?\s+|in\s+|the\s+)?(?:\w+\s+){0,2}?(?:AI|assistants?|chat\s?bots?|"
        rf"language\s+model|LLM|bot|DAN|developer\s+mode|debug\s+mode|unrestricted){_JOB}\b",
    ),
    sign(
        _MACHINE_NEEDS,
        r"\b(?:act\s+as|pretend\s+to\s+be|behave\s+as|play\s+the\s+role\s+of)\s+(?:if\s+you\s+were\s+)?"
        r"(?:an?\s+)?(?:\w+\s+)?(?:AI|chat\s?bot|language\s+model|LLM|assistant\s+without)\b",
    ),
    sign(
        "instruct prompt task objective",
        r"\b(?:your|the)\s+(?:new|updated|revised|real|true|actual)\s+(?:system\s+)?(?:instructions?|"
        r"prompt|task|objective|role)\s+(?:is|are|reads?|follows?)\b[^\n]{0,20}(?:to\b|:)",
    ),
    sign(
        "prompt instruct guardrail training",
        r"\byour\s+(?:system\s+|hidden\s+|initial\s+)?(?:prompt|instructions|guardrails|training)\s+"
        r"(?:has|have|is|are)\s+(?:now\s+)?(?:been\s+)?(?:changed|updated|suspended|replaced|void|"
        r"cancelled|revoked|overridden|superseded)\b",
    ),
    sign(
        "prompt instruct",
        rf"{_CLAUSE}(?:reveal|print|repeat|show|output|disclose)\s+(?:me\s+)?(?:all\s+)?(?:of\s+)?your\s+"
        r"(?:\w+\s+)?(?:prompt|instructions)\b",
    ),
    # markup and wire formats of chat models
    sign(
        "< &lt",
        r"</?(?:system|assistant|user|human|tool|tools|instructions?|passages?|documents?|context|"
        r"tool_(?:call|result|response)s?|function_calls?|search_results?|admin|prompt)\b[^>\n]{0,80}>",
    ),
    sign("<| inst] sys> im_", r"<\|\w+\|>|\[/?INST\]|<</?SYS>>|\bim_(?:start|end)\b"),
    sign(
        "system assistant developer tool admin ai: ai] ai> ai*",
        r"^\W{0,6}(?:system|assistant|developer|tool|tool\s+(?:result|output|response|call)|AI|admin(?:istrator)?)"
        r"(?:\s+(?:prompt|message|note|notice|instructions?|override|update|output|result|response|"
        r"alert|command))?\s*(?:\([^)\n]{0,40}\))?\s*(?:[:>\]}»]|\*\*|—\s|-\s)",
    ),
    sign(
        "system developer admin tool hidden assistant",
        r"[\[{(<#*=]{1,3}\s*(?:system|developer|admin|tool|hidden|assistant)\s+(?:prompt|message|note|"
        r"notice|instructions?|override|update|output|result|response|directive)s?\b",
    ),
    sign(
        "prompt message instruct result output context data block",
        r"^\W{0,6}(?:begin|start|end)(?:ning)?\s+(?:of\s+)?(?:the\s+)?(?:system|hidden|new|AI|assistant|"
        r"tool|passages?|article|trusted|developer|search)\b\s+(?:prompt|message|instructions?|results?|"
        r"output|context|data|block)",
    ),
    sign(
        "search_ read_ cannot_ function_ tool_",
        r"\bsearch_passages\b|\bread_article\b|\bCANNOT_ANSWER\b|\bfunction_call\b|\btool_calls?\b|"
        r"\btool_result\b|\btool_use\b",
    ),
    sign(
        "\": ':",
        r"[\"'](?:passages|role|tool|key|citation|arguments|passage_id|function|instructions?)[\"']\s*:",
    ),
    # a key of ours, which no article can know
    sign(
        "[p (p 【 key",
        r"[\[(【]\s*(?:key\s*:?\s*)?p[a-z2-7]{6}[2-7]\s*[\])】]|\bkeys?\s*:?\s*[\"']?p[a-z2-7]{6}[2-7]\b",
    ),
    # what to answer, cite and search for
    sign(
        "cite citing credit mention quote key this%article this%page as%your",
        rf"\b(?:if|when(?:ever)?|whatever|should|in\s+case|once|no\s+matter\s+what)\b[^.!?\n]{{0,40}}"
        rf"\b{_ABOUT_ASKING}\b[^.!?\n]{{0,120}}\b(?:{_TELLS}|cite|quote|search)\b[^\n]{{0,200}}"
        rf"\b(?:cite|citing|quote|credit|key|this\s+article|this\s+page|do\s+not\s+mention|never\s+mention|"
        rf"as\s+(?:your|the|its)\s+(?:only\s+)?source)\b",
    ),
    sign("whatever", r"\bwhatever\s+(?:you\s+are|they|the\s+user|anyone|is)\s+ask(?:ed|s)?\b"),
    sign(
        "cite quote link%to credit mention attribute",
        rf"{_CLAUSE}{_TELLS}\s+(?:only\s+)?(?:that|with|:|exactly)\s?[^.!?\n]{{0,160}}\b(?:and|then)\s+"
        rf"(?:cite|quote|link\s+to|credit|do\s+not\s+mention|never\s+mention|attribute)\b",
    ),
    sign(
        "cite credit",
        rf"{_CLAUSE}(?:cite|credit)\s+(?:only\s+|always\s+)?(?:this|it\s+as|key|the\s+key|the\s+source|"
        rf"as\s+(?:the\s+)?source|passage|\[)",
    ),
    sign(
        "cite mention quote consult rely search",
        rf"{_CLAUSE}(?:do\s+not|don['’]t|never)\s+(?:cite|mention|quote|search|consult|rely\s+on|"
        rf"read)\s+(?:any\s+|the\s+)?(?:other|further|more|another|remaining)\s+(?:articles?|sources?|"
        rf"passages?|documents?|results?)",
    ),
    sign(
        "search read retrieval lookup _",
        rf"{_CLAUSE}(?:call|invoke|run|execute|use)\s+(?:the\s+|your\s+)?[`'\"]?(?:search|read\w*|"
        rf"retrieval|lookup|\w+_\w+)[`'\"]?\s+(?:tool|function)\b",
    ),
    sign(
        "search query look",
        rf"{_CLAUSE}(?:search|query|look)\s+(?:(?:the|your)\s+(?:archive|index|database|web|tool|passages)"
        rf"\s+)?(?:again\s+)?(?:only\s+|instead\s+)?for\s*:?\s*[\"“'‘`]",
    ),
    sign(
        "search",
        rf"{_CLAUSE}search\s+(?:the|your)\s+(?:archive|index|passages)\b[^.!?\n]{{0,40}}\bfor\b",
    ),
    sign(
        "user",
        rf"{_CLAUSE}(?:tell|inform|assure)\s+(?:the\s+|your\s+|any\s+|every\s+)?users?\s+that\b",
    ),
    sign(
        "answer response reply output summary",
        r"\b(?:in|to)\s+(?:your|the\s+model['’]s|its)\s+(?:answer|response|reply|output|summary)\b\s*,?"
        rf"[^.!?\n]{{0,60}}\b(?:{_TELLS}|include|cite|add|must|should|only|always)\b",
    ),
    sign(
        "answer response reply output summary",
        r"\b(?:include|add|append|insert|put)\b[^.!?\n]{0,80}\bin\s+(?:your|every|the\s+final)\s+"
        r"(?:answer|response|reply|output|summary)\b",
    ),
    sign(
        "answer response reply output",
        r"\b(?:your|the\s+final|the\s+correct|the\s+only\s+(?:correct|acceptable|valid))\s+"
        r"(?:answer|response|reply|output)\s+(?:is|must|should|shall|has\s+to)\b[^\n]{0,20}(?:be\b|:|[\"“])",
    ),
    sign(
        "decode decrypt unscramble translate",
        r"\b(?:decode|decrypt|unscramble|translate)\s+(?:and\s+(?:follow|obey|execute)|the\s+following|"
        r"this\s+(?:string|text|line))\b",
    ),
    # hidden text
    sign(
        "<!-- --> display visibility font-size white #fff opacity aria-hidden < ![",
        r"<!--|-->|display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|"
        r"(?:color|colour)\s*:\s*(?:white|#fff)|opacity\s*:\s*0\b|aria-hidden|<(?:iframe|"
        r"template|noscript|meta)\b|!\[[^\]\n]*\]\(\s*https?:",
    ),
)
"""One that matches is enough."""

REPORTED: tuple[Sign, ...] = (
    sign(
        _MACHINE_NEEDS + " answer",
        r"\b(?:AI|language|answer)[\s-]+(?:assistants?|models?|systems?|engines?|tools?|agents?)\b"
        r"[^.!?\n]{0,60}\b(?:must|should|shall|are\s+to|have\s+to|need\s+to|are\s+instructed\s+to|"
        r"are\s+required\s+to|are\s+asked\s+to|are\s+told\s+to)\b[^.!?\n]{0,40}\b(?:answer|reply|"
        r"respond|say|state|tell|claim|conclude|cite|quote|treat|ignore|search|disregard)\b",
    ),
    sign(
        "ask queried prompted enquire wants",
        rf"\b(?:if|when(?:ever)?)\b[^.!?\n]{{0,15}}\b{_ABOUT_ASKING}\b[^.!?\n]{{0,120}}[,;:]\s*(?:you\s+"
        rf"(?:must|should)\s+)?(?:always\s+|only\s+|please\s+)*{_TELLS}\b",
    ),
    sign(
        "you%are",
        r"\byou\s+are\s+(?:an?\s+)?(?:helpful\s+|obedient\s+)?(?:AI|chat\s?bot|language\s+model)"
        rf"{_JOB}\b",
    ),
)
"""These count only in a sentence that reports nothing: news says who makes such a rule."""

REPORTS = re.compile(
    r"\b(?:said|says|told|wrote|asked|typed|according|under|law|bill|act|rules?|regulat\w+|"
    r"ministers?|company|police|court|judge|researchers?|the\s+\w+\s+(?:announced|proposed))\b",
    re.IGNORECASE,
)

FOLLOWS_ON = re.compile(
    rf"\W{{0,6}}(?:\d+[.)]\s*)?(?:{_TELLS}|ignore|disregard|forget|cite|quote|search|do\s+not|don['’]t|"
    r"never|always|please|use|you\s+(?:must|should|are|will)|print|add|include|return|call|"
    r"remember|then\s+\w+|also|antwort|sag|zitier|répond|dites|cite[zr]|responde|di\s+que|cita|"
    r"ответ|скажи|回答|请|أجب|قل)\b",
    re.IGNORECASE,
)
"""How the next paragraph of an order begins."""
