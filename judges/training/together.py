"""Several training processes on one machine that share the steps and gossip their weights.

One process a core, each with one thread, never waits for another: it claims the next step of the
common order, and now and then takes half of what another has become (Blot, Picard, Cord and
Thome, "Gossip training for deep learning", 2016). On a machine that does other work too, threads
in lockstep lose far more.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn


class Together:
    """One of `count` processes that train in one folder; `place` counts from 0."""

    def __init__(self, folder: Path, place: int, count: int) -> None:
        self.place, self.count = place, count
        self.folder = folder
        self._counter = folder / "next-step"
        self._heard: dict[int, int] = {}

    def begin(self, step: int) -> None:
        """Set the next step and forget what an earlier run published; by process 0 alone."""
        for old in self.folder.glob("heard-*"):
            old.unlink()
        self._counter.write_text(str(step), encoding="utf-8")

    def claim(self) -> int:
        """The number of the next step, which no other process gets; waits for `begin`."""
        while not self._counter.exists():
            time.sleep(0.1)
        with self._counter.open("r+", encoding="utf-8") as counter:
            fcntl.flock(counter, fcntl.LOCK_EX)
            step = int(counter.read() or 0)
            counter.seek(0)
            counter.truncate()
            counter.write(str(step + 1))
        return step

    def gossip(self, model: nn.Module) -> None:
        """Publish the weights, and take half of each other process's where they are new."""
        trained = {name: one for name, one in model.named_parameters() if one.requires_grad}
        for other in range(self.count):
            found = self._news(other)
            if found is not None:
                with torch.no_grad():
                    for name, mine in trained.items():
                        mine.lerp_(found[name].to(mine.device), 0.5)
        mine_now = {name: one.detach().cpu() for name, one in trained.items()}
        part = self.folder / f"part-{self.place}"
        torch.save(mine_now, part)
        part.replace(self._published(self.place))

    def _published(self, place: int) -> Path:
        return self.folder / f"heard-{place}"

    def _news(self, other: int) -> Mapping[str, Tensor] | None:
        path = self._published(other)
        if other == self.place or not path.exists():
            return None
        written = path.stat().st_mtime_ns
        if self._heard.get(other) == written:
            return None
        self._heard[other] = written
        found: Mapping[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
        return found
