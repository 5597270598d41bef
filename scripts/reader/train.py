"""Trains the reader: MiniLM with a head that finds the answer in one sentence, or none.

    python -m scripts.reader.train DATA OUT [--epochs 2] [--seed 7]

DATA holds qamr.jsonl.gz and squad.jsonl.gz. The head gives each word piece a score as the first and
one as the last of the answer, [CLS] standing for "no answer" (Devlin et al., "BERT", 2019, section
4.3). The word embeddings stay as they are packaged.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertModel

from assistant.embed import load_embedder
from assistant.embed_onnx import weights_folder
from assistant.settings import Settings
from scripts.reader.examples import Example, Pool, qamr, read, sample, squad

LONGEST = 160  # word pieces of question, title and sentence
QUESTION = 40
TITLE = 24
_HELD_OUT = 0.04


class SpanReader(torch.nn.Module):
    """The encoder with a linear layer to (first, last) scores; shapes (rows, pieces, 2)."""

    def __init__(self, encoder: torch.nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = torch.nn.Linear(width, 2)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.head(states)


def encode(tokenizer: Tokenizer, example: Example) -> tuple[list[int], list[int], int, int] | None:
    """Ids, segment ids, and the pieces of the answer (0, 0 for none); None where it is cut off."""
    question = tokenizer.encode(example.question, add_special_tokens=False).ids[:QUESTION]
    title = tokenizer.encode(example.title, add_special_tokens=False).ids[:TITLE]
    sentence = tokenizer.encode(example.sentence, add_special_tokens=False)
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    front = [cls, *question, sep, *(title and [*title, sep])]
    room = LONGEST - len(front) - 1
    ids = [*front, *sentence.ids[:room], sep]
    segments = [0] * len(front) + [1] * (len(ids) - len(front))
    if example.start < 0:
        return ids, segments, 0, 0
    touched = [
        place
        for place, (a, b) in enumerate(sentence.offsets[:room])
        if a < example.end and b > example.start
    ]
    if not touched or example.end > sentence.offsets[:room][-1][1]:
        return None
    return ids, segments, len(front) + touched[0], len(front) + touched[-1]


def batches(
    rows: Sequence[tuple[list[int], list[int], int, int]], pieces: int, rng: random.Random
) -> Iterator[tuple[torch.Tensor, ...]]:
    """Rows of like length together, at most ``pieces`` word pieces a batch, in random order."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]) + rng.random() * 6)
    groups: list[list[int]] = [[]]
    for index in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(rows[index][0]) > pieces:
            groups.append([])
        groups[-1].append(index)
    rng.shuffle(groups)
    for group in groups:
        yield tensors([rows[i] for i in group])


def tensors(rows: Sequence[tuple[list[int], list[int], int, int]]) -> tuple[torch.Tensor, ...]:
    width = max(len(row[0]) for row in rows)
    ids = torch.zeros((len(rows), width), dtype=torch.long)
    mask, kinds = torch.zeros_like(ids), torch.zeros_like(ids)
    for place, (pieces, segments, _, _) in enumerate(rows):
        ids[place, : len(pieces)] = torch.tensor(pieces)
        kinds[place, : len(pieces)] = torch.tensor(segments)
        mask[place, : len(pieces)] = 1
    goal = torch.tensor([[first, last] for _, _, first, last in rows])
    return ids, mask, kinds, goal


def scores_of(model: SpanReader, batch: tuple[torch.Tensor, ...]) -> torch.Tensor:
    """First and last scores with what is no piece of the sentence ruled out, [CLS] aside."""
    ids, mask, kinds, _ = batch
    scores = model(ids, mask, kinds)
    sep = (kinds == 1) & (mask == 1)
    sep[torch.arange(len(ids)), mask.sum(1) - 1] = False
    sep[:, 0] = True
    return scores.float().masked_fill(~sep.unsqueeze(-1), -1e4)


