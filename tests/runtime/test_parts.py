from __future__ import annotations

import os
import threading

import pytest

from runtime.parts import Parts


class Part:
    def __init__(self) -> None:
        self.closed = False
        self.process = os.getpid()

    def close(self) -> None:
        self.closed = True


def test_a_part_is_opened_once_by_however_many_threads() -> None:
    parts = Parts()
    start = threading.Barrier(16)
    opened: list[Part] = []
    found: list[Part] = []

    def open_part() -> Part:
        part = Part()
        opened.append(part)
        return part

    def use() -> None:
        start.wait()
        found.append(parts.get("part", open_part))

    threads = [threading.Thread(target=use) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(opened) == 1
    assert set(found) == {opened[0]}


def test_one_part_may_need_another_while_it_opens() -> None:
    parts = Parts()
    assert parts.get("outer", lambda: [parts.get("inner", Part)])[0] is parts.get("inner", Part)


def test_a_part_that_could_not_be_opened_is_tried_again() -> None:
    parts = Parts()

    def fail() -> Part:
        raise OSError("not yet")

    with pytest.raises(OSError, match="not yet"):
        parts.get("part", fail)
    assert isinstance(parts.get("part", Part), Part)


def test_closed_parts_are_opened_anew() -> None:
    parts = Parts()
    first = parts.get("part", Part)
    parts.close()
    assert first.closed
    assert parts.get("part", Part) is not first


def test_a_child_process_opens_its_own_and_leaves_the_parents_alone() -> None:
    parts = Parts()
    parent = parts.get("part", Part)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        mine = parts.get("part", Part)
        parts.close()
        good = mine.process == os.getpid() and mine.closed and not parent.closed
        os.write(writer, b"good" if good else b"bad")
        os._exit(0)
    os.waitpid(child, 0)

    assert os.read(reader, 10) == b"good"
    assert parts.get("part", Part) is parent
    assert not parent.closed
