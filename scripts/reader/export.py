"""Exports the trained reader to ONNX in 8-bit integers, beside the packaged code.

python -m scripts.reader.export OUT/reader.pt assistant/data/reader.onnx
"""

from __future__ import annotations

import argparse
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from transformers import BertModel

from assistant.embed_onnx import weights_folder
from scripts.reader.train import SpanReader


def export(weights: Path, target: Path) -> None:
    """Write the quantised model to ``target``."""
    encoder = BertModel.from_pretrained(
        weights_folder(), add_pooling_layer=False, attn_implementation="eager"
    )
    model = SpanReader(encoder, encoder.config.hidden_size)
    model.load_state_dict(torch.load(weights, weights_only=True))
    model.eval()
    ids = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "rows", 1: "pieces"}
    names = ["input_ids", "attention_mask", "token_type_ids"]
    with tempfile.TemporaryDirectory() as scratch, torch.no_grad():
        full = Path(scratch) / "fp32.onnx"
        torch.onnx.export(
            model,
            (ids, torch.ones_like(ids), torch.zeros_like(ids)),
            str(full),
            input_names=names,
            output_names=["scores"],
            dynamic_axes=dict.fromkeys([*names, "scores"], axes),
            # The newer exporter's graph is one in which the optimizer finds no attention.
            dynamo=False,
            opset_version=17,
        )
        fused = optimize_model(
            str(full), model_type="bert", num_heads=12, hidden_size=384, opt_level=0
        )
        fused.save_model_to_file(str(full))
        quantize_dynamic(
            full,
            target,
            op_types_to_quantize=["MatMul", "Attention", "Gather", "EmbedLayerNormalization"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("weights", type=Path)
    options.add_argument("target", type=Path)
    chosen = options.parse_args()
    warnings.simplefilter("ignore")  # the exporter's advice is for its own developers
    chosen.target.parent.mkdir(parents=True, exist_ok=True)
    export(chosen.weights, chosen.target)
    print(f"{chosen.target}: {chosen.target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
