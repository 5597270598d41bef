"""Words in the wrong mouth; where two may be one, nothing is said."""

from __future__ import annotations

import pytest

from assistant.misattribution import wrong_speaker

TEXT = (
    "Signe Aldqvist, the minister, disputed the count. “They were moved about,” she said.\n\n"
    "Mirela Kostán said the army had ordered bread. Orsa Cells’ director, Ada Quill, said the "
    "plant would open in May.\n\nA senior official said the bridge was safe."
)


@pytest.mark.parametrize(
    ("sentence", "backed_by", "actual"),
    [
        ("Mirela Kostán said: “They were moved about.”", "“They were moved", "Signe Aldqvist"),
        ("“They were moved about,” said Kostán.", "“They were moved", "Signe Aldqvist"),
        ("Signe Aldqvist said the army had ordered bread.", "Mirela", "Mirela Kostán"),
        ("Otto Brandl said: “They were moved about.”", "“They were moved", "Signe Aldqvist"),
        ("“They were moved about,” she [Mirela Kostán] said.", "“They were", "Signe Aldqvist"),
        ("Signe Aldqvist said: “They were moved about.”", "“They were moved", None),
        ("Ms Aldqvist said: “They were moved about.”", "“They were moved", None),
        ("“They were moved about,” she [Signe Aldqvist] said.", "“They were moved", None),
        ("The minister said: “They were moved about.”", "“They were moved", None),
        ("She said: “They were moved about.”", "“They were moved", None),
        ("Orsa Cells said the plant would open in May.", "Orsa", None),
        ("Mirela Kostán said the bridge was safe.", "A senior", None),
        ("“They were moved about” — Mirela Kostán", "“They were moved", "Signe Aldqvist"),
        ("Mirela Kostán: “They were moved about.”", "“They were moved", "Signe Aldqvist"),
        ("Kostán thundered: “They were moved about.”", "“They were moved", "Signe Aldqvist"),
        ("In Mirela Kostán’s words: “They were moved about.”", "“They were", "Signe Aldqvist"),
        ("In the words of Mirela Kostán, “They were moved.”", "“They were", "Signe Aldqvist"),
        ("“They were moved about” (Mirela Kostán).", "“They were moved", "Signe Aldqvist"),
        ("“They were moved about” — Signe Aldqvist", "“They were moved", None),
        ("Aldqvist: “They were moved about.”", "“They were moved", None),
        ("“They were moved about” (Lindehavn Wire).", "“They were moved", None),
        ("In short: “They were moved about.”", "“They were moved", None),
    ],
)
def test_who_said_it(sentence: str, backed_by: str, actual: str | None) -> None:
    start = TEXT.index(backed_by)
    end = TEXT.index(".", start) + 1
    assert (wrong_speaker(sentence, TEXT, start, end) or None) == actual


def test_a_surname_that_another_cited_article_knows() -> None:
    alone = "Signe Aldqvist disputed it. “They were moved about,” she said."
    said = "Kostán said: “They were moved about.”"
    assert wrong_speaker(said, alone, 0, len(alone)) is None
    assert wrong_speaker(said, alone, 0, len(alone), (alone, TEXT)) == "Signe Aldqvist"
