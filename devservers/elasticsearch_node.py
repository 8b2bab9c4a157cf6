"""One Elasticsearch node: its settings, its process, and its answers."""

import http.client
import json
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devservers.elasticsearch_build import Distribution, java
from devservers.processes import Command, Process

START_SECONDS = 180.0
ANSWER_SECONDS = 10.0

# Those of the full distribution that matter without security and on a small machine.
JAVA_OPTIONS = (
    "-XX:+UseSerialGC",
    "-XX:-OmitStackTraceInFastThrow",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djava.awt.headless=true",
    "-Dlog4j.shutdownHookEnabled=false",
    "-Dlog4j2.disable.jmx=true",
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true",
    "--enable-native-access=ALL-UNNAMED",
)

LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] [%node_name]%marker %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


@dataclass(frozen=True, slots=True)
class Membership:
    """A node's place in its cluster.

    Nodes are numbered from 1; `seeds` are the transport addresses of all of them.
    """

    number: int
    http_port: int
    transport_port: int
    seeds: tuple[str, ...]

    @property
    def name(self) -> str:
        """The node's name."""
        return f"node-{self.number}"

    def settings(self, data: Path) -> str:
        """The content of elasticsearch.yml; values are written as JSON, which YAML reads."""
        lines = {
            "cluster.name": "devservers",
            "node.name": self.name,
            # Only the first node may be master, so the cluster outlives the loss of any other.
            "node.roles": ["master", "data", "ingest"] if self.number == 1 else ["data", "ingest"],
            "path.data": str(data / "data"),
            "path.logs": str(data / "logs"),
            "network.host": "127.0.0.1",
            "http.port": self.http_port,
            "transport.port": self.transport_port,
            "discovery.seed_hosts": self.seeds,
            # A full disk of the developer's is no reason to refuse a small index.
            "cluster.routing.allocation.disk.threshold_enabled": False,
            # The breaker that looks at the heap in use counts garbage too. The serial collector
            # leaves it there until memory is asked for, which the tripped breaker forbids: after a
            # bulk load such a node refuses every request for good.
            "indices.breaker.total.use_real_memory": False,
        }
        if self.number == 1 and not (data / "data").exists():
            lines["cluster.initial_master_nodes"] = [self.name]
        return "".join(f"{name}: {json.dumps(value)}\n" for name, value in lines.items())


class ElasticsearchNode:
    """One node; its `url` stays the same over a stop and a start.

    `java_options` come after those every node has; the memory is among them.
    """

    def __init__(
        self, built: Distribution, member: Membership, data: Path, java_options: tuple[str, ...]
    ) -> None:
        self.name = member.name
        self.url = f"http://127.0.0.1:{member.http_port}"
        self._built = built
        self._member = member
        self._data = data
        self._java_options = java_options
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        """The process id of the running node."""
        return self._running().pid

    def launch(self) -> None:
        """Start the process without waiting for its answer."""
        config = self._data / "config"
        for folder in (config, self._data / "logs", self._data / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)
        (config / "elasticsearch.yml").write_text(self._member.settings(self._data), "utf-8")
        (config / "log4j2.properties").write_text(LOGGING, "utf-8")
        command = [java(), *JAVA_OPTIONS, *self._built.start_options(), *self._java_options]
        command += [f"-Djava.io.tmpdir={self._data / 'tmp'}", "-cp", self._built.class_path()]
        command += ["assay.node.NodeLauncher", str(self._built.home), str(config)]
        log = self._data / "logs" / f"{self.name}.log"
        self._process = Process(Command(f"Elasticsearch ({self.name})", command, log))

    def wait_until_joined(self, nodes: int, *, whole: bool) -> None:
        """Return when this node answers and sees so many nodes.

        With `whole`, only when all primary shards are there too.
        """
        self._running().wait_until(lambda: self._joined(nodes, whole=whole), START_SECONDS)

    def running(self) -> bool:
        """Whether the node's process runs."""
        return self._process is not None and self._process.running()

    def kill(self) -> None:
        """End the node at once, as a crash would."""
        self._running().kill()
        self._process = None

    def stop(self, grace_seconds: float = 30.0) -> None:
        """Stop the node in good order; stopping a stopped one does nothing."""
        if self._process is not None:
            self._process.stop(grace_seconds)
            self._process = None

    def pause(self) -> None:
        """Freeze the node: it still accepts connections and answers nothing."""
        self._running().send(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused node go on."""
        self._running().send(signal.SIGCONT)

    def ask(self, method: str, path: str, body: bytes | None = None) -> dict[str, Any]:
        """The JSON object the node answers with, whatever its status.

        Raises `OSError` or `http.client.HTTPException` when there is no answer.
        """
        port = self._member.http_port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
        try:
            headers = {} if body is None else {"Content-Type": "application/json"}
            connection.request(method, path, body, headers)
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return answer

    def _joined(self, nodes: int, *, whole: bool) -> bool:
        try:
            health = self.ask("GET", "/_cluster/health")
        except (OSError, http.client.HTTPException):
            return False
        # Until there is a master, the answer is an error without these fields.
        joined = health.get("number_of_nodes", 0) >= nodes
        return joined and not (whole and health["status"] == "red")

    def _running(self) -> Process:
        if self._process is None:
            raise RuntimeError(f"Elasticsearch {self.name} is not running; call restart() first.")
        return self._process
