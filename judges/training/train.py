"""Train the cross-encoder on a prepared set, on a CPU or a GPU, resuming where it stopped.

    python -m judges.training.train --set var/judge/general.npz --out var/judge/general

Every step takes a fixed number of pairs in an order drawn from the seed, sorts them by length
and goes through them in pieces of similar length, so that little is padded. Pairs of one group
differ by the detail that decides the label; they stay in one piece, where a margin between their
logits is added to the loss, after the contrastive training of VitaminC (Schuster et al., 2021).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

from judges.training import checkpoint
from judges.training.network import CrossEncoder, pretrained
from judges.training.packed import Order, Packed, order_digest, steps_of
from judges.training.together import Together

CHECKPOINT = "checkpoint.pt"
CHECKPOINT_SECONDS = 240
GOSSIP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run of training is told; recorded beside its weights."""

    rate: float = 1.2e-4
    pairs_per_step: int = 48
    tokens_per_piece: int = 1280
    rounds: float = 1.0
    warm_up: float = 0.06
    smoothing: float = 0.05
    margin_weight: float = 0.2
    decay: float = 0.01
    layer_decay: float = 0.9
    dropout: float = 0.0
    masked: float = 0.0
    seed: int = 7


def computes_bfloat16(device: str) -> bool:
    """Whether a kind of device multiplies 16-bit numbers itself; where not, 32 bits are faster."""
    if device == "cuda":
        return True
    # torch says this of processors by no public name.
    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return bool(supported and supported())


def losses(logits: Tensor, targets: Tensor, smoothing: float) -> Tensor:
    """The loss of each pair: cross-entropy, two-way where only `not supported` is known."""
    logs = functional.log_softmax(logits, dim=1)
    known = targets < 3
    hard = functional.cross_entropy(
        logits, targets.clamp(max=2), reduction="none", label_smoothing=smoothing
    )
    unsupported = -torch.logsumexp(logs[:, 1:], dim=1)
    return torch.where(known, hard, unsupported)


def margin(logits: Tensor, targets: Tensor, groups: Tensor) -> Tensor:
    """How far each pair fails to beat the others of its group in its own label's logit.

    For pairs i and j of one group with different labels: max(0, 1 - (z_i[y_i] - z_j[y_i])),
    averaged over such i, j; zero when there are none.
    """
    relative = logits - logits.mean(dim=1, keepdim=True)
    known = targets < 3
    labels = targets.clamp(max=2)
    own = relative.gather(1, labels[:, None])
    others = relative[:, labels].T
    counted = (groups[:, None] == groups[None, :]) & (labels[:, None] != labels[None, :])
    counted &= known[:, None] & known[None, :]
    if not counted.any():
        return logits.sum() * 0.0
    return functional.relu(1.0 - (own - others))[counted].mean()


class Trainer:
    """One run: a model, its optimizer and how many steps it has taken."""

    def __init__(self, packed: Packed, settings: Settings, start: Path, together: Together) -> None:
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.bfloat16 = computes_bfloat16(self.device.type)
        torch.manual_seed(settings.seed + together.place)
        self.packed, self.settings, self.together = packed, settings, together
        self.out = together.folder
        self.model = _model(start, settings.dropout).to(self.device).train()
        order = Order(
            settings.pairs_per_step, settings.tokens_per_piece, settings.rounds, settings.seed
        )
        self.order = list(steps_of(packed, order))
        self.optimizer = torch.optim.AdamW(
            _parameters(self.model, settings),
            betas=(0.9, 0.98),
            weight_decay=settings.decay,
            fused=True,
        )
        self.rates = [float(group["lr"]) for group in self.optimizer.param_groups]
        self.done = 0
        self._resume()

    def _share_of_rate(self, step: int) -> float:
        total, warm = len(self.order), max(1, int(len(self.order) * self.settings.warm_up))
        if step < warm:
            return (step + 1) / warm
        return max(0.02, (total - step) / max(1, total - warm))

    def _resume(self) -> None:
        saved = self.out / CHECKPOINT
        state = checkpoint.read(saved, self._made_from(), self.device.type)
        if state is None:
            return
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.done = state["done"]
        _say(f"resumed after step {self.done} of {len(self.order)}")

    def save(self) -> None:
        """Write a checkpoint that a later run goes on from, by the first of the processes alone."""
        if self.together.place:
            return
        state = {
            **self._made_from(),
            "done": self.done,
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        checkpoint.write(self.out / CHECKPOINT, state)

    def _made_from(self) -> dict[str, object]:
        return {"set": self.packed.digest, "settings": asdict(self.settings)}

    def record(self, start: Path) -> None:
        """Write `run.json`: what this run was made from and how."""
        record = {
            "set": self.packed.digest,
            "start": str(start),
            **asdict(self.settings),
            "steps": len(self.order),
            "order": order_digest(self.order),
            "processes": self.together.count,
            "device": self.device.type,
            "bfloat16": self.bfloat16,
            "torch": str(torch.__version__),
        }
        (self.out / "run.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")

    def step(self, pieces: list[numpy.ndarray], place: int) -> float:
        """Optimizer step number `place` over these pieces; returns the mean loss of a pair."""
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * self._share_of_rate(place)
        total = 0.0
        pairs = sum(map(len, pieces))
        for piece in pieces:
            ids, mask, types, targets, groups = self._tensors(piece)
            if self.settings.masked:
                ids = hidden_at_random(ids, self.settings.masked)
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bfloat16):
                logits = self.model(ids, mask, types)
            logits = logits.float()
            loss = losses(logits, targets, self.settings.smoothing).sum() / pairs
            if self.settings.margin_weight:
                share = self.settings.margin_weight * len(piece) / pairs
                loss = loss + share * margin(logits, targets, groups)
            torch.autograd.backward(loss)
            total += float(loss.detach())
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return total

    def _tensors(self, piece: numpy.ndarray) -> tuple[Tensor, ...]:
        ids, mask, types = self.packed.padded(piece)
        arrays = (ids, mask, types, self.packed.targets[piece], self.packed.groups[piece])
        return tuple(
            torch.from_numpy(numpy.ascontiguousarray(array)).long().to(self.device)
            for array in arrays
        )

    def run(self) -> None:
        """Take steps until none is left, with a checkpoint every few minutes and at the end."""
        began = saved = heard = time.monotonic()
        recent = tokens = 0.0
        lengths = self.packed.lengths
        while (place := self.together.claim()) < len(self.order):
            loss = self.step(self.order[place], place)
            recent = 0.98 * recent + 0.02 * loss if recent else loss
            self.done = place + 1
            tokens += sum(float(lengths[piece].sum()) for piece in self.order[place])
            now = time.monotonic()
            if now - heard > GOSSIP_SECONDS:
                self.together.gossip(self.model)
                speed = tokens / (now - began)
                _say(f"step {self.done}/{len(self.order)} loss {recent:.3f} {speed:.0f} tokens/s")
                heard = now
            if now - saved > CHECKPOINT_SECONDS:
                self.save()
                saved = now
        self.together.gossip(self.model)
        self.save()


