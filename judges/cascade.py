"""Two judges: a quick one for all pairs, and a larger one where the first is in doubt."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from judges.address import Address
from judges.options import JudgeOptions
from verification.errors import JudgeUnavailable, SettingsInvalid
from verification.ports import Judge
from verification.types import StanceJudgement, StancePair

LOW: Final = 0.35
HIGH: Final = 0.85
UNKNOWN: Final = "unknown"
DEGRADED: Final = "degraded"

Open: TypeAlias = Callable[[str, JudgeOptions], Judge]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Which pairs go upward: those whose likeliest stance has a probability in the band.

    With `fallback` the first judge's answers count while the second is unavailable, and say so.
    """

    low: float = LOW
    high: float = HIGH
    fallback: bool = False

    def has(self, judgement: StanceJudgement) -> bool:
        """Whether a judgement is doubtful."""
        return self.low <= max(judgement.as_mapping().values()) <= self.high


class CascadeJudge:
    """The judge at `cascade:?first=URL&then=URL`, both of them opened."""

    def __init__(self, first: Judge, then: Judge, doubt: Doubt) -> None:
        self._first = first
        self._then = then
        self._doubt = doubt

    @property
    def version(self) -> str:
        """Both versions and the band. Raises JudgeUnavailable, but with a fallback."""
        return self._named(self._first.version, self._then_version())

    @property
    def max_batch(self) -> int:
        """As many as the first judge takes."""
        return self._first.max_batch

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        """One judgement per pair. Raises JudgeUnavailable or JudgeAnswerInvalid.

        Without a fallback there is no answer at all unless the second judge has answered for every
        doubtful pair. With it, `by` of the answers that stand in for its own says `degraded`.
        """
        found = self._first.judge(pairs)
        doubtful = [number for number, each in enumerate(found) if self._doubt.has(each)]
        answers = [self._from_first(each) for each in found]
        try:
            second = self._ask_then([pairs[number] for number in doubtful])
        except JudgeUnavailable:
            if not self._doubt.fallback:
                raise
            second = [self._standing_in(found[number]) for number in doubtful]
        for number, answer in zip(doubtful, second, strict=True):
            answers[number] = answer
        return answers

    def close(self) -> None:
        """Close both judges, as far as they can be."""
        for judge in (self._first, self._then):
            if hasattr(judge, "close"):
                judge.close()

    def _ask_then(self, pairs: list[StancePair]) -> list[StanceJudgement]:
        size = self._then.max_batch if pairs else 1
        return [
            self._from_then(answer)
            for at in range(0, len(pairs), size)
            for answer in self._then.judge(pairs[at : at + size])
        ]

    def _from_first(self, answer: StanceJudgement) -> StanceJudgement:
        by = self._named(answer.by, self._then_version()) if answer.by else ""
        return replace(answer, by=by)

    def _from_then(self, answer: StanceJudgement) -> StanceJudgement:
        by = self._named(self._first.version, answer.by) if answer.by else ""
        return replace(answer, by=by)

    def _standing_in(self, answer: StanceJudgement) -> StanceJudgement:
        return replace(answer, by=self._named(answer.by or self._first.version, DEGRADED))

    def _named(self, first: str, then: str) -> str:
        return f"cascade({first}, {then}, {self._doubt.low:g}-{self._doubt.high:g})"

    def _then_version(self) -> str:
        """The second judge's version; a fallback makes do without."""
        try:
            return self._then.version
        except JudgeUnavailable:
            if not self._doubt.fallback:
                raise
            return UNKNOWN


class _Later:
    """A judge that is opened when it is needed, again and again until that works."""

    def __init__(self, open_it: Callable[[], Judge]) -> None:
        self._open = open_it
        self._judge: Judge | None = None
        self._lock = threading.Lock()

    def opened(self) -> Judge:
        """The judge. Raises what opening it raises."""
        with self._lock:
            if self._judge is None:
                self._judge = self._open()
            return self._judge

    @property
    def version(self) -> str:
        return self.opened().version

    @property
    def max_batch(self) -> int:
        return self.opened().max_batch

    def judge(self, pairs: Sequence[StancePair]) -> list[StanceJudgement]:
        return self.opened().judge(pairs)

    def close(self) -> None:
        if self._judge is not None and hasattr(self._judge, "close"):
            self._judge.close()


def open_cascade(address: Address, options: JudgeOptions, open_inner: Open) -> CascadeJudge:
    """The judge at `cascade:?first=URL&then=URL`, the inner URLs percent-encoded.

    Raises SettingsInvalid, also for what is wrong with an inner URL, and JudgeUnavailable when a
    judge cannot be had now and there is no fallback.
    """
    address.allow("first", "then", "low", "high", "fallback")
    if address.place.strip("/"):
        raise SettingsInvalid("`cascade:` takes nothing but options after the colon.")
    fallback = address.option("fallback", "none")
    if fallback not in {"none", "first"}:
        raise SettingsInvalid(f"`fallback={fallback}` is not `first`, the only one there is.")
    doubt = Doubt(address.share("low", LOW), address.share("high", HIGH), fallback == "first")
    if doubt.low > doubt.high:
        raise SettingsInvalid(f"`low={doubt.low:g}` is more than `high={doubt.high:g}`.")
    urls = address.option("first"), address.option("then")
    first = open_inner(urls[0], options)
    then = _Later(lambda: open_inner(urls[1], options))
    with suppress(*[JudgeUnavailable] if doubt.fallback else []):
        then.opened()
    return CascadeJudge(first, then, doubt)
