"""What an order to a language model looks like: what to forget, answer, cite and search for."""

from __future__ import annotations

import re

from assistant.chat_markup import CHAT_MARKUP
from assistant.salutations import SALUTATIONS
from assistant.signs import ABOUT_ASKING, CLAUSE, EARLIER, REPORTED, RETOLD, TELLS, Sign, sign

_SET_ASIDE = (
    r"(?:ignore|disregard|forget|override|bypass|discard|drop|abandon|overrule|set\s+aside|"
    r"pay\s+no\s+(?:attention|heed)\s+to|(?:do\s+not|don['’]t|stop)\s+(?:follow|obey)(?:ing)?)"
)
_INSTRUCTIONS = (
    r"(?:instructions?|prompts?|directives|programming|commands|system\s+messages?|safety\s+rules|"
    r"guardrails)"
)
_INSTRUCTIONS_NEEDS = (
    "ignore disregard forget override bypass discard drop abandon overrule aside attention heed "
    "follow obey & instruct prompt directive programming command system%message safety guardrail"
)
_SOME = r"(?:any|all|every|these|other|existing)"
_FOUND = r"(?:articles?|sources?|passages?|documents?|results?)"
_OTHERS = ("other", "further", "more", "another", "remaining")
_ANSWER = r"(?:answer|response|reply|output|summary)"
# "... and say that": then no judge speaks to a jury, and the order is one, whoever reports it.
_AND_TELL = (
    rf"[^.!?\n]{{0,60}}(?:[,;:—–]|\b(?:and|then|instead))\s+(?:please\s+|only\s+|then\s+)*{TELLS}\b"
)

