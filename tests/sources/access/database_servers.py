"""A real PostgreSQL and a real MariaDB, each in a folder of its own that is removed afterwards, on loopback only."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

USER, PASSWORD, NAME = "eulod", "hunter2", "projects"
_SECONDS = 30


@dataclass(frozen=True)
class Running:
    """A server that runs: its port on 127.0.0.1, its socket, and how to connect with all rights."""

    port: int
    socket: str
    connect: Callable[[], Any]

    def run(self, *statements: str) -> None:
        """Run statements."""
        with self.connect() as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            connection.commit()


@contextmanager
def postgresql() -> Iterator[Running]:
    """A PostgreSQL with a database `projects` of the user `eulod`, who needs a password on the port."""
    import psycopg

    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    initdb, server = (program(name, folders, "postgresql") for name in ("initdb", "postgres"))
    with _folder() as folder:
        data, key, port = folder / "data", folder / "password", _free_port()
        key.write_text(PASSWORD)
        key.chmod(0o644)
        trusted = ("--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={key}")
        _run(initdb, "-D", data, "-U", USER, "-E", "UTF8", "--locale=C", "--no-sync", *trusted, cwd=folder)
        options = ("-D", data, "-k", folder, "-h", "127.0.0.1", "-p", port, "-c", "fsync=off", "-c", "jit=off")

        def connect(name: str = NAME) -> Any:
            return psycopg.connect(host=str(folder), port=port, dbname=name, user=USER)

        with _started([server, *options], folder, lambda: connect("postgres")):
            with psycopg.connect(host=str(folder), port=port, dbname="postgres", user=USER, autocommit=True) as first:
                first.execute(f"CREATE DATABASE {NAME}")
            yield Running(port, str(folder), connect)


@contextmanager
def mariadb() -> Iterator[Running]:
    """A MariaDB with a database `projects` and a user `eulod`, who needs a password."""
    import pymysql

    folders = [Path("/usr/bin"), Path("/usr/sbin")]
    install, server = (program(name, folders, "mariadb-server") for name in ("mariadb-install-db", "mariadbd"))
    with _folder() as folder:
        data, path, port = folder / "data", folder / "s", _free_port()
        shared = ("--no-defaults", f"--datadir={data}", f"--tmpdir={folder}")
        quick = ("--innodb-flush-log-at-trx-commit=0", "--innodb-log-file-size=8M", "--skip-log-bin")
        _run(install, *shared, "--auth-root-authentication-method=normal", "--skip-test-db", *quick, cwd=folder)
        options = (*shared, f"--socket={path}", f"--port={port}", "--bind-address=127.0.0.1", *quick)

        def connect(name: str | None = NAME) -> Any:
            return pymysql.connect(unix_socket=str(path), user="root", database=name, charset="utf8mb4")

        def connect_if_there(name: None = None) -> Any:
            with socket.socket(socket.AF_UNIX) as probe:  # the driver leaves its own open where there is no server
                probe.connect(str(path))
            return connect(name)

        with _started([server, *options, f"--pid-file={folder}/pid"], folder, connect_if_there):
            with connect(None) as first, first.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {NAME} CHARACTER SET utf8mb4")
                cursor.execute(f"CREATE USER {USER}@'%' IDENTIFIED BY '{PASSWORD}'")
                cursor.execute(f"GRANT ALL ON {NAME}.* TO {USER}@'%'")
            yield Running(port, str(path), connect)


def program(name: str, folders: Sequence[Path], package: str) -> str:
    """A program of a server. Missing, it skips the test; with CI set it fails instead."""
    found = shutil.which(name, path=os.pathsep.join([*map(str, reversed(folders)), os.environ.get("PATH", "")]))
    if found:
        return found
    problem = f"no {name}: install Debian's package {package}"
    if os.environ.get("CI"):
        pytest.fail(problem, pytrace=False)
    pytest.skip(problem)


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for the one that servers run as: databases refuse to run as root."""
    with tempfile.TemporaryDirectory(prefix="eulod-db-", ignore_cleanup_errors=True) as name:
        if _is_root():
            shutil.chown(name, "nobody", "nogroup")
        yield Path(name)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _as_nobody() -> dict[str, Any]:
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if _is_root() else {}


def _run(*command: object, cwd: Path) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False, **_as_nobody())
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def _started(command: Sequence[object], folder: Path, connect: Callable[[], Any]) -> Iterator[None]:
    """The server while the block runs."""
    words = [str(word) for word in command]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(words, cwd=folder, stdout=log, stderr=log, **_as_nobody())
    try:
        _wait(server, folder / "log", connect)
        yield
    finally:
        server.terminate()
        server.wait(_SECONDS)


def _wait(server: subprocess.Popen[bytes], log: Path, connect: Callable[[], Any]) -> None:
    """Until the server takes a connection."""
    last = time.monotonic() + _SECONDS
    while server.poll() is None and time.monotonic() < last:
        try:
            connect().close()
        except Exception as error:  # noqa: BLE001 - each driver has its own
            reason = error
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"the server does not start: {reason}\n{log.read_text(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
