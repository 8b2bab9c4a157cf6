"""Servers and scratch folders do not outlive the process that started them, however it ends."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.devservers.waiting import eventually, exists

PARENT = """
import sys
from devservers.redis import start_redis
server = start_redis()
print(server.pid, server._folder.path, flush=True)
{then}
"""


def start_parent(then: str) -> tuple["subprocess.Popen[str]", int, Path]:
    """A process with a Redis; it, the server's process id, and its scratch folder."""
    code = PARENT.format(then=then)
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    pid, folder = parent.stdout.readline().split()
    return parent, int(pid), Path(folder)


@pytest.mark.redis
def test_a_killed_parent_leaves_no_server_and_no_folder() -> None:
    parent, server, folder = start_parent("sys.stdin.read()")
    with parent:
        assert exists(server)
        assert folder.exists()
        parent.send_signal(signal.SIGKILL)
    assert eventually(lambda: not exists(server))
    assert eventually(lambda: not folder.exists())


@pytest.mark.redis
def test_a_paused_server_of_a_killed_parent_ends_too() -> None:
    parent, server, folder = start_parent("server.pause(); print('paused', flush=True); input()")
    with parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "paused\n"
        parent.send_signal(signal.SIGKILL)
    assert eventually(lambda: not exists(server))
    assert eventually(lambda: not folder.exists())


@pytest.mark.redis
def test_a_parent_that_forgets_to_stop_its_server_stops_it_at_its_end() -> None:
    parent, server, folder = start_parent("")
    with parent:
        assert parent.wait(60) == 0
    assert not exists(server)
    assert eventually(lambda: not folder.exists())


@pytest.mark.redis
def test_a_forked_child_leaves_the_servers_of_its_parent_alone() -> None:
    fork = "import os\nchild = os.fork()\nif child:\n  os.waitpid(child, 0)\n"
    parent, server, _ = start_parent(fork + "  print(server.healthy(), flush=True); input()")
    with parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "True\n"
        assert exists(server)
        parent.send_signal(signal.SIGKILL)
    assert eventually(lambda: not exists(server))
