"""The commands: one serves and keeps a worker beside it, and both end together."""

import asyncio
import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from chophien.cli.serving import be_reached_at
from chophien.settings import settings

ROOT = pathlib.Path(__file__).parents[2]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(var: pathlib.Path) -> dict[str, str]:
    return {**os.environ, "CHOPHIEN_VAR": str(var), "CHOPHIEN_DATABASE_URL": f"sqlite:///{var / 'chophien.sqlite'}"}


def _until(what: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(httpx.TransportError):
            if what():
                return
        time.sleep(0.1)
    raise AssertionError("It never came so far")


def _children(pid: int) -> list[int]:
    """The processes that `pid` started."""
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            if folder.name.isdecimal() and int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found.append(int(folder.name))
    return found


def _is_alive(pid: int) -> bool:
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in {"Z", "X"}
    except OSError:
        return False


@contextlib.contextmanager
def _serving(var: pathlib.Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A running server with its worker, and its port."""
    port = _free_port()
    command = [sys.executable, "-m", "chophien", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=_environment(var), cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _until(lambda: httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200)
        _until(lambda: len(_children(server.pid)) == 1)
        yield server, port
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def var(tmp_path: pathlib.Path) -> pathlib.Path:
    """A folder of an installation of its own."""
    return tmp_path / "var"


def test_it_serves_keeps_a_worker_and_ends_both_when_told(var: pathlib.Path) -> None:
    with _serving(var) as (server, port):
        (worker,) = _children(server.pid)
        os.kill(worker, signal.SIGKILL)
        _until(lambda: _children(server.pid) not in ([], [worker]))
        (another,) = _children(server.pid)
        taken = subprocess.run(
            [sys.executable, "-m", "chophien", "serve", "--port", str(port)],
            env=_environment(var),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (taken.returncode, taken.stderr) == (
            1,
            f"Error: Port {port} on 127.0.0.1 is taken by another program. "
            "Stop it, or choose another port with --port.\n",
        )
        server.send_signal(signal.SIGINT)
        assert server.wait(15) == 0
        assert not _is_alive(another)


def test_a_worker_does_not_outlive_a_server_that_is_killed(var: pathlib.Path) -> None:
    with _serving(var) as (server, _port):
        (worker,) = _children(server.pid)
        # The kernel's promise holds from the moment the worker has asked for it.
        time.sleep(1)
        server.kill()
        server.wait()
        _until(lambda: not _is_alive(worker))


@pytest.mark.parametrize(
    ("host", "given", "named"),
    [
        ("127.0.0.1", None, "http://127.0.0.1:8123"),
        ("0.0.0.0", None, "http://127.0.0.1:8123"),
        ("::1", None, "http://[::1]:8123"),
        ("0.0.0.0", "https://hoicho.example", "https://hoicho.example"),
    ],
)
def test_links_name_the_address_that_is_served(
    monkeypatch: pytest.MonkeyPatch, host: str, given: str | None, named: str
) -> None:
    monkeypatch.setenv("CHOPHIEN_PUBLIC_URL", given or "")
    if given is None:
        monkeypatch.delenv("CHOPHIEN_PUBLIC_URL")
    settings.cache_clear()
    try:
        be_reached_at(host, 8123)
        assert settings().public_url == named
    finally:
        monkeypatch.undo()
        settings.cache_clear()


async def test_migrating_twice_says_that_nothing_is_left_to_do(var: pathlib.Path) -> None:
    def migrate() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "chophien", "migrate"]
        return subprocess.run(command, env=_environment(var), cwd=ROOT, capture_output=True, text=True, check=True)

    first, second = await asyncio.to_thread(migrate), await asyncio.to_thread(migrate)
    assert first.stdout != second.stdout
    assert (var / "chophien.sqlite").exists()
