"""Trains the tagger of statements: who (source), by which words (cue), says what (content).

    python -m scripts.tagger.train DATA OUT [--epochs 4] [--longest 128] [--order 7]

DATA holds train.jsonl.gz and dev.jsonl.gz of PolNeAR. The first layers of the packaged MiniLM get
a linear layer with a label for each word piece, and two products of projections that say to which
cue a piece of a content belongs, and to which source a cue (biaffine attention without its bias
terms; Dozat and Manning, "Deep biaffine attention for neural dependency parsing", 2017). What the
uncased model does not see, capitals and quotation marks, comes in by way of the segment embedding.
The word embeddings stay as they are packaged.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import BertModel

from assistant.embed_onnx import weights_folder
from assistant.statements.tags import LABELS
from assistant.statements.windows import LONGEST, SHAPES, load_tokenizer
from scripts.tagger.examples import SEED, UNKNOWN, Example, examples, read, split

WIDTH = 48  # of the two projections


class Tagger(torch.nn.Module):
    """The encoder with its heads.

    Returns the scores of the labels, of shape (rows, pieces, LABELS), and of the links, of shape
    (rows, 2, pieces, pieces): [0] from a piece of a content to the first piece of its cue, [1] from
    a piece of a cue to the first piece of its source.
    """

    def __init__(self, layers: int) -> None:
        super().__init__()
        encoder = BertModel.from_pretrained(
            weights_folder(), add_pooling_layer=False, attn_implementation="eager"
        )
        encoder.encoder.layer = encoder.encoder.layer[:layers]
        kinds = torch.nn.Embedding(SHAPES, encoder.config.hidden_size)
        packaged = encoder.embeddings.token_type_embeddings.weight.data[:1]
        kinds.weight.data = packaged + 0.01 * torch.randn_like(kinds.weight)
        encoder.embeddings.token_type_embeddings = kinds
        self.encoder = encoder
        self.labels = torch.nn.Linear(encoder.config.hidden_size, LABELS)
        self.froms = torch.nn.Linear(encoder.config.hidden_size, 2 * WIDTH)
        self.tos = torch.nn.Linear(encoder.config.hidden_size, 2 * WIDTH)
        self.drop = torch.nn.Dropout(0.1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        states = self.drop(
            self.encoder(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state
        )
        rows, pieces, _ = states.shape
        froms = self.froms(states).view(rows, pieces, 2, WIDTH).permute(0, 2, 1, 3)
        tos = self.tos(states).view(rows, pieces, 2, WIDTH).permute(0, 2, 3, 1)
        return self.labels(states), torch.matmul(froms, tos) / WIDTH**0.5


Batch = tuple[torch.Tensor, ...]


def batches(rows: Sequence[Example], size: int, rng: random.Random) -> Iterator[Batch]:
    """Windows of like length together, in random order."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].window.ids) + rng.random() * 24)
    groups = [order[first : first + size] for first in range(0, len(order), size)]
    rng.shuffle(groups)
    for group in groups:
        yield tensors([rows[i] for i in group])


def tensors(rows: Sequence[Example]) -> Batch:
    """Ids, mask, shapes, labels, cues and sources, each of shape (rows, pieces)."""
    width = max(len(row.window.ids) for row in rows)

    def padded(parts: Sequence[np.ndarray], filler: int) -> torch.Tensor:
        out = torch.full((len(parts), width), filler, dtype=torch.long)
        for place, part in enumerate(parts):
            out[place, : len(part)] = torch.from_numpy(part)
        return out

    ids = padded([row.window.ids for row in rows], 0)
    return (
        ids,
        (ids != 0).long(),
        padded([row.window.shapes for row in rows], 0),
        padded([row.labels for row in rows], UNKNOWN),
        padded([row.cues for row in rows], UNKNOWN),
        padded([row.sources for row in rows], UNKNOWN),
    )


def loss_of(model: Tagger, batch: Batch, share: float) -> torch.Tensor:
    """Cross-entropy of the labels, and ``share`` times that of the links."""
    ids, mask, shapes, labels, cues, sources = batch
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tags, links = model(ids, mask, shapes)
    total = _entropy(tags.float(), labels)
    links = links.float().masked_fill(mask[:, None, None, :] == 0, -1e4)
    for kind, goal in enumerate((cues, sources)):
        total = total + share * _entropy(links[:, kind], goal)
    return total


