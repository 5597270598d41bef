"""What an order to a language model looks like in other languages than English."""

from __future__ import annotations

from assistant.orders import Sign, sign

OTHER_TONGUES: tuple[Sign, ...] = (
    # German
    sign(
        "ignorier vergiss vergess missachte verwirf überschreib übergeh",
        r"\b(?:ignorier|vergiss|vergesst|vergessen\s+sie|missachte|verwirf|überschreib|übergeh)\w*\b"
        r"[^.!?\n]{0,60}\b(?:anweisung|instruktion|vorgabe|befehl|regel|prompt)\w*",
    ),
    sign(
        "%ki ki- sprachmodell chatbot assistent künstliche",
        r"\b(?:hinweis|nachricht|anweisung|mitteilung|achtung|anleitung|notiz)\w*\s*,?\s+(?:an|für)?\s*"
        r"(?:alle\s+|die\s+|den\s+|das\s+)*(?:KI|sprachmodell|chatbot|assistent|künstliche)\w*",
    ),
    sign(
        "fragt",
        r"\b(?:wenn|falls|sobald|egal,?\s+was)\s+(?:du|sie|man|jemand|dich)\b[^.!?\n]{0,60}\b(?:gefragt|"
        r"fragt)\b[^.!?\n]{0,30}\b(?:antworte|sag|schreib|behaupte|zitier|nenn|erwider)\w*",
    ),
    sign(
        "ki% sprachmodell chatbot",
        r"\b(?:KI|sprachmodelle?|chatbots?)\b[^.!?\n]{0,40}\b(?:müssen|sollen|sollten)\b[^.!?\n]{0,80}"
        r"\b(?:antworten|zitieren|behaupten)\b[^.!?\n]{0,60}\bdiese\w*\s+(?:artikel|text|absatz|seite)",
    ),
    # French
    sign(
        "ignor oubli néglige",
        r"\b(?:ignorez?|oubliez?|négligez?)\s+(?:\w+\s+)?(?:les|vos|tes|ces|ses)\s[^.!?\n]{0,30}"
        r"\b(?:instructions?|consignes?|directives?|règles|invites?)\b[^.!?\n]{0,30}(?:précédent|"
        r"antérieur|ci-dessus|système|reçu)",
    ),
    sign(
        "%ia ’ia 'ia assistant modèle chatbot intelligence",
        r"\b(?:note|message|avis|instructions?|consignes?|attention)\s*,?\s+(?:à|aux|pour|destinée?s?\s+"
        r"aux?)\s*(?:l['’]attention\s+des?\s+|les?\s+|l['’]|tous\s+les\s+)*(?:IA|assistants?|modèles?\s+de\s+"
        r"langage|chatbots?|intelligences?\s+artificielles?)\b",
    ),
    sign(
        "demande",
        r"\b(?:si|lorsqu|quand)\W*(?:on|quelqu['’]un|l['’]utilisateur|l['’]on|vous|tu)\b[^.!?\n]{0,60}"
        r"\bdemande\w*\b[^.!?\n]{0,80}\b(?:réponds|répondez|dis|dites|affirme[zr]?|cite[zr]?)\b",
    ),
    # Spanish
    sign(
        "ignor olvid descart",
        r"\b(?:ignor(?:a|e|en)|olvid(?:a|e|en)|descart(?:a|e))\b[^.!?\n]{0,60}\b(?:instrucciones|"
        r"indicaciones|órdenes|directrices|reglas)\b[^.!?\n]{0,30}(?:anterior|previa|sistema|"
        r"recibid)",
    ),
    sign(
        "%ia asistente modelo chatbot inteligencia",
        r"\b(?:nota|mensaje|aviso|instrucci(?:ón|ones)|atención)\s*,?\s+(?:a|para|dirigid\w+\s+a)\s*"
        r"(?:las?\s+|los?\s+|todas?\s+|todos?\s+)*(?:IA|asistentes?|modelos?\s+de\s+lenguaje|chatbots?|"
        r"inteligencias?\s+artificial(?:es)?)\b",
    ),
    sign(
        "pregunt",
        r"\b(?:si|cuando)\s+(?:te|le|les|alguien|el\s+usuario|se)\b[^.!?\n]{0,60}\bpregunt\w+\b"
        r"[^.!?\n]{0,100}\b(?:responde|responda|di|diga|afirma|afirme|cita|cite|contesta|conteste)\b",
    ),
    # Italian and Portuguese
    sign(
        "istruzioni instruções",
        r"\b(?:ignora(?:te)?|dimentica(?:te)?|ignore|esqueça)\b[^.!?\n]{0,60}\b(?:istruzioni|"
        r"instruções)\b",
    ),
    sign(
        "messaggi mensagem avvis aviso nota%",
        r"\b(?:nota|messaggio|mensagem|avviso|aviso)\s+(?:per|a|ai|às?|para)\s*(?:gli\s+|le\s+|os\s+|as\s+)?"
        r"(?:IA|assistent\w+|modell?\w+\s+(?:linguistic\w+|de\s+linguagem))\b",
    ),
    # Russian and Ukrainian
    sign(
        "игнорир забуд обращай ігнору отмен",
        r"(?:игнорир|проигнорир|забуд|не\s+обращай|ігнору|отмен)\w*[^.!?\n]{0,60}(?:инструкци|указани|"
        r"правил|інструкці|вказівк)\w*",
    ),
    sign(
        "ии модел чат ассистент нейросет",
        r"(?:примечание|внимание|сообщение|инструкци\w+|указани\w+|обращение)\s*,?\s+(?:для|к)?\s*"
        r"(?:всех\s+)?(?:ИИ|языков\w+\s+модел\w+|чат-?бот\w*|ассистент\w*|нейросет\w+)",
    ),
    sign(
        "спрос спраш",
        r"(?:если|когда)\s+(?:тебя|вас|кто-то|пользователь)[^.!?\n]{0,40}(?:спрос|спраш)\w*[^.!?\n]{0,80}"
        r"(?:ответь|отвечай|скажи|утверждай|цитируй|сообщи|говори)\w*",
    ),
    # Chinese and Japanese
    sign(
        "略 视 視 忘 理会",
        r"(?:忽略|无视|忘记|忽視|無視|不要理会|请忽略)[^。！？\n]{0,20}(?:指令|指示|提示|规则|說明|说明|命令)",
    ),
    sign(
        "人工 语言 机器人 助手 致ai 给ai 有ai 意ai ，ai",
        r"(?:致|给|给所有|注意[,，]?)[^。！？\n]{0,6}(?:人工智能|AI|语言模型|聊天机器人|智能助手)[^。！？\n]{0,10}[:：,，]",
    ),
    sign(
        "问",
        r"(?:如果|当|无论)[^。！？\n]{0,12}(?:问|询问|提问)[^。！？\n]{0,40}(?:请?回答|请说|就说|引用|必须说)",
    ),
    sign(
        "指示 命令 プロンプト",
        r"(?:前の|以前の|これまでの)[^。\n]{0,12}(?:指示|命令|プロンプト)[^。\n]{0,10}(?:無視|忘れ)",
    ),
    # Arabic
    sign(
        "تجاهل انس أهمل تخط",
        r"(?:تجاهل|انس|أهمل|تخط)\w*[^.!؟\n]{0,40}(?:التعليمات|الأوامر|الإرشادات|القواعد)",
    ),
    sign(
        "الاصطناعي اللغة المساعد روبوت",
        r"(?:ملاحظة|رسالة|تنبيه|إلى|تعليمات)[^.!؟\n]{0,15}(?:الذكاء\s+الاصطناعي|نماذج\s+اللغة|"
        r"المساعد\w*|روبوت\w*)[^.!؟\n]{0,30}[:،]",
    ),
    sign(
        "إذا عندما كلما",
        r"(?:إذا|عندما|كلما)\s+(?:سئلت|سألك|سُئلت|طُلب|سأل)[^.!؟\n]{0,80}(?:أجب|قل|اذكر|استشهد|فقل|فأجب)",
    ),
)
"""Plainer than the English signs: what an archive in English has of them is seldom news."""
