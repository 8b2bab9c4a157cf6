from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta

from records.documents import put_document
from records.runs import claim_next_run
from runtime.wiring import Runtime
from tests.runtime.conftest import Receiver
from tests.runtime.material import statement
from tests.workers.conftest import OpenRuntime
from tests.workers.material import accept, wait_for
from verification.errors import CorpusUnavailable
from workers.attempts import attempt_next
from workers.broker import BrokerUnavailable
from workers.sweeper import Offers, Sweeper


@dataclass
class Desk:
    """Takes offers; `shut` as when the broker does not answer."""

    runs: list[str] = field(default_factory=list)
    deliveries: list[str] = field(default_factory=list)
    shut: bool = False

    def offers(self) -> Offers:
        return Offers(self._check, self._take(self.runs), self._take(self.deliveries))

    def _check(self) -> None:
        if self.shut:
            raise BrokerUnavailable("The broker does not answer.")

    @staticmethod
    def _take(into: list[str]):  # type: ignore[no-untyped-def]  # noqa: ANN205
        def take(ids: Sequence[str]) -> None:
            into.extend(ids)

        return take


def test_a_run_whose_holder_went_silent_is_offered_again(
    open_runtime: OpenRuntime, runtime: Runtime
) -> None:
    quick, desk = open_runtime(offer_again_s=0.1), Desk()
    accepted = accept(quick)
    with quick.records.begin() as session:
        assert claim_next_run(session, holder="dead", lease_s=0.5, now=quick.now())
    sweeper = Sweeper(quick, desk.offers())
    sweeper.sweep()
    assert desk.runs == []

    def swept() -> bool:
        sweeper.sweep()
        return bool(desk.runs)

    wait_for(swept, "the lease ran out")
    assert set(desk.runs) == {accepted.run_id}


def test_what_was_offered_is_not_offered_again_at_once(
    open_runtime: OpenRuntime, runtime: Runtime
) -> None:
    quick, desk, other = open_runtime(offer_again_s=1.0), Desk(), Desk()
    accepted = accept(quick)
    sweeper = Sweeper(quick, desk.offers())

    def swept() -> bool:
        sweeper.sweep()
        return bool(desk.runs)

    wait_for(swept, "the run is offered")
    Sweeper(quick, other.offers()).sweep()
    assert (desk.runs, other.runs) == ([accepted.run_id], [])


def test_while_the_broker_is_away_nothing_counts_as_offered(
    open_runtime: OpenRuntime, runtime: Runtime
) -> None:
    slow, desk = open_runtime(offer_again_s=1.0), Desk(shut=True)
    with slow.records.begin() as session:
        put_document(session, statement("d2"), actor="test", now=slow.now())
    accepted = accept(slow)
    again_at = slow.now() + timedelta(seconds=1.1)
    wait_for(lambda: slow.now() > again_at, "it is to be offered again")
    sweeper = Sweeper(slow, desk.offers())
    sweeper.sweep()
    assert desk.runs == []
    assert slow.corpus.count() == 2, "the other steps are taken all the same"

    desk.shut = False
    sweeper.sweep()
    assert desk.runs == [accepted.run_id]


def test_deliveries_that_are_due_are_offered(runtime: Runtime, receiver: Receiver) -> None:
    desk = Desk()
    accept(runtime, callback_url=receiver.url("/in", host="127.0.0.1"))
    attempt_next(runtime)
    sweeper = Sweeper(runtime, desk.offers())

    def swept() -> bool:
        sweeper.sweep()
        return bool(desk.deliveries)

    wait_for(swept, "the delivery is offered")


def test_a_corpus_that_is_away_keeps_no_other_step(
    open_runtime: OpenRuntime, runtime: Runtime
) -> None:
    class Away(Runtime):
        @property
        def corpus(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
            raise CorpusUnavailable("nobody there")

    accepted, desk = accept(runtime), Desk()
    with runtime.records.begin() as session:
        put_document(session, statement("d2"), actor="test", now=runtime.now())
    away = Away(open_runtime().settings)
    with closing(away):
        sweeper = Sweeper(away, desk.offers())

        def swept() -> bool:
            sweeper.sweep()
            return bool(desk.runs)

        wait_for(swept, "the run is offered")
    assert desk.runs == [accepted.run_id]
