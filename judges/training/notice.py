"""Write into the data notice what each prepared stage was made of.

python -m judges.training.notice --work var/judge --out judges/model/DATA_NOTICE.md

The section of a stage is written anew where `prepare` left its contents in the folder; those of
other stages and everything around them stay as they are: how the weights came about is told by
hand, and must be told anew when they are made anew.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from judges.training.run import STAGES

# Sets of stages prepared before their licence was looked up once more.
_TERMS = {"nli_rte": "terms of RTE 1-5 (the copy used says MIT)"}


def section(contents: Mapping[str, Any], rounds: float) -> str:
    """The section of one stage: every set with its pairs, their share and its licence."""
    total = contents["pairs"]
    often = "once" if rounds == 1 else f"{rounds:g} times"
    lines = [
        f"## Stage `{contents['stage']}` ({total:,} pairs, gone through {often})",
        "",
        "| set / split | pairs | share | licence |",
        "|---|---|---|---|",
    ]
    for part in contents["parts"]:
        share = 100 * part["pairs"] / total
        name = f"{part['set']} / {part['split']}"
        terms = _TERMS.get(part["set"], part["licence"])
        lines.append(f"| {name} | {part['pairs']:,} | {share:.1f} % | {terms} |")
    return "\n".join(lines) + "\n\n"


def with_section(notice: str, stage: str, written: str) -> str:
    """The notice with the section of a stage put in place of the old one, or after the last."""
    sections = list(re.finditer(r"^## Stage `(\w+)`.*?(?=^## |^`written`|\Z)", notice, re.M | re.S))
    for found in sections:
        if found[1] == stage:
            return notice[: found.start()] + written + notice[found.end() :]
    end = sections[-1].end() if sections else len(notice)
    return notice[:end] + written + notice[end:]


def update(work: Path, out: Path) -> None:
    """Write the section of each stage that was prepared in a folder."""
    notice = out.read_text("utf-8")
    for stage in STAGES:
        prepared = work / f"{stage.name}.json"
        if prepared.exists():
            contents = json.loads(prepared.read_text("utf-8"))
            notice = with_section(notice, stage.name, section(contents, stage.rounds))
    out.write_text(notice, "utf-8")


def main() -> None:
    """Update the notice by the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    update(given.work, given.out)


if __name__ == "__main__":
    main()
