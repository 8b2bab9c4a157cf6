"""A real Elasticsearch: one node, or several that form a cluster, on loopback ports."""

import http.client
import json
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devservers.elasticsearch_build import Distribution, distribution, java
from devservers.processes import Command, Folder, Process, Server, free_port

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
    """A node's place in its cluster: its number from 1, its ports, and the addresses of all members' transports."""

    number: int
    http_port: int
    transport_port: int
    seeds: tuple[str, ...]

    @property
    def name(self) -> str:
        """The node's name."""
        return f"node-{self.number}"

    def settings(self, data: Path) -> str:
        """The content of elasticsearch.yml; paths are quoted as JSON, which YAML reads."""
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
        }
        if self.number == 1 and not (data / "data").exists():
            lines["cluster.initial_master_nodes"] = [self.name]
        return "".join(f"{name}: {json.dumps(value)}\n" for name, value in lines.items())


class ElasticsearchNode:
    """One node; its `url` stays the same over `restart`."""

    def __init__(self, member: Membership, data: Path, java_options: tuple[str, ...]) -> None:
        self.member = member
        self.name = member.name
        self.url = f"http://127.0.0.1:{member.http_port}"
        self._data = data
        self._options = java_options
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        """The process id of the running node."""
        return self._running().pid

    def launch(self, built: Distribution) -> None:
        """Start the process without waiting for its answer."""
        config = self._data / "config"
        for folder in (config, self._data / "logs", self._data / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)
        (config / "elasticsearch.yml").write_text(self.member.settings(self._data), "utf-8")
        (config / "log4j2.properties").write_text(LOGGING, "utf-8")
        if built.start_cache.exists():
            start_cache: tuple[str, ...] = (f"-XX:AOTCache={built.start_cache}", "-Xlog:aot=off")
        else:
            start_cache = ()
        command = [java(), *JAVA_OPTIONS, *self._options, *start_cache]
        command += [f"-Djava.io.tmpdir={self._data / 'tmp'}", "-cp", built.class_path()]
        command += ["assay.node.NodeLauncher", str(built.home), str(config)]
        log = self._data / "logs" / f"{self.name}.log"
        self._process = Process(Command(f"Elasticsearch ({self.name})", command, log))

    def wait_until_joined(self, nodes: int, *, whole: bool) -> None:
        """Return when this node answers and sees so many nodes, and where all are there, all primary shards."""
        self._running().wait_until(lambda: self._joined(nodes, whole=whole), START_SECONDS)

    def running(self) -> bool:
        """Whether the node's process runs."""
        return self._process is not None and self._process.running()

    def kill(self) -> None:
        """End the node at once, as a crash would."""
        self._running().kill()
        self._process = None

    def stop(self, grace_seconds: float = 30.0) -> None:
        """Stop the node in good order; `restart` brings it back on the same data."""
        if self._process is not None:
            self._process.stop(grace_seconds)
            self._process = None

    def pause(self) -> None:
        """Freeze the node: it still accepts connections and answers nothing."""
        self._running().signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused node go on."""
        self._running().signal(signal.SIGCONT)

    def get(self, path: str) -> Any:
        """The JSON answer to a GET request of this node; `OSError` when it does not answer."""
        return ask(self.member.http_port, "GET", path)

    def _joined(self, nodes: int, *, whole: bool) -> bool:
        try:
            health = self.get("/_cluster/health")
        except (OSError, http.client.HTTPException):
            return False
        # Until there is a master, the answer is an error without these fields.
        joined = health.get("number_of_nodes", 0) >= nodes
        return joined and not (whole and health["status"] == "red")

    def _running(self) -> Process:
        if self._process is None:
            raise RuntimeError(f"Elasticsearch {self.name} is not running; call restart() first.")
        return self._process


class Member(ElasticsearchNode):
    """A node that knows its cluster, and can therefore come back to it."""

    def __init__(self, cluster: "ElasticsearchCluster", node: Membership, data: Path) -> None:
        super().__init__(node, data, cluster.java_options)
        self._cluster = cluster

    def restart(self) -> None:
        """Start the node again on the same data, stopping it first where it runs, and wait until it has joined."""
        self.stop()
        self.launch(self._cluster.distribution)
        running = sum(node.running() for node in self._cluster.nodes)
        self.wait_until_joined(running, whole=running == len(self._cluster.nodes))


class ElasticsearchCluster(Server):
    """The nodes of one cluster; the first is its master, and `url` is the first one's address."""

    def __init__(
        self, built: Distribution, data: Path | None, java_options: tuple[str, ...], nodes: int
    ) -> None:
        self.distribution = built
        self.java_options = java_options
        self._folder = Folder(data, "elasticsearch")
        ports = [(free_port(), free_port()) for _ in range(nodes)]
        seeds = tuple(f"127.0.0.1:{transport}" for _, transport in ports)
        members = [
            Membership(number, http_port, transport, seeds)
            for number, (http_port, transport) in enumerate(ports, start=1)
        ]
        self.nodes = [Member(self, node, self._folder.path / node.name) for node in members]
        self.urls = [node.url for node in self.nodes]
        self.url = self.urls[0]

    def start(self) -> None:
        """Start all nodes and return when they form one cluster that answers."""
        for node in self.nodes:
            node.launch(self.distribution)
        for node in self.nodes:
            node.wait_until_joined(len(self.nodes), whole=True)

    def health(self) -> Any:
        """The first node's `/_cluster/health`."""
        return self.nodes[0].get("/_cluster/health")

    def stop(self) -> None:
        """Stop all nodes, the master last, and remove their scratch folder."""
        for node in reversed(self.nodes):
            node.stop()
        self._folder.remove_scratch()


def ask(port: int, method: str, path: str, body: bytes | None = None) -> Any:
    """The JSON answer of a node on this machine, whatever its status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    try:
        headers = {} if body is None else {"Content-Type": "application/x-ndjson"}
        connection.request(method, path, body, headers)
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def start_elasticsearch(
    data: Path | None = None, *, heap: str = "512m", nodes: int = 1
) -> ElasticsearchCluster:
    """Start an Elasticsearch cluster and return it when all its nodes have joined.

    `data` is a folder to keep (a scratch folder by default), `heap` the memory of each node as Java writes it,
    which needs half as much again beside it. The first call on a machine fetches and builds the server. Raises
    `ServerFailed` when that fails or a node does not come up.
    """
    memory = (f"-Xms{heap}", f"-Xmx{heap}")
    cluster = ElasticsearchCluster(distribution(), data, memory, nodes)
    try:
        cluster.start()
    except BaseException:
        cluster.stop()
        raise
    return cluster
