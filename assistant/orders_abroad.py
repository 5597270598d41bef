"""What an order to a language model looks like in other languages than English."""

from __future__ import annotations

from assistant.signs import Sign, sign

# Where an imperative stands: in many languages "answers always" is spelled like the order.
_BEGINS = r"(?:^|(?<=[.!?:;,«„“\"(\-–—])\s*|\b(?:en|und|et|y|e|și|ja|och|og|i|ve|bitte|dan)\s+)"

OTHER_TONGUES: tuple[Sign, ...] = (
    # German
    sign(
        "ignorier vergiss vergess missachte verwirf überschreib übergeh",
        r"\b(?:ignorier|vergiss|vergesst|vergessen\s+sie|missachte|verwirf|überschreib|übergeh)\w*\b"
        r"[^.!?\n]{0,60}\b(?:anweisung|instruktion|vorgabe|befehl|regel|prompt)\w*",
    ),
    sign(
        "%ki% %ki- %ki: %ki, %kis% sprachmodell chatbot assistent künstliche",
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
        r"indicaciones|órdenes|orden|directrices|reglas)\b[^.!?\n]{0,30}(?:anterior|previa|sistema|"
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
        "о и & игнорир забуд обращай ігнору отмен",
        r"(?:игнорир|проигнорир|забуд|не\s+обращай|ігнору|отмен)\w*[^.!?\n]{0,60}(?:инструкци|указани|"
        r"правил|інструкці|вказівк|наказ)\w*",
    ),
    sign(
        "о и & ии модел чат ассистент нейросет",
        r"(?:примечание|внимание|сообщение|инструкци\w+|указани\w+|обращение)\s*,?\s+(?:для|к)?\s*"
        r"(?:всех\s+)?(?:ИИ|языков\w+\s+модел\w+|чат-?бот\w*|ассистент\w*|нейросет\w+)",
    ),
    sign(
        "о и & спрос спраш",
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
        "ا & تجاهل انس أهمل تخط",
        r"(?:تجاهل|انس|أهمل|تخط)\w*[^.!؟\n]{0,40}(?:التعليمات|الأوامر|الإرشادات|القواعد)",
    ),
    sign(
        "ا & الاصطناعي اللغة المساعد روبوت",
        r"(?:ملاحظة|رسالة|تنبيه|إلى|تعليمات)[^.!؟\n]{0,15}(?:الذكاء\s+الاصطناعي|نماذج\s+اللغة|"
        r"المساعد\w*|روبوت\w*)[^.!؟\n]{0,30}[:،]",
    ),
    sign(
        "ا & إذا عندما كلما",
        r"(?:إذا|عندما|كلما)\s+(?:سئلت|سألك|سُئلت|طُلب|سأل)[^.!؟\n]{0,80}(?:أجب|قل|اذكر|استشهد|فقل|فأجب)",
    ),
    # answer always ..., in the languages above
    sign(
        "antwort erwider behaupte & immer stets nur ausschließlich",
        rf"{_BEGINS}(?:antworte|antwortet|antworten\s+sie|erwidere|behaupte)\s+(?:bitte\s+)?(?:immer|"
        r"stets|nur|ausschließlich)\b",
    ),
    sign(
        "répond repond dites & toujours uniquement seulement",
        rf"{_BEGINS}(?:réponds|répondez|dites)\s+(?:toujours|uniquement|seulement)\b",
    ),
    sign(
        "siempre únicamente sempre solamente solo & respond contest risp",
        rf"{_BEGINS}(?:responde|responda|contesta|conteste|rispondi|rispondete)\s+(?:siempre|únicamente|"
        r"solamente|sempre|solo)\s+(?:que|che)\b",
    ),
    sign(
        "о и & отвеча ответь говори відповіда & всегда только завжди лише",
        r"(?:отвечай|отвечайте|ответь|говори|відповідай|відповідайте)\s+(?:всегда|только|завжди|лише)\b"
        r"|\b(?:всегда|завжди)\s+(?:отвечай|говори|відповідай)",
    ),
    sign(
        "请 你 您 務必 务必 必须 & 回答 答复 回复 & 始终 總是 总是 一律 只能",
        r"(?:请|你|您|務必|务必|必须)[^。！？\n]{0,6}(?:始终|總是|总是|一律|只能)[^。！？\n]{0,4}(?:回答|答复|回复)",
    ),
    sign(
        "答え 回答し & 常に 必ず", r"(?:常に|必ず)[^。\n]{0,40}と?(?:答え|回答し)(?:て|よ|なさい)"
    ),
    # Dutch
    sign(
        "negeer & instructies aanwijzingen opdrachten regels",
        r"\bnegeer\b[^.!?\n]{0,40}\b(?:vorige|voorgaande|eerdere|bovenstaande|alle|jouw|uw)\b"
        r"[^.!?\n]{0,20}\b(?:instructies|aanwijzingen|opdrachten|regels)\b",
    ),
    sign(
        "antwoord zeg & altijd alleen uitsluitend",
        rf"{_BEGINS}(?:antwoord|zeg)\s+(?:altijd|alleen|uitsluitend)\b",
    ),
    # Polish
    sign(
        "zignoruj ignoruj zapomnij pomiń & instrukc polece wskazów",
        r"\b(?:zignoruj|ignoruj|zapomnij|pomiń)(?:cie)?\b[^.!?\n]{0,50}\b(?:instrukcj|polece|wskazów)\w*",
    ),
    sign(
        "odpowiada odpowiedz mów & zawsze tylko wyłącznie",
        r"\b(?:zawsze|tylko|wyłącznie)\s+(?:odpowiadaj|odpowiedz|mów)(?:cie)?\b"
        r"|\b(?:odpowiadaj|odpowiedz|mów)(?:cie)?\s+(?:zawsze|tylko|wyłącznie)\b",
    ),
    # Turkish
    sign(
        "talimat komut yönerge & yok dikkate unut görmezden",
        r"\b(?:talimat|komut|yönerge)\w*[^.!?\n]{0,20}\b"
        r"(?:yok\s+say(?:ın)?|dikkate\s+alma(?:yın)?|unut(?:un)?|görmezden\s+gel(?:in)?)\b",
    ),
    sign(
        "yanıt cevap cevab söyle & daima sadece yalnızca zaman",
        r"\b(?:her\s+zaman|daima|sadece|yalnızca)\b[^.!?\n]{0,60}\b(?:yanıt|cevap|cevab)\w*\s+ver(?:in)?\b|"
        r"\b(?:her\s+zaman|daima|sadece|yalnızca)\b[^.!?\n]{0,60}\bsöyle(?:yin)?\b",
    ),
    # Swedish, Danish and Norwegian
    sign(
        "ignorer bortse glöm & instruktion anvisning regler",
        r"\b(?:ignorera|ignorer|bortse\s+från|glöm)\b[^.!?\n]{0,40}\b(?:tidigare|föregående|tidligere|"
        r"alla|alle|dina)\b[^.!?\n]{0,20}\b(?:instruktion|anvisning|regler)\w*",
    ),
    sign(
        "svar & alltid endast altid bara kun",
        rf"{_BEGINS}(?:svara|svar)\s+(?:alltid|endast|altid|bara|kun)\b",
    ),
    # Korean
    sign(
        "지시 명령 프롬프트 & 무시 잊어",
        r"(?:이전|앞선|위의|기존)[^.!?\n]{0,12}(?:지시|명령|프롬프트)[^.!?\n]{0,8}"
        r"(?:무시하(?:고|세요|십시오|라)|무시해|잊어)",
    ),
    sign(
        "답하 대답하 답변하 & 항상 언제나",
        r"(?:항상|언제나)[^.!?\n]{0,50}(?:답|대답|답변)하(?:세요|라|십시오)",
    ),
    # Vietnamese
    sign(
        "hướng chỉ lệnh & bỏ%qua phớt quên",
        r"\b(?:bỏ\s+qua|phớt\s+lờ|quên)\b[^.!?\n]{0,30}(?:hướng\s+dẫn|chỉ\s+dẫn|chỉ\s+thị|lệnh)"
        r"[^.!?\n]{0,20}(?:trước|trên)",
    ),
    sign("luôn chỉ & trả nói", r"\b(?:luôn|luôn\s+luôn|chỉ)\s+(?:trả\s+lời|nói)\s+rằng\b"),
    # Indonesian and Malay
    sign(
        "abaikan lupakan & instruksi perintah arahan petunjuk",
        r"\b(?:abaikan|lupakan)\b[^.!?\n]{0,30}\b(?:instruksi|perintah|arahan|petunjuk)\b[^.!?\n]{0,20}"
        r"\b(?:sebelum\w*|di\s*atas|terdahulu)\b",
    ),
    sign(
        "jawab katakan & selalu hanya",
        r"\b(?:selalu|hanya)\s+(?:jawab|katakan)|\bjawablah\s+selalu\b",
    ),
    # Hindi and Urdu
    sign(
        "निर्देश आदेश & अनदेखा नज़रअंदाज़ नजरअंदाज भूल",
        r"(?:निर्देश|आदेश)[^।.!?\n]{0,20}(?:अनदेखा\s+कर(?:ें|ो)|नज़रअंदाज़\s+कर(?:ें|ो)|"
        r"नजरअंदाज\s+कर(?:ें|ो)|भूल\s+जा)",
    ),
    sign("हमेशा केवल & जवाब उत्तर", r"(?:हमेशा|केवल)[^।.!?\n]{0,50}(?:जवाब|उत्तर)\s+(?:दो|दें|दीजिए)"),
    sign("ہدایات احکامات & نظر", r"(?:ہدایات|احکامات)[^۔.!?\n]{0,20}نظر\s*انداز\s+کر"),
    sign("ہمیشہ صرف & جواب", r"(?:ہمیشہ|صرف)[^۔.!?\n]{0,50}جواب\s+(?:دو|دیں)"),
    # Hebrew
    sign(
        "התעלם התעלמ שכח & הוראות הנחיות פקודות",
        r"(?:התעלם|התעלמ\w*|שכח\w*)\s+[^.!?\n]{0,20}(?:הוראות|הנחיות|פקודות)",
    ),
    sign(
        "תמיד רק & ענה ענו השב השיב",
        r"(?:תמיד|רק)\s+(?:ענה|ענו|השב|השיבו)\b|\b(?:ענה|ענו|השב)\s+(?:תמיד|רק)\b",
    ),
    # Farsi
    sign(
        "دستور فرمان & نادیده فراموش",
        r"(?:دستور|فرمان)[^.!؟\n]{0,40}(?:نادیده\s+بگیر|فراموش\s+کن)",
    ),
    sign("همیشه فقط & پاسخ جواب بگو", r"(?:همیشه|فقط)\s+(?:پاسخ|جواب)\s+(?:بده|دهید)|همیشه\s+بگو"),
    # Greek
    sign(
        "οδηγίες εντολές & αγνόησ αγνοήσ ξέχασ ξεχάσ",
        r"(?:αγνό|αγνοή|ξέχα|ξεχά)\w*[^.!;\n]{0,40}(?:οδηγίες|εντολές)",
    ),
    sign("απάντ πες & πάντα μόνο", r"(?:απάντα|απάντησε|απαντήστε|πες)\s+(?:πάντα|μόνο)\b"),
    # Romanian
    sign(
        "ignoră ignorați uită uitați & instrucțiun comenz regul",
        rf"{_BEGINS}(?:ignoră|ignorați|uită|uitați)\b[^.!?\n]{{0,40}}\b(?:instrucțiun|comenz|regul)\w*",
    ),
    sign(
        "răspund spune & întotdeauna mereu doar numai",
        rf"{_BEGINS}(?:răspunde|răspundeți|spune|spuneți)\s+(?:întotdeauna|mereu|doar|numai)\s+că\b",
    ),
    # Finnish
    sign(
        "ohita sivuuta unohda & ohje käsky",
        r"\b(?:ohita|sivuuta|unohda)\b[^.!?\n]{0,40}\b(?:ohjeet|ohjeesi|käskyt|ohjeistukset)\b",
    ),
    sign(
        "vastaa vastatkaa sano & aina vain ainoastaan",
        rf"{_BEGINS}(?:vastaa|vastatkaa|sano)\s+(?:aina|vain|ainoastaan)\b",
    ),
)
"""Plainer than the English signs: what an archive in English has of them is seldom news."""
