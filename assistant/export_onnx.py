"""Exports the packaged MiniLM to ONNX in 8-bit integers and checks it.

`embed_onnx` runs `python -m assistant.export_onnx FOLDER` as a process of its own: it loads torch.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from assistant.embed_onnx import OnnxEmbedder, weights_folder

# Cosine to the sentence-transformers vectors below which the export is refused. Dynamic 8-bit
# quantisation costs 0.01 at most on sentences of any length; a wrong pooling or a wrong tokeniser
# costs far more than 0.05.
LEAST_COSINE = 0.95
CHECKS = (
    "Who disputed the withdrawal?",
    "The harbour authority said on Tuesday that two ferries would be laid up until the spring.",
    "“No,” she said. “We have seen nothing of the kind.”",
    "Le conseil a voté le budget de 4,2 millions d’euros à l’unanimité.",
    "Rain. " * 100,
)


class _Pooled(torch.nn.Module):
    """The transformer with the mean over its pieces, at the unit length it was trained for."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states = self.transformer(
            input_ids=input_ids, attention_mask=attention_mask
        ).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(1) / weights.sum(1)
        return torch.nn.functional.normalize(mean, dim=1)


def export(folder: Path) -> None:
    """Write model.onnx, tokenizer.json and manifest.json; ``folder`` appears whole or not."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    source = weights_folder()
    reference = SentenceTransformer(
        str(source),
        device="cpu",
        local_files_only=True,
        model_kwargs={"attn_implementation": "eager"},  # the form of attention that can be fused
    )
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        made = Path(scratch) / "export"
        made.mkdir()
        _write_model(reference, Path(scratch) / "fp32.onnx", made / "model.onnx")
        shutil.copy(source / "tokenizer.json", made / "tokenizer.json")
        worst = _worst_cosine(reference, made)
        if worst < LEAST_COSINE:
            raise SystemExit(f"its vectors differ from the reference: cosine {worst:.3f}")
        sizes = {file.name: file.stat().st_size for file in made.iterdir()}
        manifest = {"sizes": sizes, "worst_cosine": round(worst, 4)}
        (made / "manifest.json").write_text(json.dumps(manifest))
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def _write_model(reference: Any, full: Path, quantised: Path) -> None:
    model = _Pooled(reference[0].auto_model).eval()
    ids = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "rows", 1: "pieces"}
    with torch.no_grad():
        torch.onnx.export(
            model,
            (ids, torch.ones_like(ids)),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "vectors": {0: "rows"}},
            # The newer exporter's graph is one in which the optimizer finds no attention.
            dynamo=False,
            opset_version=17,
        )
    # Makes one operation of each attention, each layer norm with its sum, each GELU with its bias.
    fused = optimize_model(str(full), model_type="bert", num_heads=12, hidden_size=384, opt_level=0)
    fused.save_model_to_file(str(full))
    quantize_dynamic(
        full,
        quantised,
        op_types_to_quantize=["MatMul", "Attention"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        # The fused operations are none of ONNX's own, so that their types cannot be inferred.
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def _worst_cosine(reference: Any, made: Path) -> float:
    session = ort.InferenceSession(str(made / "model.onnx"), providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(made / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    ours = OnnxEmbedder(session, tokenizer).embed(CHECKS)
    theirs = reference.encode(list(CHECKS), normalize_embeddings=True, show_progress_bar=False)
    return float(np.min(np.sum(ours * theirs, axis=1)))


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the exporter's advice is for its own developers
    export(Path(sys.argv[1]))
