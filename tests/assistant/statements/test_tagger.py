"""The packaged tagger: it is loaded or says so, and what it finds depends on the text alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import EmbeddingError
from assistant.statements.relations import Relation
from assistant.statements.tagger import OnnxTagger
from assistant.statements.tags import LABELS, NONE
from assistant.statements.windows import load_tokenizer

TEXTS = (
    "“The ferry was late,” said Ada Quill, the harbour master.",
    "",
    "Piers Holt denied on Monday that the bridge had been closed.\n\n" * 9,
    "A senior official said the count was wrong, and the mayor agreed. " * 12,
    "The lake is deep.",
    "According to the ministry, 4,200 soldiers left.",
)


@pytest.fixture(scope="module")
def tagger() -> OnnxTagger:
    return OnnxTagger.load()


def words(text: str, found: list[Relation]) -> list[tuple[str, ...]]:
    return [
        tuple(
            " … ".join(text[a:b] for a, b in role) for role in (each.source, each.cue, each.content)
        )
        for each in found
    ]


def test_an_attribution_is_found(tagger: OnnxTagger) -> None:
    text = "Ada Quill said that the ferry was late."
    assert words(text, *tagger.relations([text])) == [
        ("Ada Quill", "said", "that the ferry was late")
    ]


def test_no_texts(tagger: OnnxTagger) -> None:
    assert tagger.relations([]) == []


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "The lake is deep."])
def test_a_text_that_says_nothing(tagger: OnnxTagger, text: str) -> None:
    assert tagger.relations([text]) == [[]]


def test_a_text_is_read_the_same_whatever_is_read_beside_it(tagger: OnnxTagger) -> None:
    """Eight-bit integers have a scale for the whole batch that they are worked out in."""
    alone = [tagger.relations([text])[0] for text in TEXTS]
    assert tagger.relations(TEXTS) == alone
    assert tagger.relations(TEXTS[::-1]) == alone[::-1]
    assert [bool(each) for each in alone] == [True, False, True, True, False, True]


def test_the_attributions_of_a_long_text_are_in_its_order(tagger: OnnxTagger) -> None:
    text = "\n".join(f"Ada Quill said that ferry number {n} was late." for n in range(400))
    (found,) = tagger.relations([text])
    begun = [each.content[0][0] for each in found]
    assert begun == sorted(begun)
    assert len(found) > 300


class Silent:
    """A session that finds nothing, and counts what it is given."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    def run(self, _: object, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        (shape,) = {each.shape for each in given.values()}
        self.shapes.append(shape)
        labels = np.zeros((*shape, LABELS), dtype=np.float32)
        labels[:, :, NONE] = 9
        return [labels, np.zeros((*shape, 4), np.float32), np.zeros((*shape, 4), np.float32)]


def test_the_work_grows_with_the_length() -> None:
    """A paragraph of a million characters is read in windows, each once."""
    tokenizer = load_tokenizer()
    counts = []
    for length in (250_000, 500_000, 1_000_000):
        session = Silent()
        text = ("ship, " * (length // 6 + 1))[:length]
        assert OnnxTagger(session, tokenizer).relations([text]) == [[]]  # type: ignore[arg-type]
        assert max(pieces for _, pieces in session.shapes) <= 128
        counts.append(len(session.shapes))
    assert counts[1] / counts[0] == pytest.approx(2, rel=0.02)
    assert counts[2] / counts[1] == pytest.approx(2, rel=0.02)


@pytest.mark.parametrize("content", [None, b"", b"no model at all", b"\x08\x08\x12\x04onnx"])
def test_a_model_that_cannot_be_loaded_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    model = tmp_path / "tagger.onnx"
    if content is not None:
        model.write_bytes(content)
    with pytest.raises(EmbeddingError, match="cannot be loaded; install OnRecord again") as failed:
        OnnxTagger.load(model)
    assert "\n" not in str(failed.value)
    assert str(model) in str(failed.value)
