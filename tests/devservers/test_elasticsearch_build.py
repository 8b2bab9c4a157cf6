"""The node is built once from exactly the jars of the lock file, however many ask at once."""

import http.server
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest

from devservers import ServerFailed, elasticsearch_build, maven
from devservers.elasticsearch_build import ROOTS, distribution

JAR = "org.example:sample:1.0"
JAR_PATH = Path("org/example/sample/1.0/sample-1.0.jar")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a Maven repository in place of the public one, with one jar."""
    folder = tmp_path / "published"
    (folder / JAR_PATH).parent.mkdir(parents=True)
    (folder / JAR_PATH).write_bytes(b"the jar")
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=str(folder))
    )
    with server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(maven, "REPOSITORIES", {"sample": address})
        yield folder
        server.shutdown()
        thread.join()


def test_a_jar_is_fetched_once_and_checked(published: Path, tmp_path: Path) -> None:
    locked = maven.checksum(published / JAR_PATH)
    first = maven.fetch({JAR: locked}, tmp_path / "local")
    (published / JAR_PATH).unlink()
    assert maven.fetch({JAR: locked}, tmp_path / "local") == first
    assert first[JAR].read_bytes() == b"the jar"


def test_half_a_jar_of_a_broken_download_is_replaced(published: Path, tmp_path: Path) -> None:
    locked = maven.checksum(published / JAR_PATH)
    half = tmp_path / "local" / JAR_PATH
    half.parent.mkdir(parents=True)
    half.write_bytes(b"the")
    assert maven.fetch({JAR: locked}, tmp_path / "local")[JAR].read_bytes() == b"the jar"


def test_a_jar_that_is_not_the_locked_one_is_refused(published: Path, tmp_path: Path) -> None:
    with pytest.raises(ServerFailed, match=r"sample:1\.0 is not the one that was locked"):
        maven.fetch({JAR: "0" * 64}, tmp_path / "local")
    assert not (tmp_path / "local" / JAR_PATH).exists()


@pytest.mark.usefixtures("published")
def test_a_jar_that_cannot_be_had_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServerFailed, match=r"absent:1\.0 could not be fetched: check"):
        maven.fetch({"org.example:absent:1.0": "0" * 64}, tmp_path / "local")


def test_the_lock_file_is_of_the_versions_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(maven.Lock.read().jars) == set(ROOTS)
    monkeypatch.setattr(elasticsearch_build, "ROOTS", ("org.elasticsearch:elasticsearch:1.0",))
    with pytest.raises(ServerFailed, match="python -m devservers lock"):
        distribution()


@pytest.mark.elasticsearch
def test_two_who_build_at_once_build_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = elasticsearch_build.CACHE / "maven"
    distribution()
    (tmp_path / "maven").symlink_to(fetched)
    monkeypatch.setattr(elasticsearch_build, "CACHE", tmp_path)
    builds: list[Path] = []
    build = elasticsearch_build._build

    def counted(lock: maven.Lock, target: Path) -> None:
        builds.append(target)
        build(lock, target)

    monkeypatch.setattr(elasticsearch_build, "_build", counted)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: distribution(), range(2))
    assert first == second
    assert builds == [first.folder]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "build.lock",
        first.folder.name,
        "maven",
    ]


@pytest.mark.elasticsearch
def test_no_class_lies_in_two_places() -> None:
    seen: dict[str, Path] = {}
    for jar in sorted(distribution().folder.rglob("*.jar")):
        for name in ZipFile(jar).namelist():
            if name.endswith(".class") and "module-info" not in name and "META-INF" not in name:
                assert name not in seen, f"{name} is in {seen.get(name)} and {jar}"
                seen[name] = jar
    assert len(seen) > 10_000
