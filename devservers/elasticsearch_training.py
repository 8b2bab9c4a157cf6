"""A first run of a new distribution, which leaves Java's start cache for all later ones.

With the cache (JEP 483, JEP 515) a node is up in a third of the processor time.
"""

import json
import logging
from pathlib import Path

from devservers.elasticsearch_build import Distribution, distribution, exclusive
from devservers.elasticsearch_node import ElasticsearchNode, Membership
from devservers.processes import Folder, free_port

log = logging.getLogger(__name__)

# Writing the cache is the last thing the run does.
WRITING_SECONDS = 180.0


def ready_distribution() -> Distribution:
    """The distribution, built and trained unless the cache has it."""
    built = distribution()
    if not built.start_cache.exists():
        with exclusive("training"):
            if not built.start_cache.exists():
                _train(built)
    return built


def _train(built: Distribution) -> None:
    log.info("Training the Elasticsearch node for fast starts")
    folder = Folder(None, "training")
    written = folder.path / "start.aot"
    options = ("-Xms512m", "-Xmx512m", f"-XX:AOTCacheOutput={written}")
    transport = free_port()
    member = Membership(1, free_port(), transport, (f"127.0.0.1:{transport}",))
    node = ElasticsearchNode(built, member, folder.path, options)
    try:
        node.launch()
        node.wait_until_joined(1, whole=True)
        _exercise(node)
        node.stop(WRITING_SECONDS)
        _keep(written, built.start_cache)
    finally:
        node.stop()
        folder.remove_scratch()


def _exercise(node: ElasticsearchNode) -> None:
    """Some indexing and searching, so that their code is in the cache."""
    text = {"properties": {"text": {"type": "text", "analyzer": "english"}}}
    settings = {"number_of_shards": 1, "number_of_replicas": 0}
    index = json.dumps({"mappings": text, "settings": settings}).encode()
    node.ask("PUT", "/training", index)
    lines = (
        b'{"index": {}}\n{"text": "The ministries announced two tests of new missiles."}\n' * 500
    )
    for _ in range(4):
        node.ask("POST", "/training/_bulk?refresh=true", lines)
        node.ask("POST", "/training/_search", b'{"query": {"match": {"text": "missile tests"}}}')


def _keep(written: Path, cache: Path) -> None:
    part = cache.with_suffix(".part")
    # A runtime that writes no cache is no reason to fail, nor to try again at every start.
    part.write_bytes(written.read_bytes() if written.exists() else b"")
    part.rename(cache)
