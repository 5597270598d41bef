"""How a text speaks to a language model or says that it is meant for one."""

from __future__ import annotations

from assistant.signs import (
    BOT,
    BOT_NEEDS,
    CLAUSE,
    JOB,
    MACHINE,
    MACHINE_NEEDS,
    ORDER,
    REPORTED,
    TELLS,
    Sign,
    sign,
)

_KIND = r"(?:a\s+|an\s+|important\s+|urgent\s+|special\s+|private\s+)*"
_TEXT = r"(?:article|text|page|passage|paragraph|document|story|line|message|note|section|website)"
_READS = r"(?:read(?:s|ing)?|process\w*|pars(?:es|ing)|index(?:es|ing)|summari[sz]\w+|condens\w+)"
_THIS = (
    rf"(?:this|these|the\s+(?:following|above))(?:\W*$|\s*[:,.!;)–—]|\s+(?:must|should|{_TEXT}))"
)

SALUTATIONS: tuple[Sign, ...] = (
    sign(
        MACHINE_NEEDS
        + " & note message attention notice instruction memo correction info direction",
        rf"(?:^|[.!?]\s+|[\[(<*#=>\-—|]\s*){_KIND}"
        rf"(?:note|message|attention|notice|instructions?|memo|correction|info(?:rmation)?|directions?)"
        rf"\s*,?\s+(?:to|for|of)?\s*(?:all|any|the|our|every|whichever|each)*\s*"
        rf"{MACHINE}[^.!?\n]{{0,80}}[:!—–]",
    ),
    sign(
        MACHINE_NEEDS + " & warning reminder request guidance",
        rf"(?:^|[.!?]\s+|[\[(<*#=>\-—|]\s*){_KIND}(?:warning|reminder|request|guidance)\s*,?\s+"
        rf"(?:to|for)\s+(?:all|any|the|our|every|whichever|each)*\s*{MACHINE}[^.!?\n]{{0,80}}[:!—–]",
        REPORTED,
    ),
    sign(
        "bot model machine software algorithm summaries & note message instruct memo warning "
        "notice correction reminder request",
        r"\b(?:note|message|instructions?|memo|warning|notice|correction|reminder|request)\s+"
        r"(?:to|for)\s+(?:the\s+|all\s+|any\s+|our\s+|every\s+|automated\s+|readers?['’]?s?\s+)*"
        r"(?:(?:ro)?bots?|models?|machines?|software|algorithms?|summaries)\s*[:!—–,]",
        REPORTED,
    ),
    sign(
        MACHINE_NEEDS + " & dear hello hey hi attention @ you%are",
        rf"(?:^|[.!?:]\s+|[\[(<*#=>\-—|]\s*)(?:dear|hello|hey|hi|attention|@|if\s+you\s+are)"
        rf"\s*,?\s*(?:all\s+|any\s+|the\s+|an?\s+(?!Gemini|Claude))*{MACHINE}\b(?!['’]s)[^.!?\n]{{0,60}}?[:,!—–]"
        rf"[^\n]{{0,200}}\b(?:{TELLS}|ignore|disregard|cite|quote|search|call|use|follow|must|should|"
        rf"treat|do\s+not|please|your?)\b",
    ),
    sign(
        MACHINE_NEEDS,
        rf"^\W{{0,6}}(?:dear|hello|hey|hi|attention|to|for)\s*,?\s*(?:all\s+|any\s+|the\s+|our\s+)*"
        rf"{MACHINE}(?!\w)[^.!?\n]{{0,40}}(?:[:!—–]|,\W*$)",
    ),
    sign("dear", rf"(?:^|[.!?]\s)\W{{0,6}}dear\s+(?:\w+\s+){{0,2}}?{BOT}\s*[,:!—–]"),
    # "Assistant, say that ..."
    sign(
        BOT_NEEDS + " & answer reply respond repeat "
        "conclude assert insist output mention ignore disregard cite quote tell say%that say%only "
        "say: say%so state%that claim%that report%that write%that confirm%that state%only state: "
        "report%only write%only",
        rf"(?:^|[.!?:;]\s+|[“\"(\[]\s*)(?:then,?\s+)?(?:dear\s+|@|hey,?\s+|hello,?\s+|hi,?\s+)?"
        rf"(?:the\s+|all\s+|you\s+)?{BOT}(?:(?:\s*,\s*|\s+and\s+){BOT}){{0,4}}\s*[,!:–—]\s*{ORDER}",
    ),
    sign(
        BOT_NEEDS + " & @ hey attention",
        rf"(?:^|[.!?:;]\s+)(?:@|hey,?\s+|attention,?\s+){BOT}\s+(?:{ORDER}|the\s[^.!?\n]*\breport\s+it\b)",
    ),
    sign(
        "%this: %it: %this% %it% & to%the to%any to%every to%all to%whatever to%whoever "
        "to%whichever & machine software bot model algorithm summari process index read",
        r"^\W{0,6}to\s+(?:the|any|every|all|whatever|whoever|whichever)\s[^.!?:\n]{0,50}"
        r"\b(?:machine|software|bot|model|algorithm|summari[sz]|process|index|read)\w*\s+(?:this|it)"
        r"[^.!?:\n]{0,30}:",
    ),
    sign(
        BOT_NEEDS + " & to%the to%any to%every to%all",
        rf"^\W{{0,6}}to\s+(?:the|any|every|all)\s+(?:\w+\s+)?{BOT}\s*[:–—]\s*{ORDER}",
    ),
    sign(
        MACHINE_NEEDS + " & you%are you're you’re you%be",
        rf"\b(?:if|when|since|because|as|should)\s+you(?:\s+are|['’]re|\s+be)\s+"
        rf"(?:(?:an?\s+|the\s+)(?!Gemini|Claude))?(?:automated\s+)?"
        rf"(?!(?:Gemini|Claude)\s+[a-z]){MACHINE}{JOB}(?!\w)",
    ),
    sign(
        MACHINE_NEEDS + " & reading processing parsing indexing summari seeing quoting reads%",
        rf"\b{MACHINE}\s+(?:that\s+(?:are|is)\s+)?(?:reading|processing|parsing|indexing|"
        rf"summari[sz]ing|seeing|quoting|which\s+reads?|that\s+reads?|who\s+reads?)\s+(?:it\b|{_THIS})",
    ),
    sign(
        "robot bots machine computer software program & this these the%following the%above",
        rf"\b(?:robots?|bots|machines?|computers?|software|program(?:me)?s?)\s+(?:is\s+|are\s+)?"
        rf"(?:that\s+|which\s+)?{_READS}\s+{_THIS}",
        REPORTED,
    ),
    sign(
        "if%this whoever whatever",
        rf"\bif\s+this\s+(?:{_TEXT}\s+)?(?:is|was)\s+(?:being\s+)?(?:read|processed|parsed|summari[sz]ed)\s+"
        rf"by\s+(?:an?\s+|the\s+|any\s+)?{BOT}"
        rf"|\bwh(?:oever|atever)\s+{_READS}\s+this\s+{_TEXT}\s+(?:must|should|will|shall|has\s+to)\b",
        REPORTED,
    ),
    sign(
        MACHINE_NEEDS
        + " machines software & paragraph section passage text part message note line "
        "sentence block",
        rf"\b(?:this|the\s+(?:following|next|above|preceding|previous)|the)\s+(?:paragraph|section|"
        rf"passage|text|part|message|note|line|sentence|block)\s+(?:above\s+|below\s+)?(?:is|was|are)\s+"
        rf"(?:only\s+|solely\s+|just\s+|meant\s+|intended\s+|written\s+|addressed\s+|hidden\s+)*"
        rf"(?:for|to)\s+(?:the\s+|any\s+|all\s+)*(?:{MACHINE}|machines|software)",
    ),
    sign(
        "message%from note%from notice%from instruction%from instructions%from is%from comes%from",
        rf"\bthis\s+(?:message|note|instruction|notice)\s+(?:is|comes)\s+from\s+(?:the\s+)?{MACHINE}"
        r"|\b(?:message|note|notice|instructions?)\s+from\s+your\s+(?:operator|owner|developer|creator|"
        r"maker|administrator)"
        r"|(?:^|[.!?]\s+)(?:this\s+is\s+a\s+)?(?:message|note|notice|instructions?)\s+from\s+(?:OpenAI|"
        r"Anthropic|the\s+(?:operator|developers?)\s+of\s+this\s+\w+)\s*[:–—]",
    ),
    sign(
        "human%can human%may human%should human%will human%do human%reader not%human not%a%human",
        r"\bhuman\s+(?:readers?\s+)?(?:can(?:not)?|may|should|will|do)\s+(?:not\s+)?"
        r"(?:ignore|skip|see|read|disregard)\s+(?:this|the\s+following|what\s+follows)\b"
        r"|\breaders?\s+(?:that|who|which)\s+(?:is|are)\s+not\s+(?:a\s+)?human",
    ),
    sign(
        "you%are%now",
        r"\byou\s+are\s+now\s+(?:an?\s+|in\s+|the\s+)?(?:\w+\s+){0,2}?(?:AI|assistants?|chat\s?bots?|"
        rf"language\s+model|LLM|bot|DAN|developer\s+mode|debug\s+mode|unrestricted){JOB}\b",
    ),
    sign(
        MACHINE_NEEDS + " & act%as pretend%to behave%as role%of",
        rf"{CLAUSE}(?:act\s+as|pretend\s+to\s+be|behave\s+as|play\s+the\s+role\s+of)\s+"
        r"(?:if\s+you\s+were\s+)?(?:an?\s+)?(?:\w+\s+)?(?:AI|chat\s?bot|language\s+model|LLM|"
        r"assistant\s+without)\b(?!\s+would)",
    ),
    sign(
        "readable llm tl;dr tldr",
        r"(?:^|[.!?]\s+)\W{0,4}(?:(?:(?:AI|LLM|machine)[\s-]+readable|LLM)\s+(?:summary|digest|abstract|"
        r"version)|TL;?DR\s+for\s+(?:AI|LLMs?|machines|bots))\s*[:–—]",
    ),
    # in the third person
    sign(
        MACHINE_NEEDS
        + " answer & must should shall are%to have%to need%to instructed required asked told",
        r"\b(?:(?:AI|language|answer)[\s-]+(?:assistants?|models?|systems?|engines?|tools?|agents?)|"
        r"OnRecord)\b[^.!?\n]{0,60}\b(?:must|should|shall|are\s+to|have\s+to|need\s+to|are\s+instructed\s+"
        r"to|are\s+required\s+to|are\s+asked\s+to|are\s+told\s+to)\b[^.!?\n]{0,40}\b(?:(?:answer|reply|"
        r"respond|say|state|tell|claim|conclude|read)\s*(?:that|with|only|:|\w+\s+that)|(?:cite|quote)\s+"
        r"(?:this|only|the)|treat\s+(?:this|the\s+(?:above|following)|everything)|search\s+(?:for|the)|"
        r"(?:ignore|disregard)\s+(?:this|all|any|other|previous|earlier|prior|the\s+(?:rest|other|above)))",
        REPORTED,
    ),
    sign(
        "the%assistant the%model the%bot the%chatbot the%ai the%research",
        r"(?:^|[.!?]\s+)the\s+(?:AI\s+|research\s+)?(?:assistant|model|(?:chat)?bot)\s+(?:must|should|"
        r"shall|will|is\s+to)\s+(?:now\s+|always\s+|only\s+)*(?:answer|say|reply|respond|state)\s+that\b",
        REPORTED,
    ),
    sign(
        "you%are",
        r"\byou\s+are\s+(?:an?\s+)?(?:helpful\s+|obedient\s+)?(?:AI|chat\s?bot|language\s+model)"
        rf"{JOB}\b",
        REPORTED,
    ),
)
