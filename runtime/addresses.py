"""Which addresses on the network belong to the public, and what a strict reading of a URL is."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from verification.errors import EgressFailed

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

DEFAULT_PORTS = {"https": 443, "http": 80}

# What the standard library calls global, or did in older versions, and is not a public host:
# IANA's special-purpose registries, transition mechanisms that carry an IPv4 address inside, and
# one cloud's metadata address that is numbered like a public one.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")

_URL = re.compile(r"[!-\[\]-~]+")  # printable ASCII without space and backslash
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: `host` in lower case without brackets, `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as the Host header carries them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def is_public(address: Address) -> bool:
    """Whether an address is a host that anybody may reach: global unicast, nothing in disguise."""
    if isinstance(address, ipaddress.IPv6Address) and address not in _PUBLIC_IPV6:
        return False  # among them mapped and compatible IPv4 and both NAT64 prefixes
    if any(address in block for block in _NOT_PUBLIC if block.version == address.version):
        return False
    return address.is_global and not address.is_multicast


def literal_address(host: str) -> Address | None:
    """The address a host name spells out, if it does."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def refused(detail: str) -> EgressFailed:
    """The error of a request that is not allowed at all."""
    return EgressFailed(detail, code="egress_refused")


def read_url(url: str) -> Target:
    """A URL in its parts, read so strictly that no two readers can differ about it.

    Raises EgressFailed with code `egress_refused`.
    """
    try:
        parts = urlsplit(_as_ascii(url))
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise refused("The address is not a URL.") from error
    if parts.scheme not in DEFAULT_PORTS or not host:
        raise refused("The address is not an http or https URL with a host.")
    if "@" in parts.netloc:
        raise refused("The address carries a user name or password; leave them out.")
    query = f"?{parts.query}" if parts.query else ""
    return Target(
        scheme=parts.scheme,
        host=_checked_host(host),
        port=DEFAULT_PORTS[parts.scheme] if port is None else port,
        path=(parts.path or "/") + query,
    )


def _as_ascii(url: str) -> str:
    if not url.isascii():
        head, slashes, rest = url.partition("://")
        host, slash, path = rest.partition("/")
        url = head + slashes + host.encode("idna").decode() + slash + path
    if not _URL.fullmatch(url):
        raise refused("The address has characters that a URL cannot have.")
    return url


def _checked_host(host: str) -> str:
    if ":" in host:
        if "%" in host or literal_address(host) is None:
            raise refused("The host is not an IPv6 address.")
        return host
    host = host.removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise refused("The host is not a name or an address.")
    # Some resolvers read 2130706433, 0x7f.1 and 0177.0.0.1 as addresses.
    if _NUMBER.fullmatch(labels[-1]) and literal_address(host) is None:
        raise refused("The host is a number that is not written as an address.")
    return host
