"""Real PostgreSQL, Redis and Elasticsearch from packages, for tests and development."""

from devservers.elasticsearch import ElasticsearchCluster, start_elasticsearch
from devservers.postgres import PostgresServer, start_postgres
from devservers.processes import ServerFailed
from devservers.redis import RedisServer, start_redis

__all__ = [
    "ElasticsearchCluster",
    "PostgresServer",
    "RedisServer",
    "ServerFailed",
    "start_elasticsearch",
    "start_postgres",
    "start_redis",
]
