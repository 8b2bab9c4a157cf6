"""Checkpoints: what a later run needs to go on where one stopped, and whether it may."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

State = Mapping[str, Any]


def write(path: Path, state: State) -> None:
    """Put a checkpoint in place of the last one, whole or not at all."""
    part = path.with_suffix(".part")
    torch.save(dict(state), part)
    part.replace(path)


def read(path: Path, wanted: State, device: str = "cpu") -> State | None:
    """The checkpoint at a path, None where there is none.

    It must have been made from the same training set (`set`) and with the same `settings` as
    `wanted`; one that names no settings is taken to have had the same.
    """
    if not path.exists():
        return None
    state: State = torch.load(path, map_location=device, weights_only=True)
    if state["set"] != wanted["set"]:
        raise SystemExit(f"{path} belongs to another training set; remove it to start anew.")
    mine, made = wanted["settings"], state.get("settings", {})
    other = [name for name in mine if made.get(name, mine[name]) != mine[name]]
    if other:
        told = ", ".join(f"{name} {made[name]}, not {mine[name]}" for name in other)
        raise SystemExit(
            f"{path} was made with other settings ({told}); train with those, or remove it to"
            " start anew."
        )
    return state
