"""Everything at once: whoever asks, works, crashes, decides and withdraws, the history adds up."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import count

from sqlalchemy import func, select

from records import Records, Rules
from records.audit import verify_chain
from records.claims import add_claim
from records.deliveries import AttemptOutcome, lease_due_deliveries, record_attempt
from records.documents import mark_indexed, put_document, withdraw_document
from records.models.claims import ClaimRequestRow, ClaimRow, RunRow, VerdictRow
from records.models.desk import ReviewRow
from records.models.hooks import DeliveryRow, EventRow
from records.outbox import mark_published, pending_messages
from records.reviews import decide, lease_next
from records.runs import (
    claim_next_run,
    claims_touched_by,
    due_runs,
    fail_run,
    finish_run,
    release_run,
    renew_run,
    request_recheck,
    start_run,
)
from records.webhooks import EVENT_TYPES, create_endpoint
from tests.records.material import (
    CURRENT,
    NOW,
    document,
    evidence,
    later,
    store,
    submission,
    verdict,
)
from verification.errors import Conflict, CorpusInconsistent
from verification.types import Veracity

ASKED = 60
TEXTS = 5


def test_the_history_adds_up(opened: Callable[[Rules | None], Records]) -> None:
    records = opened(Rules(high_demand=4))
    world = World(records)
    jobs = [world.ask, world.ask, world.work, world.work, world.sweep, world.review, world.deliver]

    with ThreadPoolExecutor(len(jobs) + 1) as pool:
        done = [pool.submit(world.repeat, job, number) for number, job in enumerate(jobs)]
        done.append(pool.submit(world.publish_and_withdraw))
        for each in done:
            each.result()
    world.finish_everything()

    with records.read() as session:
        claims = session.scalars(select(ClaimRow)).all()
        runs = session.scalars(select(RunRow)).all()
        verdicts = session.scalars(select(VerdictRow)).all()
        reviews = session.scalars(select(ReviewRow)).all()
        requests = session.scalar(select(func.count()).select_from(ClaimRequestRow))
        chain = verify_chain(session)
        events = session.scalars(select(EventRow)).all()
        deliveries = session.scalars(select(DeliveryRow)).all()
    assert len(claims) == TEXTS
    assert sum(claim.demand for claim in claims) == requests == 2 * ASKED
    assert {run.status for run in runs} <= {"done", "failed"}
    assert {run.verdict_id for run in runs if run.status == "done"} == {v.id for v in verdicts}
    assert len(verdicts) == sum(run.status == "done" for run in runs)
    assert {run.verdict_id for run in runs if run.status == "failed"} <= {None}
    assert all(run.attempt <= 3 for run in runs)
    assert chain.intact
    assert sum(review.state == "decided" for review in reviews) == world.decided
    ended = sum(run.status in {"done", "failed"} for run in runs)
    assert len(events) == ended + world.decided
    assert len(deliveries) == len(events)


class World:
    """Those who work on the same records at the same time."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.stored = store(records)
        self.spare = store(records, document("d2"))
        self.decided = 0
        self.clock = count(1)
        with records.begin() as session:
            create_endpoint(
                session,
                key_id="k",
                url="https://e.example",
                events=EVENT_TYPES,
                description="",
                now=NOW,
            )

    def repeat(self, job: Callable[[random.Random], None], seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(ASKED):
            job(chance)

    def ask(self, chance: random.Random) -> None:
        given = submission(
            f"Claim {chance.randrange(TEXTS)}.", priority=chance.choice(["low", "normal", "high"])
        )
        with self.records.begin() as session:
            add_claim(session, given, current=CURRENT, now=self.now())

    def work(self, chance: random.Random) -> None:
        with self.records.begin() as session:
            run = claim_next_run(session, holder="w", lease_s=20, now=self.now())
        if run is None:
            return
        fate = chance.random()
        held = {"fence": run.fence, "now": self.now()}
        try:
            with self.records.begin() as session:
                renew_run(session, run.run_id, lease_s=20, **held)  # type: ignore[arg-type]
            with self.records.begin() as session:
                if fate < 0.6:
                    quoted = evidence(chance.choice([self.stored, self.spare]))
                    made = verdict(chance.choice(list(Veracity)), chance.random(), quoted)
                    finish_run(session, run.run_id, verdict=made, **held)  # type: ignore[arg-type]
                elif fate < 0.7:
                    fail_run(session, run.run_id, code="x", detail="y", **held)  # type: ignore[arg-type]
                elif fate < 0.9:
                    release_run(
                        session,
                        run.run_id,
                        fence=run.fence,
                        code=chance.choice(["corpus_unavailable", "odd"]),
                        detail="",
                        retry_at=self.now(),
                        now=self.now(),
                    )
                # Otherwise the worker dies here, and its lease runs out.
        except CorpusInconsistent:
            return

    def sweep(self, chance: random.Random) -> None:
        with self.records.begin() as session:
            due = due_runs(session, now=self.now(), limit=3)
        for run_id in due:
            if chance.random() < 0.3:
                with self.records.begin() as session:
                    start_run(session, run_id, holder="s", lease_s=20, now=self.now())
        with self.records.begin() as session:
            messages = pending_messages(session, 5)
            mark_published(session, [each.id for each in messages], now=self.now())

    def review(self, chance: random.Random) -> None:
        with self.records.begin() as session:
            item = lease_next(session, reviewer="ana", lease_s=900, now=self.now())
        if item is None:
            return
        try:
            with self.records.begin() as session:
                decide(
                    session,
                    item.id,
                    reviewer="ana",
                    veracity=chance.choice(list(Veracity)),
                    rationale="Seen.",
                    now=self.now(),
                )
        except Conflict as conflict:
            assert conflict.code in {"lease_lost", "review_closed"}
        else:
            self.decided += 1

    def deliver(self, chance: random.Random) -> None:
        with self.records.begin() as session:
            for each in lease_due_deliveries(session, now=self.now(), lease_s=20):
                outcome = AttemptOutcome(each.attempt, chance.choice([200, 500]))
                assert record_attempt(session, each.id, outcome=outcome, now=self.now())

    def publish_and_withdraw(self) -> None:
        for number in range(ASKED // 3):
            with self.records.begin() as session:
                if number % 3 == 2:
                    withdraw_document(session, "d2", reason="x", actor="t", now=self.now())
                    mark_indexed(session, [("d2", 0)])
                else:
                    new = put_document(session, document("d2"), actor="t", now=self.now())
                    mark_indexed(session, [(new.id, new.version)])
                for claim_id in claims_touched_by(session, ["d1", "d2"]):
                    request_recheck(session, claim_id, reason="document_changed", now=self.now())

    def finish_everything(self) -> None:
        for hour in range(1, 50):
            with self.records.begin() as session:
                run = claim_next_run(session, holder="w", lease_s=20, now=later(hours=hour))
                if run is None:
                    return
                finish_run(
                    session, run.run_id, fence=run.fence, verdict=verdict(), now=later(hours=hour)
                )
        raise AssertionError("there are still runs")

    def now(self) -> datetime:
        return later(seconds=next(self.clock))