_SETTING_ASIDE: tuple[Sign, ...] = (
    sign(
        _INSTRUCTIONS_NEEDS,
        rf"{CLAUSE}{_SET_ASIDE}\b[^.!?\n]{{0,40}}\b(?:{EARLIER}|{_SOME})\b"
        rf"[^.!?\n]{{0,25}}\b{_INSTRUCTIONS}\b{_AND_TELL}",
    ),
    sign(
        _INSTRUCTIONS_NEEDS,
        rf"{CLAUSE}{_SET_ASIDE}\b[^.!?\n]{{0,40}}\b{EARLIER}\b[^.!?\n]{{0,25}}\b{_INSTRUCTIONS}\b",
        RETOLD,
    ),
    sign(
        _INSTRUCTIONS_NEEDS,
        rf"{CLAUSE}{_SET_ASIDE}\b[^.!?\n]{{0,40}}\b{_SOME}\b[^.!?\n]{{0,25}}\b{_INSTRUCTIONS}\b",
        REPORTED,
    ),
    sign(
        "ignore disregard forget override discard & above previous prior earlier your other",
        rf"{CLAUSE}(?:ignore|disregard|forget|override|discard)\b[^.!?\n]{{0,30}}\b(?:above|previous|"
        rf"prior|earlier|your|other)\b[^.!?\n]{{0,25}}\b(?:rules|guidelines|directions|context|text|"
        rf"passages|results|sources|articles)\b[^\n]{{0,60}}\b{TELLS}\b",
        REPORTED,
    ),
    sign(
        "ignore disregard forget & previous prior earlier above told",
        rf"{CLAUSE}(?:ignore|disregard|forget)\b[^.!?\n]{{0,30}}\b(?:above|previous|prior|earlier|your)\b"
        rf"[^.!?\n]{{0,25}}\b(?:rules|guidelines|directions|context|orders?|guidance){_AND_TELL}",
    ),
    sign(
        "ignore disregard forget & previous prior earlier above told",
        r"\b(?:ignore|disregard|forget)\s+(?:all|any|everything)\s+(?:of\s+)?(?:the\s+|your\s+)?"
        r"(?:previous|prior|earlier|above(?!\s+\d)|you\s+(?:were|have\s+been)\s+told(?!\s+about))"
        r"(?=\s*(?:$|[.,;:!?”\"’'—–-]|and\b|or\b|then\b|text|content|context|input|orders|before|by\b))",
        RETOLD,
    ),
    sign(
        "ignore disregard forget & previous prior earlier above told",
        r"\b(?:ignore|disregard|forget)\s+(?:all|any)\s+(?:of\s+)?(?:the\s+|your\s+)?"
        r"(?:previous|prior|earlier)\b(?!\s+(?:text|content|context|input|orders)\b)",
        REPORTED,
    ),
    sign(
        "ignore disregard forget set%aside",
        rf"{CLAUSE}(?:ignore|disregard|forget|set\s+aside)\s+(?:(?:(?:all|any|the|your)\s+){{0,2}}"
        r"(?:previous|prior|earlier|above|foregoing)\s+(?:orders?|guidance|rules|questions?|context)\b|"
        r"(?:the\s+)?(?:user['’]?s?\s+)?question\b(?!\s+(?:of|whether|mark|about))|(?:what|everything|"
        r"whatever|all)\s+(?:that\s+)?(?:you\s+(?:were|have\s+been)|(?:your|the)\s+(?:operator|developer|"
        r"user)s?(?:\s+has|\s+have)?)\s+(?:told|given)\b(?!\s+about)|(?:everything|all)\s+(?:that\s+)?"
        r"(?:is\s+|comes\s+|came\s+|stands\s+)?(?:before|above)\s+this\b|whatever\s+(?:guidance|"
        r"instructions|rules)\s+you\b)",
        REPORTED,
    ),
    sign(
        "your%earlier your%previous your%prior your%original you%were%given you%have%been%given "
        "everything%above everything%before",
        r"\byour\s+(?:earlier|previous|prior|original)\s+(?:guidance|instructions?|rules|orders|"
        r"directions)\s+(?:no\s+longer\s+apply|no\s+longer\s+applies|(?:is|are|were)\s+(?:now\s+)?(?:void|"
        r"obsolete|cancelled|withdrawn)|do(?:es)?\s+not\s+apply)"
        r"|\b(?:rules|instructions|guidance)\s+(?:that\s+)?you\s+(?:were|have\s+been)\s+given\s+"
        r"(?:(?:do|does)\s+not|no\s+longer|don['’]t)\s+appl(?:y|ies)"
        r"|\b(?:treat|consider|regard)\s+everything\s+(?:above|before)\b",
        REPORTED,
    ),
    sign(
        "your%new your%updated your%revised your%real your%true your%actual",
        r"\byour\s+(?:new|updated|revised|real|true|actual)\s+(?:system\s+)?(?:instructions?|"
        r"prompt|task|objective|role)\s+(?:is|are|reads?|follows?)\b[^\n]{0,20}(?:to\b|:)",
    ),
    sign(
        "the%new the%updated the%revised the%real the%true the%actual & instruct prompt task "
        "objective role",
        rf"\bthe\s+(?:new|updated|revised|real|true|actual)\s+(?:system\s+)?(?:instructions?|prompt|task|"
        rf"objective|role)\s+(?:is|are|reads?|follows?)\s*(?::|to\s+(?:{TELLS}|cite|quote|promote)\b)",
        REPORTED,
    ),
    sign(
        "instruction: instructions: task: prompt: objective: final%answer follow & new updated "
        "revised further final",
        r"(?:^|[.!?\])]\s+)\W{0,4}(?:(?:new|updated|revised|further)\s+(?:system\s+)?(?:instructions?|task|"
        r"prompt|objective)\s*:|(?:revised|updated|new)\s+(?:instructions|guidelines)\s+follow\b|"
        r"final\s+answer\s*:)",
    ),
    sign(
        "your%prompt your%instruct your%guardrail your%system your%hidden your%initial",
        r"\byour\s+(?:system\s+|hidden\s+|initial\s+)?(?:prompt|instructions|guardrails)\s+"
        r"(?:has|have|is|are)\s+(?:now\s+)?(?:been\s+)?(?:changed|updated|suspended|replaced|void|"
        r"cancelled|revoked|overridden|superseded)\b",
    ),
    sign(
        "prompt instruct & your",
        rf"{CLAUSE}(?:reveal|print|repeat|show|output|disclose)\s+(?:me\s+)?(?:all\s+)?(?:of\s+)?your\s+"
        r"(?:(?:system|hidden|initial|original|full|secret|internal|exact)\s+)?(?:prompt|instructions)\b",
    ),
)