def evaluate(
    model: SpanReader, rows: Sequence[tuple[list[int], list[int], int, int]]
) -> dict[str, float]:
    """Token F1 of the best span where there is an answer, and how well its margin tells the two."""
    model.eval()
    f1, margins, truth = [], [], []
    with torch.inference_mode():
        for batch in batches(rows, 8192, random.Random(0)):
            scores = scores_of(model, batch)
            for row, goal in zip(scores, batch[3].tolist(), strict=True):
                (first, last), margin = best_span(row.numpy())
                margins.append(margin)
                truth.append(goal[0] > 0)
                if goal[0] > 0:
                    common = max(0, min(last, goal[1]) - max(first, goal[0]) + 1)
                    f1.append(2 * common / ((last - first + 1) + (goal[1] - goal[0] + 1)))
    model.train()
    order = np.argsort(margins)
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    right = np.array(truth)
    positive, negative = right.sum(), (~right).sum()
    auc = (ranks[right].sum() - positive * (positive + 1) / 2) / (positive * negative)
    told = np.mean((np.array(margins) > 0) == right)
    return {"f1": float(np.mean(f1)), "auc": float(auc), "told_apart": float(told)}


def best_span(scores: np.ndarray, longest: int = 24) -> tuple[tuple[int, int], float]:
    """The best (first, last) pieces, and by how much they beat "no answer"."""
    first, last = scores[1:, 0], scores[1:, 1]
    pairs = np.triu(first[:, None] + last[None, :])
    allowed = np.triu(np.ones_like(pairs)) - np.triu(np.ones_like(pairs), longest)
    pairs = np.where(allowed > 0, pairs, -1e9)
    place = int(np.argmax(pairs))
    a, b = divmod(place, pairs.shape[1])
    return (a + 1, b + 1), float(pairs[a, b] - scores[0, 0] - scores[0, 1])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--epochs", type=int, default=2)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--rate", type=float, default=1e-4)
    options.add_argument("--pieces", type=int, default=1600)
    options.add_argument("--qamr", type=int, default=12000)
    options.add_argument("--mined", type=float, default=0.6, help="share with a mined negative")
    options.add_argument("--steps", type=int, default=0, help="stop early, to time it")
    chosen = options.parse_args()
    rng = random.Random(chosen.seed)
    torch.manual_seed(chosen.seed)
    paragraphs = list(read(chosen.data / "squad.jsonl.gz"))
    propositions = list(read(chosen.data / "qamr.jsonl.gz"))
    pool = Pool(load_embedder(Settings()), [*paragraphs, *propositions])
    examples = squad(paragraphs, rng)
    examples += pool.beside(paragraphs, chosen.mined, rng)
    examples += qamr(propositions, chosen.qamr, rng)
    examples += pool.beside(sample(propositions, chosen.qamr, rng), chosen.mined, rng)
    groups = sorted({example.group for example in examples})
    held = set(rng.sample(groups, max(1, int(len(groups) * _HELD_OUT))))
    tokenizer = Tokenizer.from_file(str(weights_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encoded = [(e, encode(tokenizer, e)) for e in examples]
    training = [row for e, row in encoded if row is not None and e.group not in held]
    testing = [row for e, row in encoded if row is not None and e.group in held]
    encoder = BertModel.from_pretrained(weights_folder(), add_pooling_layer=False)
    encoder.embeddings.requires_grad_(False)
    model = SpanReader(encoder, encoder.config.hidden_size)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=chosen.rate, weight_decay=0.01)
    per_epoch = sum(1 for _ in batches(training, chosen.pieces, random.Random(0)))
    total = chosen.steps or per_epoch * chosen.epochs
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, chosen.rate, total_steps=total + 1, pct_start=0.06, anneal_strategy="linear"
    )
    print(
        f"{len(training)} examples, {sum(len(r[0]) for r in training)} pieces, {total} steps",
        flush=True,
    )
    chosen.out.mkdir(parents=True, exist_ok=True)
    step, begun = 0, time.monotonic()
    for epoch in range(chosen.epochs):
        for batch in batches(training, chosen.pieces, rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = scores_of(model, batch)
            loss = sum(
                torch.nn.functional.cross_entropy(scores[:, :, side], batch[3][:, side])
                for side in (0, 1)
            )
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            if step % 50 == 0:
                print(
                    f"step {step} loss {loss.item():.3f} {time.monotonic() - begun:.0f} s",
                    flush=True,
                )
            if step % 700 == 0 or step == total:
                torch.save(model.state_dict(), chosen.out / "reader.pt")
                print(json.dumps({"epoch": epoch, **evaluate(model, testing[:3000])}), flush=True)
            if step == total:
                break
        if step == total:
            break
    torch.save(model.state_dict(), chosen.out / "reader.pt")
    figures = {"examples": len(training), "held_out": len(testing), **evaluate(model, testing)}
    (chosen.out / "figures.json").write_text(json.dumps(figures, indent=1))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
