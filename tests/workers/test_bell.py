from __future__ import annotations

import threading

from workers.bell import Bell


def test_a_ring_before_the_wait_is_not_missed() -> None:
    bell = Bell()
    heard = bell.rings
    bell.ring()
    bell.wait(heard, timeout_s=60)


def test_one_ring_lets_everybody_go_on() -> None:
    bell = Bell()
    heard = bell.rings
    threads = [threading.Thread(target=bell.wait, args=(heard, 60)) for _ in range(5)]
    for thread in threads:
        thread.start()
    bell.ring()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)


def test_without_a_ring_the_wait_ends_by_itself() -> None:
    bell = Bell()
    bell.wait(bell.rings, timeout_s=0.01)