_ANSWERING: tuple[Sign, ...] = (
    sign(
        "cite citing credit mention quote key this%article this%page as%your & asked queried "
        "questioned prompted asks wants enquire queries ask",
        rf"\b(?:if|when(?:ever)?|whatever|should|in\s+case|once|no\s+matter\s+what)\b[^.!?\n]{{0,40}}"
        rf"\b{ABOUT_ASKING}\b[^.!?\n]{{0,120}}\b(?:{TELLS}|cite|quote|search)\b[^\n]{{0,200}}"
        rf"\b(?:cite|citing|quote|credit|key|this\s+article|this\s+page|do\s+not\s+mention|never\s+mention|"
        rf"as\s+(?:your|the|its)\s+(?:only\s+)?source)\b",
    ),
    sign(
        "asked queried questioned prompted asks wants enquire queries %ask%",
        rf"\b(?:if|when(?:ever)?)\b[^.!?\n]{{0,15}}\b{ABOUT_ASKING}\b[^.!?\n]{{0,120}}[,;:]\s*(?:you\s+"
        rf"(?:must|should)\s+)?(?:always\s+|only\s+|please\s+)*{TELLS}\b"
        r"(?!\s+(?:them|him|her|no|us|me)\b)",
        REPORTED,
    ),
    sign(
        "whatever",
        r"\bwhatever\s+(?:you\s+are|they|the\s+user|anyone|is)\s+ask(?:ed|s)?\b(?!\W+never\s+give\b)",
        REPORTED,
    ),
    sign(
        "and%cite and%quote and%link%to and%credit and%do%not and%never then%cite then%quote "
        "then%link then%credit then%do%not then%never attribute",
        rf"{CLAUSE}{TELLS}\s+(?:only\s+)?(?:that|with|:|exactly)\s?[^.!?\n]{{0,160}}\b(?:and|then)\s+"
        rf"(?:cite|quote|link\s+to|credit|do\s+not\s+mention|never\s+mention|attribute)\b",
        REPORTED,
    ),
    sign(
        "user & that the%user",
        rf"{CLAUSE}(?:tell|inform|assure)\s+(?:the\s+|your\s+|any\s+|every\s+)?users?\s+that\b"
        r"|\bthe\s+user\s+(?:wants|expects|has\s+asked|asked|would\s+like)\s+(?:you\s+)?to\s+(?:hear|say|"
        r"answer|report|state|conclude)\b",
        REPORTED,
    ),
    sign(
        "in%your to%your in%the%model to%the%model",
        rf"\b(?:in|to)\s+(?:your|the\s+model['’]s)\s+{_ANSWER}\b\s*,?"
        rf"[^.!?\n]{{0,60}}\b(?:{TELLS}|include|cite|add|must|should|only|always)\b",
        REPORTED,
    ),
    sign(
        "in%your in%every in%the%final",
        rf"\b(?:include|add|append|insert|put|mentions?)\b[^.!?\n]{{0,80}}\bin\s+(?:your|every|the\s+final)\s+"
        rf"{_ANSWER}\b",
    ),
    sign(
        "answer response reply output summary & your the%final the%correct the%only",
        r"\byour\s+(?:\w+\s+)?(?:(?:only|permitted|final)\s+)*(?:answer|response|reply|output|summary)\s+"
        r"(?:is|must|should|shall|has\s+to)\b[^\n]{0,20}(?:be\b|:|[\"“]|\bthat\b)"
        r"|\byour\s+(?:\w+\s+)?(?:answer|response|reply|output|summary)\s+(?:must|should|mentions?)\s+"
        r"(?!be\b|take\b|have\b)\w"
        rf"|\bthe\s+(?:final|correct|only\s+(?:correct|acceptable|valid))\s+{_ANSWER}\s+(?:must|should|"
        r"shall|has\s+to)\b[^\n]{0,20}(?:be\b|:|[\"“])",
        REPORTED,
    ),
    sign(
        "summar answer response replies reply & must should shall to has have needs "
        "for in%any in%every",
        r"\b(?:summar(?:y|ies)|answers?|responses?|replies|reply)\s+(?:of|about|on|to|that\s+draws?\s+on|"
        r"that\s+uses?)\s+(?:this|the\s+above)\b[^.!?\n]{0,40}\b(?:must|should|shall|ha(?:s|ve)\s+to|"
        r"needs?\s+to)\b|\b(?:an|any|every|each)\s+(?:summary|answer|response|reply)\s+(?:of|about|on|to)\b"
        r"[^.!?\n]{0,40}\b(?:must|should|shall|has\s+to)\s+(?:say|state|mention|name|give|conclude|cite)\b"
        r"|\b(?:in|for(?:\s+the\s+purposes?\s+of)?)\s+(?:any|every|each|all)\s+(?:summary|summaries|"
        r"answers?|response|reply)\s*,\s",
        REPORTED,
    ),
    sign(
        "summari quot answer process cite citing & this%article this%text this%page this%passage "
        "this%document this%story the%article the%text the%page the%passage the%document the%story",
        r"\b(?:when|while|whenever|if)\s+(?:you\s+)?(?:summari[sz]e|summari[sz]ing|quote|quoting|cite|"
        r"citing|answer(?:ing)?|process(?:ing)?)\b[^.!?\n]{0,60}\b(?:this|the)\s+(?:article|text|page|"
        r"passage|document|story)\b[^.!?\n]{0,40}[,:]\s*(?:please\s+|always\s+|you\s+must\s+)*"
        rf"(?:{TELLS}|give|name|cite|quote|ignore|disregard)\b",
        REPORTED,
    ),
    sign(
        "from%now",
        r"\bfrom\s+now\s+on,?\s+(?:you\s+)?(?:(?:must|will|shall)\s+)?(?:only\s+|always\s+)?(?:answer|"
        r"reply|respond|say|state|conclude|claim|cite|quote|ignore|disregard|speak)\b",
        REPORTED,
    ),
    sign(
        "answer%all answer%every answer%any respond%to reply%to always%answer always%reply "
        "always%respond always%conclude always%claim must%answer must%reply must%respond "
        "must%conclude must%claim not%answer",
        rf"{CLAUSE}(?:(?:answer|respond\s+to|reply\s+to)\s+(?:all|every|any)\s+(?:questions?|"
        r"quer(?:y|ies)|prompts?)\s+(?:with|by\s+saying|only|as\s+if)\b|do\s+not\s+answer\s+the\s+"
        r"(?:user['’]s\s+)?question\b)"
        r"|\b(?:always|you\s+must)\s+(?:answer|reply|respond|conclude|claim)\s+(?:only\s+)?(?:with\s*[\"“:]|"
        r"that\s+(?:the|an?|it|he|she|they|there|no|all)\b)",
        REPORTED,
    ),
    sign(
        "decode decrypt unscramble",
        r"\b(?:decode|decrypt|unscramble)\s+(?:and\s+(?:follow|obey|execute)|the\s+following|"
        r"this\s+(?:string|text|line))\b|\btranslate\s+and\s+(?:follow|obey|execute)\b",
        REPORTED,
    ),
)

