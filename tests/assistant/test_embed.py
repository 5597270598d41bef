"""The packaged model: exported once, checked, close to its reference; and other models by name."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import embed_onnx
from assistant.archive import Archive
from assistant.embed import Embedder, batches_by_length, load_embedder
from assistant.embed_onnx import MAX_PIECES, WEIGHTS_SHA256, exported, sha256, weights_folder
from assistant.errors import EmbeddingError, EmbeddingMismatch
from assistant.indexer import Indexer, discard_indexes, set_model
from assistant.settings import Settings
from tests.support.build import agree, article, prose, put
from tests.support.fakes import FakeEmbedder

ROOT = Path(__file__).parents[2]
SENTENCES = (
    "Who disputed the withdrawal?",
    "The minister declined to comment on Tuesday.",
    "Ça n’a jamais été confirmé, dit-elle.",
    "x",
    prose(seed=9, sentences=6),
)


# Batches


@given(st.lists(st.integers(0, 300)), st.integers(1, 2000))
def test_batches_hold_each_text_once_and_keep_the_budget(lengths: list[int], budget: int) -> None:
    groups = batches_by_length(lengths, budget)
    assert sorted(index for group in groups for index in group) == list(range(len(lengths)))
    for group in groups:
        longest = max(1, *(lengths[i] for i in group))
        assert len(group) == 1 or len(group) * longest <= budget
    order = [lengths[index] for group in groups for index in group]
    assert order == sorted(order, reverse=True)


def test_batches_by_hand() -> None:
    # Longest first: 9 alone (2 * 9 > 12), then 6 + 5 (2 * 6 = 12), then 2 + 1.
    assert batches_by_length([5, 9, 1, 6, 2], 12) == [[1], [3, 0], [4, 2]]


# The packaged model


def test_vectors_are_of_unit_length_and_do_not_depend_on_the_batch(embedder: Embedder) -> None:
    together = embedder.embed(SENTENCES)
    assert together.shape == (len(SENTENCES), 384)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    alone = np.vstack([embedder.embed([text]) for text in SENTENCES])
    # The 8-bit scales are those of a whole batch, so that its other texts shift a vector a little.
    assert np.sum(together * alone, axis=1).min() > 0.95
    assert embedder.embed([]).shape == (0, 384)


def test_a_text_at_the_limit_is_taken_and_one_over_it_refused(embedder: Embedder) -> None:
    assert embedder.max_pieces == MAX_PIECES == 254
    at_limit = "harbour " * 254
    assert len(embedder.piece_starts(at_limit)) == 254
    assert embedder.embed([at_limit]).shape == (1, 384)
    with pytest.raises(EmbeddingError, match="255 word pieces is longer than the model's 254"):
        embedder.embed(["short", at_limit + "harbour"])


def test_pieces_begin_where_their_words_do(embedder: Embedder) -> None:
    assert embedder.piece_starts("The ferry, again") == [0, 4, 9, 11]
    # A Hangul syllable is taken apart into its letters: three pieces that begin at one place.
    assert embedder.piece_starts("Ça va, 한 😀") == [0, 3, 5, 7, 7, 7, 9]
    assert embedder.piece_starts("") == []


def test_an_export_is_made_once(settings: Settings, embedder: Embedder) -> None:
    folder = exported(settings.cache_dir)
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert before.keys() == {"manifest.json", "model.onnx", "tokenizer.json"}
    assert json.loads((folder / "manifest.json").read_text())["worst_cosine"] >= 0.95
    assert load_embedder(settings).name == embedder.name
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == before


def test_a_broken_cache_is_made_anew_and_agrees_with_sentence_transformers(
    settings: Settings, embedder: Embedder, tmp_path: Path
) -> None:
    whole = exported(settings.cache_dir)
    broken = tmp_path / whole.name
    shutil.copytree(whole, broken)
    os.truncate(broken / "model.onnx", 1000)
    again = load_embedder(settings.model_copy(update={"cache_dir": tmp_path}))
    assert exported(tmp_path) == broken
    assert (broken / "model.onnx").stat().st_size > 10_000_000
    assert not [file for file in tmp_path.iterdir() if file not in (broken, lock_of(broken))]

    reference = load_embedder(
        settings.model_copy(update={"embedding_model": str(weights_folder())})
    ).embed(SENTENCES)
    for ours in (again, embedder):
        assert np.sum(ours.embed(SENTENCES) * reference, axis=1).min() >= 0.95


def lock_of(folder: Path) -> Path:
    return folder.with_name(folder.name + ".lock")


@pytest.mark.parametrize("manifest", ["", "[]", '{"sizes": {}, ', '{"sizes": {"no.onnx": 1}}'])
def test_a_damaged_manifest_is_no_export(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    assert not embed_onnx._is_whole(tmp_path)


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(embed_onnx, "weights_folder", lambda: tmp_path)
    with pytest.raises(EmbeddingError, match=r"not the model that OnRecord knows; run: pip"):
        exported(tmp_path / "cache")


def test_the_packaged_weights_are_the_ones_we_know() -> None:
    assert sha256(weights_folder() / "model.safetensors") == WEIGHTS_SHA256


def test_a_cache_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(EmbeddingError, match="set ONRECORD_CACHE_DIR to a folder"):
        exported(tmp_path / "file" / "cache")


def test_the_packaged_model_is_run_without_torch(settings: Settings) -> None:
    code = (
        "import sys; from pathlib import Path; from assistant.embed import load_embedder;"
        "from assistant.settings import Settings;"
        "load_embedder(Settings.load(Path('x'))).embed(['a ferry']);"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


# Any other model


@pytest.fixture(scope="module")
def by_folder(settings: Settings) -> Embedder:
    """The packaged model, taken as a stranger by the name of its folder."""
    return load_embedder(settings.model_copy(update={"embedding_model": str(weights_folder())}))


def test_another_model_keeps_the_protocol(by_folder: Embedder, embedder: Embedder) -> None:
    text = "The ferry ran aground, said Ada Quill."
    assert by_folder.piece_starts(text) == embedder.piece_starts(text)
    assert by_folder.max_pieces == embedder.max_pieces
    assert by_folder.name != embedder.name
    assert by_folder.embed([text]).shape == (1, 384)
    assert by_folder.embed([text]).dtype == np.float32
    assert len(by_folder.embed([])) == 0


def test_another_model_indexes_updates_and_removes(folder: Path, by_folder: Embedder) -> None:
    with Archive.open(folder) as archive:
        indexer = Indexer.open(folder, Settings.load(folder), archive, by_folder)
        put(indexer, article(), article(id="a2", text="It rained."))
        archive.remove("a2")
        indexer.catch_up()
        assert agree(indexer)
        indexer.close()


def test_changing_the_model_takes_a_reindex(folder: Path, by_folder: Embedder) -> None:
    settings = Settings.load(folder)
    with Archive.open(folder) as archive:
        indexer = Indexer.open(folder, settings, archive, FakeEmbedder())
        put(indexer, article())
        indexer.close()
        with pytest.raises(EmbeddingMismatch, match="run `onrecord reindex`"):
            Indexer.open(folder, settings, archive, by_folder)
        discard_indexes(folder)
        set_model(archive, by_folder)
        again = Indexer.open(folder, settings, archive, by_folder)
        assert again.catch_up() == 1
        assert agree(again)
        again.close()


@pytest.mark.parametrize("name", ["no-such/model", "empty-folder"])
def test_a_model_that_is_not_here_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "empty-folder").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EmbeddingError, match=f"'{name}' is not on this machine; download it"):
        load_embedder(Settings.load(tmp_path, embedding_model=name))
