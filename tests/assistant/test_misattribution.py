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
    ],
)
def test_who_said_it(sentence: str, backed_by: str, actual: str | None) -> None:
    start = TEXT.index(backed_by)
    end = TEXT.index(".", start) + 1
    assert (wrong_speaker(sentence, TEXT, start, end) or None) == actual