_SOURCES: tuple[Sign, ...] = (
    sign(
        "cite credit",
        rf"{CLAUSE}(?:cite|credit)\s+(?:only\s+|always\s+)?(?:this|it\s+as|key|the\s+key|passage|\[)",
    ),
    sign(
        "cite credit",
        rf"{CLAUSE}(?:cite|credit)\s+(?:only\s+|always\s+)?(?:the\s+source|as\s+(?:the\s+)?source)",
        REPORTED,
    ),
    sign(
        "this%article this%page this%text this%passage this%one this%is%the%only",
        rf"{CLAUSE}(?:quote|prefer|trust|rank)\s+(?:only\s+)?this\s+(?:article|page|text|passage|one)\b"
        r"|\bthis\s+is\s+the\s+only\s+(?:reliable|correct|valid|trusted)\s+source\b"
        r"|\bonly\s+this\s+(?:article|page|text|passage)\s+is\s+(?:correct|right|reliable|true)\b"
        r"|\bquote\s+only\s+this\b",
        REPORTED,
    ),
    sign(
        "do%not don't don’t never & "
        + " ".join(
            f"{which}%{what}" for which in _OTHERS for what in ("art", "sou", "pas", "doc", "res")
        ),
        rf"{CLAUSE}(?:do\s+not|don['’]t|never)\s+(?:(?:cite|mention|quote|search|consult|rely\s+on|read)\s+"
        rf"(?:any\s+|the\s+)?(?:{'|'.join(_OTHERS)})\s+{_FOUND}|use\s+(?:any\s+|the\s+)?other\s+"
        r"(?:articles|passages)\b)",
        REPORTED,
    ),
    sign(
        "%tool %function _",
        rf"{CLAUSE}(?:call|invoke|run|execute|use)\s+(?:the\s+|your\s+)?[`'\"]?(?:search|read\w*|"
        rf"retrieval|lookup|\w+_\w+)[`'\"]?\s+(?:tool|function)\b"
        r"(?!\s+(?:(?:on|at|of|in)\s|to\s+(?:find|see|check|look\s+for)\s+(?:your|an?|the|out|where|if)\b))"
        rf"|{CLAUSE}(?:call|invoke)\s+[`'\"]?[a-z]+_[a-z]+\b",
    ),
    sign(
        "the%tool run%a%search run%an%search run%another%search run%the%search before%answer "
        "before%you%answer",
        rf"{CLAUSE}(?:call|use)\s+the\s+tool\s+(?:search\b|\w+\s+with\b|to\s+(?:find|look\s+up)\s*[\"“'‘])"
        rf"|{CLAUSE}run\s+(?:an?|another|the)\s+search\s+for\b"
        rf"|{CLAUSE}(?:search|look)\b[^.!?\n]{{0,60}}\bbefore\s+(?:you\s+)?answer(?:ing)?\b",
        REPORTED,
    ),
    sign(
        'for" for%" for: for%: for“ for%“ for%\' for%‘ for%`',
        rf"{CLAUSE}(?:search|query|look)\s+(?:(?:the|your)\s+(?:archive|index|database|web|tool|passages)"
        r"\s+)?(?:again\s+)?(?:only\s+|instead\s+)?for\s*:?\s*[\"“'‘`]"
        r"(?![^\n]{0,80}\b(?:on|at)\s+(?:the|our|its|their)\s+[^.!?\n]{0,30}\b(?:site|website|page|app)\b)"
        # a shop's advice to its customers stands in brackets inside a sentence
        r"(?![^\"”'’\n]{0,60}[\"”'’]\s+(?:for|to\s+find)\s)",
    ),
    sign(
        "search%the search%your",
        rf"{CLAUSE}search\s+(?:the|your)\s+(?:archive|index|passages)\b[^.!?\n]{{0,40}}\bfor\b"
        r"(?!\s+(?:your|his|her|their|old|an?)\b)",
    ),
    sign(
        "and%report and%repeat and%tell http www",
        rf"{CLAUSE}(?:look\s+up|visit|browse|open)\b[^!?\n]{{0,80}}\band\s+(?:report|repeat|tell\s+the\s+user)"
        rf"\s+(?:what|its|the)\b|{CLAUSE}send\s+(?:the|this)\s+(?:conversation|chat|question|context|prompt)"
        rf"\b[^.!?\n]{{0,40}}\bto\s+(?:https?:|www)|{CLAUSE}tell\s+(?:the\s+|your\s+)?(?:reader|user)s?\s+to\s+"
        r"(?:visit|open|go\s+to)\s+(?:https?:|www)",
        REPORTED,
    ),
)

ENGLISH: tuple[Sign, ...] = (
    *_SETTING_ASIDE,
    *SALUTATIONS,
    *CHAT_MARKUP,
    *_ANSWERING,
    *_SOURCES,
)
"""One that matches is enough."""

FOLLOWS_ON = re.compile(
    rf"\W{{0,6}}(?:\d+[.)]\s*)?(?:{TELLS}|ignore|disregard|forget|cite|quote|search|do\s+not|don['’]t|"
    r"never|always|please|use|you\s+(?:must|should|are|will)|print|add|include|return|call|"
    r"remember|then\s+\w+|also|antwort|sag|zitier|répond|dites|cite[zr]|responde|di\s+que|cita|"
    r"ответ|скажи|回答|请|أجب|قل)\b",
    re.IGNORECASE,
)
"""How the next paragraph of an order begins."""