def _entropy(scores: torch.Tensor, goal: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.cross_entropy(
        scores.flatten(0, 1), goal.flatten(), ignore_index=UNKNOWN
    )


def accuracy(model: Tagger, rows: Sequence[Example]) -> dict[str, float]:
    """How many labels other than none, and how many links, are right; F1 and shares."""
    model.eval()
    right = found = wanted = 0
    links_right, links_wanted = [0, 0], [0, 0]
    with torch.inference_mode():
        for batch in batches(rows, 16, random.Random(0)):
            ids, mask, shapes, labels, *goals = batch
            tags, links = model(ids, mask, shapes)
            guess, known = tags.argmax(-1), labels != UNKNOWN
            right += int(((guess == labels) & known & (labels > 0)).sum())
            found += int(((guess > 0) & known).sum())
            wanted += int(((labels > 0) & known).sum())
            for kind, goal in enumerate(goals):
                told = goal != UNKNOWN
                links_right[kind] += int(((links[:, kind].argmax(-1) == goal) & told).sum())
                links_wanted[kind] += int(told.sum())
    model.train()
    return {
        "labels_f1": round(2 * right / (found + wanted), 4),
        "cue_links": round(links_right[0] / links_wanted[0], 4),
        "source_links": round(links_right[1] / links_wanted[1], 4),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--layers", type=int, default=3)
    options.add_argument("--epochs", type=int, default=4)
    options.add_argument("--batch", type=int, default=16)
    options.add_argument("--rate", type=float, default=2e-4)
    options.add_argument("--share", type=float, default=0.3, help="weight of the links")
    options.add_argument("--longest", type=int, default=LONGEST, help="word pieces of a window")
    options.add_argument("--seed", type=int, default=7, help="of the weights of the heads")
    options.add_argument("--order", type=int, default=7, help="seed of the order of the windows")
    options.add_argument("--steps", type=int, default=0, help="stop early, to time it")
    chosen = options.parse_args()
    rng = random.Random(chosen.order)
    torch.manual_seed(chosen.seed)
    tokenizer = load_tokenizer()

    def rows_of(articles: Sequence[dict[str, Any]]) -> list[Example]:
        return [row for article in articles for row in examples(article, tokenizer, chosen.longest)]

    train, private = split(read(chosen.data / "train.jsonl.gz"), SEED)
    training, held = rows_of(train), rows_of(private)
    dev = rows_of(read(chosen.data / "dev.jsonl.gz"))
    model = Tagger(chosen.layers)
    model.encoder.embeddings.word_embeddings.requires_grad_(False)
    inner = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [p for part in (model.labels, model.froms, model.tos) for p in part.parameters()]
    rates = [chosen.rate, 5 * chosen.rate]  # the heads begin from nothing
    optimizer = torch.optim.AdamW([{"params": inner}, {"params": heads}], weight_decay=0.01)
    per_epoch = (len(training) + chosen.batch - 1) // chosen.batch
    total = chosen.steps or per_epoch * chosen.epochs
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rates, total_steps=total + 1, pct_start=0.08, anneal_strategy="linear"
    )
    print(f"{len(training)} windows, {total} steps, {per_epoch} an epoch", flush=True)
    chosen.out.mkdir(parents=True, exist_ok=True)
    step, begun = 0, time.monotonic()
    while step < total:
        for batch in batches(training, chosen.batch, rng):
            loss = loss_of(model, batch, chosen.share)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*inner, *heads], 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 25 == 0:
                seconds = time.monotonic() - begun
                print(f"step {step} loss {loss.item():.3f} {seconds:.0f} s", flush=True)
            if step == total:
                break
        torch.save(model.state_dict(), chosen.out / "tagger.pt")
        print(json.dumps({"step": step, **accuracy(model, dev)}), flush=True)
    figures = {
        "layers": chosen.layers,
        "windows": len(training),
        "dev": accuracy(model, dev),
        "private": accuracy(model, held),
    }
    (chosen.out / "figures.json").write_text(json.dumps(figures, indent=1))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
