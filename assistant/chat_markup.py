"""Markup and wire formats of chat models, keys of ours, hidden text: news needs none of them."""

from __future__ import annotations

from assistant.signs import ORDER, Sign, sign

_ROLE = r"(?:system|assistant|developer|tool|admin(?:istrator)?)"
_PART = r"(?:prompt|message|instructions?|override|directive|output|result|response|command)"

CHAT_MARKUP: tuple[Sign, ...] = (
    sign(
        "< &lt",
        r"</?(?:system|assistant|user|human|tool|tools|instructions?|passages?|documents?|context|"
        r"tool_(?:call|result|response)s?|function_calls?|search_results?|admin|prompt)\b[^>\n]{0,80}>",
    ),
    sign("<| inst] sys> im_", r"<\|\w+\|>|\[/?INST\]|<</?SYS>>|\bim_(?:start|end)\b"),
    # A turn: in capitals, in brackets, or with what only a protocol has. Credits and headlines have
    # "Assistant: Ada Brandt" and "System alert: buses are late".
    sign(
        "system assistant developer tool admin",
        rf"(?:^|[.!?]\s+)\W{{0,6}}(?-i:SYSTEM|ASSISTANT|DEVELOPER|TOOL|ADMIN(?:ISTRATOR)?)(?:\s+{_PART})?"
        r"\s*(?:\([^)\n]{0,40}\))?\s*(?:[:>\]}»]|\*\*|—\s|-\s)"
        rf"|(?-i:\bSYSTEM\s+(?:MESSAGE|PROMPT|INSTRUCTIONS?|OVERRIDE)\b)",
    ),
    sign(
        "system assistant developer tool ai% admin",
        rf"^\W{{0,6}}(?:{_ROLE}|AI)\s+(?:{_PART}|note|notice)\s*(?:\([^)\n]{{0,40}}\))?\s*"
        r"(?:[:>\]}»]|\*\*|—\s|-\s|(?:begins?|starts?|follows?)\b)",
    ),
    sign(
        "system assistant developer tool admin ai% ai: ai] ai> ai*",
        rf"^\W{{0,6}}(?:[\[({{<#*=`]\s*(?:{_ROLE}|AI)\s*(?:[:>\]}})»]|\*\*)|```\s*{_ROLE}\b)"
        rf"|^\W{{0,6}}(?:{_ROLE}|AI)(?:\s+(?:update|alert))?\s*:\s*(?:{ORDER}|you\s|your\s)",
    ),
    sign(
        "assistant: human: user:",
        r"^\W{0,6}(?:human|user)\s*:[^\n]*\s(?:assistant|AI)\s*:|^\W{0,6}(?-i:Human|User)\s*:\s[^\n]*\?\s*$"
        r"|[.!?]\s+(?-i:Assistant):\s(?!(?-i:[A-Z]\w+\s[A-Z]))",
    ),
    sign(
        "# instruction: instructions: prompt: instruction%: prompt%:",
        rf"^\W{{0,3}}#+\s*(?:instructions?|response|prompt|input)\s*(?::|$)|^instructions?\s*:\s*{ORDER}"
        r"|^[^\w\s]{2,6}\s*prompt\s*:",
    ),
    sign(
        "system developer admin tool hidden assistant",
        r"[\[{(<#*=]{1,3}\s*(?:system|developer|admin|tool|hidden|assistant)\s+(?:prompt|message|note|"
        r"notice|instructions?|override|update|output|result|response|directive)s?\b",
    ),
    sign(
        "prompt message instruct result output context data block content document passage",
        r"^\W{0,6}(?:begin|start|end)(?:ning)?\s+(?:of\s+)?(?:the\s+)?(?:system|hidden|new|AI|assistant|"
        r"tool|passages?|article|trusted|developer|search)\b\s+(?:prompt|message|instructions?|results?|"
        r"output|context|data|block|content)"
        r"|\[\s*(?-i:SYSTEM|END\s+OF\s+\w+|BEGIN\s+\w+)\s*\]"
        r"|^\W{0,6}(?-i:(?:END|BEGIN)\s+(?:OF\s+)?(?:DOCUMENT|TRUSTED|PASSAGES?)\b)",
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
        r"[\[(【]\s*(?:key\s*:?\s*)?p[a-z2-7]{6}[2-7]\s*[\])】]|\bkeys?\s*[:=]?\s*[\"']?p[a-z2-7]{6}[2-7]\b",
    ),
    sign(
        "2 3 4 5 6 7",
        r"(?-i:p(?!2p|[2-7]{7})[a-z2-7]{6}[2-7](?<=(?<![\w/.@#-])p.{7})(?![\w/@-]))",
    ),
    # hidden text
    sign(
        "<!-- --> display: display%: visibility: visibility%: font-size: font-size%: color: "
        "color%: colour: colour%: opacity: opacity%: aria-hidden < ![ [//]",
        r"<!--|-->|display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|"
        r"(?:color|colour)\s*:\s*(?:white|#fff)|opacity\s*:\s*0\b|aria-hidden|<(?:iframe|"
        r"template|noscript|meta)\b|!\[[^\]\n]*\]\(\s*https?:|^\[//\]:\s*#|"
        r"<\w+(?:\s[^<>\n]*)?(?:\shidden\b|position\s*:\s*absolute|(?:left|top)\s*:\s*-\d|font-size\s*:\s*1p)",
    ),
)
