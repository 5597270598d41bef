"""Who says what in a sentence of news prose; a wrong name is worse than none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from assistant.attribution import attributions, speaker_at
from tests.support.strategies import hard_text


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Ada Quill said the ferry had sunk.", "Ada Quill"),
        ("“It sank,” said Ada Quill.", "Ada Quill"),
        ("“It sank,” Ada Quill said on Monday.", "Ada Quill"),
        ("“It sank,” said Commander Ada Quill, who led the search.", "Ada Quill"),
        ("Ada Quill, the mayor of Dunmere, disputed the figure.", "Ada Quill"),
        ("Ada Quill, who represented the firm, said the company accepted it.", "Ada Quill"),
        ("Its managing director, Ada Quill, said it was too soon.", "Ada Quill"),
        ("Among them was Ada Quill, an accountant from Upper Quay, who argued so.", "Ada Quill"),
        ("The plan was dropped, said Ada Quill as she left.", "Ada Quill"),
        ("According to Ada Quill, it sank.", "Ada Quill"),
        ("Sound & Isles Ferries said the ship was safe.", "Sound & Isles Ferries"),
        # Who is spoken for does not speak.
        ("A lawyer for Ada Quill said it had sunk.", "a lawyer"),
        ("An attorney representing Brandl and Quill has asked for money.", "an attorney"),
        ("A person close to the family of Ada Quill said it had sunk.", "a person"),
        (
            "Opposition leader Ada Quill, of the Harbour Party, said the mayor was wrong.",
            "Ada Quill",
        ),
        ("Mr Quill told reporters that it sank.", "Quill"),
        (
            "A senior official who spoke on condition of anonymity said it sank.",
            "a senior official",
        ),
        ("Two residents of the valley said so.", None),
        ("The Ministry of Defence announced a withdrawal.", "Ministry of Defence"),
        (
            "The defence ministry of Kestrovia said it had left.",
            "the defence ministry of Kestrovia",
        ),
        ("Kestrovia's defence ministry said it had left.", "Kestrovia's defence ministry"),
        ("The firm will build in Dunmere, it said on Thursday.", None),
        ("The ferry sank near Dunmere on Monday.", None),
        ("In Dorsk, where nobody slept, people were less interested.", None),
        ("It cost £5, says nobody in particular.", None),
    ],
)
def test_the_speaker_of_a_sentence(sentence: str, speaker: str | None) -> None:
    found = speaker_at(sentence, 0, len(sentence))
    if speaker == "Ada Quill":
        assert found is not None
        assert found.endswith("Ada Quill")
    else:
        assert found == speaker


STORY = (
    "Signe Aldqvist, the minister, disputed the count. “They were moved. They did not leave,” she "
    "said.\n\nOn Monday Ms Aldqvist repeated it. “We are not asking for a gesture,” she said. “We "
    "are asking for arithmetic.”\n\nBenoît Tessandier heads the mission. "
    "He said he saw no sign of it."
)


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("They did not leave", "Signe Aldqvist"),
        ("a gesture", "Signe Aldqvist"),
        ("for arithmetic", "Signe Aldqvist"),
        ("no sign of it", "Benoît Tessandier"),
        ("heads the mission", None),
    ],
)
def test_pronouns_and_quotations_that_go_on(words: str, speaker: str | None) -> None:
    start = STORY.index(words)
    assert speaker_at(STORY, start, start + len(words)) == speaker


@settings(deadline=None)
@given(hard_text)
def test_any_text(text: str) -> None:
    ends = [0]
    for each in attributions(text):
        assert ends[-1] <= each.start < each.end <= len(text)
        assert each.speaker.strip()
        ends.append(each.end)
