"""Average the weights of several runs into one model.

    python -m judges.training.average close/weights.pt wide/weights.pt --out start.pt

After Wortsman et al., "Model soups: averaging weights of multiple fine-tuned models improves
accuracy without increasing inference time" (ICML 2022): runs that began at the same weights lie
in one valley, and its middle carries over better than its sides.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor


def averaged(states: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of each tensor of states with the same names and shapes.

    Whole numbers, which training leaves as they are, are the same in all.
    """
    return {
        name: torch.stack([one[name] for one in states]).mean(0)
        if tensor.is_floating_point()
        else tensor
        for name, tensor in states[0].items()
    }


def main() -> None:
    """Write the mean by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    states = [torch.load(path, map_location="cpu", weights_only=True) for path in given.weights]
    torch.save(averaged(states), given.out)


if __name__ == "__main__":
    main()
