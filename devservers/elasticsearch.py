"""A real Elasticsearch: one node, or several that form a cluster, on loopback ports.

It has what its server library has: documents, search, aliases, templates, analysis. It lacks what
the distribution adds in modules: `GET /`, scripts, reindexing on the server, percolation, security,
and the codec `best_compression`.
"""

from pathlib import Path
from typing import Any

from devservers.elasticsearch_build import Distribution
from devservers.elasticsearch_node import ElasticsearchNode, Membership
from devservers.elasticsearch_training import ready_distribution
from devservers.processes import Folder, Server, free_port


class ClusterNode(ElasticsearchNode):
    """A node that can leave its cluster and come back to it."""

    others: "list[ClusterNode]"

    def restart(self) -> None:
        """Start the node again on the same data, stopping it first where it runs.

        Returns when it has joined and, if all nodes of the cluster run, all primary shards are
        back.
        """
        self.stop()
        self.launch()
        running = 1 + sum(other.running() for other in self.others)
        self.wait_until_joined(running, whole=running == 1 + len(self.others))


class ElasticsearchCluster(Server):
    """The nodes of one cluster; the first is its master, and `url` is the first one's address."""

    def __init__(self, built: Distribution, data: Path | None, heap: str, nodes: int) -> None:
        self._folder = Folder(data, "elasticsearch")
        memory = (f"-Xms{heap}", f"-Xmx{heap}")
        self.nodes = [
            ClusterNode(built, member, self._folder.path / member.name, memory)
            for member in _members(nodes)
        ]
        for node in self.nodes:
            node.others = [other for other in self.nodes if other is not node]
        self.urls = [node.url for node in self.nodes]
        self.url = self.urls[0]

    def start(self) -> None:
        """Start all nodes and return when they form one cluster that answers."""
        for node in self.nodes:
            node.launch()
        for node in self.nodes:
            node.wait_until_joined(len(self.nodes), whole=True)

    def health(self) -> dict[str, Any]:
        """The first node's `/_cluster/health`."""
        return self.nodes[0].ask("GET", "/_cluster/health")

    def stop(self) -> None:
        """Stop all nodes, the master last, and remove their scratch folder."""
        for node in reversed(self.nodes):
            node.stop()
        self._folder.remove_scratch()


def start_elasticsearch(
    data: Path | None = None, *, heap: str = "512m", nodes: int = 1
) -> ElasticsearchCluster:
    """Start an Elasticsearch cluster and return it when all its nodes have joined.

    `data` is a folder to keep (a scratch folder by default), `heap` the memory of each node as Java
    writes it, which needs half as much again beside it. The first call on a machine fetches and
    builds the server. Raises `ServerFailed` when that fails or a node does not come up.
    """
    return ElasticsearchCluster(ready_distribution(), data, heap, nodes).started()


def _members(nodes: int) -> list[Membership]:
    ports = [(free_port(), free_port()) for _ in range(nodes)]
    seeds = tuple(f"127.0.0.1:{transport}" for _, transport in ports)
    return [
        Membership(number, http_port, transport, seeds)
        for number, (http_port, transport) in enumerate(ports, start=1)
    ]
