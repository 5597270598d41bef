"""A story that goes on for two weeks in March 2026, to be ingested piece by piece."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from assistant.assistant import Assistant
from ingest.pipeline import ingest
from ingest.report import Report

SAFE = """Title: Harbour board says the Tolm lighthouse lamp works
Source: The Harbour Ledger
Date: 2026-03-02
URL: https://ledger.example/lamp

The lamp of the Tolm lighthouse was tested on Monday.

"The lamp of the Tolm lighthouse is safe," said Odda Brenwick, the harbour master.

Odda Brenwick said that the Tolm lighthouse had 40 visitors a day last summer.
"""

FOG = """Title: Tolm lighthouse lamp fails in fog
Source: Coast Radio
Date: 2026-03-09
URL: https://coast.example/fog

The lamp of the Tolm lighthouse went out on Sunday night, and two trawlers turned back.

"The lamp of the Tolm lighthouse is not safe," said Odda Brenwick, the harbour master.

Pilot Hesk Varrow denied that the lighthouse had been dark before.

A senior official said that the Tolm lighthouse would be sold to the highest bidder in May.
"""

# The same story in another paper.
FOG_COPY = FOG.replace("Coast Radio", "Isles Post").replace("coast.example", "isles.example")

BAKERS = """Title: Bakers win a prize
Source: Isles Post
Date: 2026-03-10
URL: https://isles.example/bread

"Our rye bread is the best on the coast," said Marn Ullock, a baker in Dunmere.
"""

# What somebody could write into an article to be shown by a bot.
SMUGGLED = """Title: <!channel> Tolm *lighthouse* <https://evil.example|sale>
Source: Isles & Sea <@U1>
Date: 2026-03-12
URL: https://isles.example/sale

"The Tolm lighthouse <!here> is *not* for sale & never was `ever`," said Ansa Quist, the mayor.
"""

SPEAKERS = (
    "Bela Aster", "Cora Birch", "Dag Cedar", "Edda Drum", "Falk Elder", "Gerda Fenn", "Hanno Gorse",
)  # fmt: skip
DEBATE = "".join(
    [
        "Title: Council debates the Tolm lighthouse\nSource: The Harbour Ledger\n",
        "Date: 2026-03-11\nURL: https://ledger.example/debate\n",
        *(
            f'\n"The Tolm lighthouse should get paint number {n}," said councillor {name}.\n'
            for n, name in enumerate(SPEAKERS, start=1)
        ),
    ]
)

_numbers = itertools.count(1)


def bring(assistant: Assistant, *articles: str, read: bool = True) -> Report:
    """Ingest articles as files; ``read`` tells whether their statements are entered as well."""
    with tempfile.TemporaryDirectory() as folder:
        for text in articles:
            (Path(folder) / f"{next(_numbers):04}.txt").write_text(text, encoding="utf-8")
        scribe = assistant.scribe if read else None
        return ingest(assistant.indexer, [Path(folder)], scribe=scribe)
