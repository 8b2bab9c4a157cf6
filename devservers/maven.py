"""Jars from Maven repositories: the set that a lock file names, checked against its checksums."""

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from jgo.constants import MAVEN_CENTRAL_URL
from jgo.maven import MavenContext

from devservers.processes import ServerFailed

LOCK_FILE = Path(__file__).with_name("elasticsearch.lock.json")

REPOSITORIES: Mapping[str, str] = {"central": MAVEN_CENTRAL_URL}

_DOWNLOADS_AT_ONCE = 8
_TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Lock:
    """What was asked for, and for each thing asked for all the jars it needs, itself among them.

    The inner mapping is from `group:artifact:version` to the SHA-256 of the jar in hexadecimal.
    """

    jars: Mapping[str, Mapping[str, str]]

    @classmethod
    def read(cls) -> "Lock":
        """The lock file of this package."""
        return cls(json.loads(LOCK_FILE.read_text("utf-8")))

    def write(self) -> None:
        """Replace the lock file of this package."""
        LOCK_FILE.write_text(json.dumps(self.jars, indent=1, sort_keys=True) + "\n", "utf-8")


def fetch(jars: Mapping[str, str], repository: Path) -> dict[str, Path]:
    """Bring jars into a local repository and return their paths.

    Raises `ServerFailed` when the repository cannot be reached or a jar is not the one of the lock.
    """
    context = _context(repository)
    with ThreadPoolExecutor(_DOWNLOADS_AT_ONCE) as pool:
        paths = pool.map(lambda jar: _fetch_locked(context, *jar), jars.items())
        return dict(zip(jars, paths, strict=True))


def resolve(root: str, repository: Path) -> dict[str, str]:
    """The jars that one coordinate needs at run time, itself among them, with their checksums."""
    context = _context(repository)
    asked = context.create_dependency(root)
    _, nodes = context.resolver.get_dependency_list([asked])
    needed = [asked, *(node.dep for node in nodes)]
    names = sorted(f"{one.groupId}:{one.artifactId}:{one.version}" for one in needed)
    return {name: checksum(_fetch_one(context, name)) for name in names}


def checksum(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _context(repository: Path) -> MavenContext:
    return MavenContext(
        repo_cache=repository, remote_repos=dict(REPOSITORIES), timeout=_TIMEOUT_SECONDS
    )


def _fetch_locked(context: MavenContext, name: str, locked: str) -> Path:
    # A download that was cut off leaves part of a jar behind, so a wrong one is fetched once more.
    for _ in range(2):
        path = _fetch_one(context, name)
        if checksum(path) == locked:
            return path
        path.unlink()
    raise ServerFailed(f"The jar {name} is not the one that was locked; it was thrown away.")


def _fetch_one(context: MavenContext, name: str) -> Path:
    group, artifact, version = name.split(":")
    jar = context.project(group, artifact).at_version(version).artifact()
    try:
        return Path(jar.resolve())
    except (OSError, RuntimeError) as error:
        raise ServerFailed(
            f"The jar {name} could not be fetched: "
            "check the connection to Maven Central and try again."
        ) from error
