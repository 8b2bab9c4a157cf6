"""What counts as a complete answer; the rest is tested against real servers."""

from __future__ import annotations

from typing import Any

import pytest

from indices.elastic_client import refuse_partial
from verification.errors import CorpusUnavailable


def answer(timed_out: object = False, **shards: int) -> dict[str, Any]:
    about = {"total": 3, "successful": 3, "skipped": 0, "failed": 0} | shards
    return {"timed_out": timed_out, "_shards": about}


@pytest.mark.parametrize("complete", [answer(), answer(skipped=2), answer(total=1, successful=1)])
def test_an_answer_of_all_shards_is_taken(complete: dict[str, Any]) -> None:
    refuse_partial(complete, "assay-v1.1")


@pytest.mark.parametrize(
    "partial",
    [
        answer(timed_out=True),
        answer(timed_out=None),
        answer(successful=2, failed=1),
        answer(failed=1),
        answer(successful=2),
        answer(total=0, successful=0),
    ],
)
def test_any_other_answer_is_refused(partial: dict[str, Any]) -> None:
    with pytest.raises(CorpusUnavailable, match="counts as none"):
        refuse_partial(partial, "assay-v1.1")