def hidden_at_random(ids: Tensor, share: float) -> Tensor:
    """The ids with about a `share` of the words replaced by the mask, and none of the markers."""
    hidden = torch.rand(ids.shape, device=ids.device) < share
    return torch.where(hidden & (ids > _LAST_MARKER), _MASK, ids)


# [CLS], [SEP] and padding come before the mask in BERT's vocabulary, the words after it.
_LAST_MARKER, _MASK = 103, 103


def _model(start: Path, dropout: float) -> CrossEncoder:
    if start.is_dir():
        return pretrained(start, dropout)
    model = CrossEncoder(dropout)
    model.load_state_dict(torch.load(start, map_location="cpu", weights_only=True))
    return model


def _parameters(model: CrossEncoder, settings: Settings) -> list[dict[str, object]]:
    """The parameters by depth: the deeper a layer, the more slowly it moves; words stay put.

    What marks shared words is no part of the encoder that training starts from, and moves fastest.
    """
    for parameter in model.embeddings.parameters():
        parameter.requires_grad_(False)  # noqa: FBT003 - torch's own signature
    model.embeddings.shared.requires_grad_(True)  # noqa: FBT003 - the same
    depth = len(model.layers)
    groups: list[dict[str, object]] = [
        {
            "params": list(layer.parameters()),
            "lr": settings.rate * settings.layer_decay ** (depth - 1 - place),
        }
        for place, layer in enumerate(model.layers)
    ]
    head = [*model.dense.parameters(), *model.stance.parameters()]
    marks = {"params": list(model.embeddings.shared.parameters()), "lr": 3 * settings.rate}
    return [*groups, {"params": head, "lr": settings.rate}, marks]


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)  # noqa: T201 - a command line tool


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", type=Path, required=True, help="a set made by prepare")
    parser.add_argument("--out", type=Path, required=True, help="a folder for checkpoints")
    parser.add_argument("--start", type=Path, required=True, help="weights, or an encoder's folder")
    parser.add_argument("--rate", type=float, default=Settings().rate)
    parser.add_argument("--rounds", type=float, default=Settings().rounds)
    parser.add_argument("--pairs", type=int, default=Settings().pairs_per_step, help="of a step")
    parser.add_argument("--dropout", type=float, default=Settings().dropout)
    parser.add_argument("--masked", type=float, default=Settings().masked, help="share of words")
    parser.add_argument("--seed", type=int, default=Settings().seed)
    parser.add_argument(
        "--processes", type=int, default=1 if torch.cuda.is_available() else os.cpu_count() or 1
    )
    return parser.parse_args()


def main() -> None:
    """Train by the command line's arguments."""
    given = _given()
    settings = Settings(
        rate=given.rate,
        rounds=given.rounds,
        pairs_per_step=given.pairs,
        dropout=given.dropout,
        masked=given.masked,
        seed=given.seed,
    )
    given.out.mkdir(parents=True, exist_ok=True)
    wanted = {"set": Packed.load(given.set).digest, "settings": asdict(settings)}
    # Asked here already: a refusal inside one of several processes would be heard by nobody.
    checkpoint.read(given.out / CHECKPOINT, wanted)
    (given.out / "next-step").unlink(missing_ok=True)
    if given.processes == 1:
        _train((given, settings, 0))
    else:
        asked = [(given, settings, place) for place in range(given.processes)]
        with multiprocessing.get_context("spawn").Pool(given.processes) as pool:
            pool.map(_train, asked, 1)
    finished = torch.load(given.out / CHECKPOINT, map_location="cpu", weights_only=True)
    torch.save(finished["model"], given.out / "weights.pt")


def _train(asked: tuple[argparse.Namespace, Settings, int]) -> None:
    given, settings, place = asked
    if given.processes > 1:
        torch.set_num_threads(1)
        os.sched_setaffinity(0, {place % (os.cpu_count() or 1)})
    together = Together(given.out, place, given.processes)
    trainer = Trainer(Packed.load(given.set), settings, given.start, together)
    if place == 0:
        trainer.record(given.start)
        together.begin(trainer.done)
    trainer.run()


if __name__ == "__main__":
    main()
