"""Names in the cluster, built and parsed in one place; pure.

    assay-v1.1-20260301t120000-0a1b2c   an index: name, version, when its building began, chance
    assay-v1.1                          the alias searches read
    assay-v1.1-write                    the alias writes go to
    assay-v1.1-building                 the alias of the index a rebuild fills
    …-0a1b2c-only                       an alias each index has to itself

The version is in the aliases too: after an upgrade the new processes find no corpus until
`assay reindex` has built one, while the old ones read on from theirs.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from indices.analysis import ANALYSIS_VERSION
from indices.elastic_mapping import MAPPING_VERSION
from verification.errors import SettingsInvalid

VERSION: Final = f"{MAPPING_VERSION}.{ANALYSIS_VERSION}"
DEFAULT_NAME: Final = "assay"

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
_INDEX: Final = re.compile(
    r"(?P<name>.+)-v(?P<version>\d+\.\d+)-(?P<began>\d{8}t\d{6})-(?P<chance>[0-9a-f]{6})"
)
_PORT: Final = {"http": 9200, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """The addresses of a cluster's nodes and the name of the corpus in it."""

    hosts: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Aliases:
    """The three aliases of a corpus."""

    read: str
    write: str
    building: str


def only(index: str) -> str:
    """The alias that an index has to itself.

    Writing to it with `require_alias` reaches this index or fails; writing to the index by its
    name would make it anew, without our mapping, where it was deleted.
    """
    return f"{index}-only"


@dataclass(frozen=True, slots=True, order=True)
class IndexName:
    """An index name in its parts; sorts by age."""

    began: str
    chance: str
    version: str
    name: str

    def __str__(self) -> str:
        return f"{self.name}-v{self.version}-{self.began}-{self.chance}"


def parse_url(url: str) -> Target:
    """The cluster and name in a corpus URL. Raises SettingsInvalid."""
    scheme, _, rest = url.partition("://")
    addresses, _, path = rest.partition("/")
    plain = "https" if scheme in {"https", "elasticsearch+https"} else "http"
    name = path.strip("/").rpartition("/")[2] or DEFAULT_NAME
    if not _NAME.fullmatch(name):
        raise SettingsInvalid(
            f"{name!r} cannot name a corpus in Elasticsearch; use small letters, digits, - and _."
        )
    return Target(tuple(_address(plain, each) for each in addresses.split(",")), name)


def _address(scheme: str, address: str) -> str:
    if "@" in address:
        raise SettingsInvalid(
            "Leave user and password out of the corpus URL, which is logged; "
            "they have settings of their own."
        )
    try:
        parts = urlsplit(f"{scheme}://{address}")
        host, port = parts.hostname, parts.port or _PORT[scheme]
    except ValueError:
        host = None
    if not host or parts.path or parts.query:
        raise SettingsInvalid(f"{address!r} is not an address; write HOST:PORT.")
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def aliases(name: str, version: str = VERSION) -> Aliases:
    """The aliases of a corpus in one version, or with `*` in every version."""
    read = f"{name}-v{version}"
    return Aliases(read, f"{read}-write", f"{read}-building")


def new_index(name: str, now: datetime) -> IndexName:
    """A name for an index that nobody has yet."""
    return IndexName(now.strftime("%Y%m%dt%H%M%S"), secrets.token_hex(3), VERSION, name)


def first_index(name: str) -> IndexName:
    """The index of a corpus that nobody has built yet: the same for all who make it at once."""
    return IndexName("00000000t000000", "000000", VERSION, name)


def parse_index(index: str) -> IndexName | None:
    """The parts of an index name, or None for an index that is not a corpus of ours."""
    found = _INDEX.fullmatch(index)
    if not found:
        return None
    return IndexName(found["began"], found["chance"], found["version"], found["name"])
