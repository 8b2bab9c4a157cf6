"""Real PostgreSQL, Redis and Elasticsearch from packages, for tests and development."""

from devservers.chromium import Chromium, find_chromium
from devservers.elasticsearch import ElasticsearchCluster, start_elasticsearch
from devservers.postgres import PostgresServer, start_postgres
from devservers.processes import ServerFailed
from devservers.redis import RedisServer, start_redis
from devservers.tls_front import TlsFront, start_tls_front

__all__ = [
    "Chromium",
    "ElasticsearchCluster",
    "PostgresServer",
    "RedisServer",
    "ServerFailed",
    "TlsFront",
    "find_chromium",
    "start_elasticsearch",
    "start_postgres",
    "start_redis",
    "start_tls_front",
]
