"""Exports the trained tagger to ONNX in 8-bit integers, beside the packaged code.

python -m scripts.tagger.export OUT/tagger.pt assistant/data/tagger.onnx --layers 3
"""

from __future__ import annotations

import argparse
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model

from scripts.tagger.train import Tagger


class _Heads(torch.nn.Module):
    """The tagger without the product of its projections, which the caller needs only in part."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        states = self.tagger.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.tagger.labels(states), self.tagger.froms(states), self.tagger.tos(states)


def export(weights: Path, layers: int, target: Path) -> None:
    """Write the quantised model to ``target``."""
    tagger = Tagger(layers)
    tagger.load_state_dict(torch.load(weights, weights_only=True))
    ids = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "rows", 1: "pieces"}
    given, made = ["input_ids", "attention_mask", "token_type_ids"], ["labels", "froms", "tos"]
    # The fused layer normalisation takes three times as long as the one of the standard operators.
    fusion = FusionOptions("bert")
    fusion.enable_skip_layer_norm = fusion.enable_embed_layer_norm = False
    fusion.enable_gelu_approximation = True
    with tempfile.TemporaryDirectory() as scratch, torch.no_grad():
        full = Path(scratch) / "fp32.onnx"
        torch.onnx.export(
            _Heads(tagger).eval(),
            (ids, torch.ones_like(ids), torch.zeros_like(ids)),
            str(full),
            input_names=given,
            output_names=made,
            dynamic_axes=dict.fromkeys([*given, *made], axes),
            # The newer exporter's graph is one in which the optimizer finds no attention.
            dynamo=False,
            opset_version=17,
        )
        fused = optimize_model(
            str(full),
            model_type="bert",
            num_heads=12,
            hidden_size=384,
            opt_level=0,
            optimization_options=fusion,
        )
        fused.save_model_to_file(str(full))
        quantize_dynamic(
            full,
            target,
            op_types_to_quantize=["MatMul", "Attention", "Gather"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("weights", type=Path)
    options.add_argument("target", type=Path)
    options.add_argument("--layers", type=int, default=3)
    chosen = options.parse_args()
    warnings.simplefilter("ignore")  # the exporter's advice is for its own developers
    chosen.target.parent.mkdir(parents=True, exist_ok=True)
    export(chosen.weights, chosen.layers, chosen.target)
    print(f"{chosen.target}: {chosen.target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
