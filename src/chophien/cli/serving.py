"""`migrate`, `serve` and `worker`: an installation's processes."""

import asyncio
import contextlib
import ctypes
import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator

import click
import uvicorn

import chophien.piccolo_app  # noqa: F401 - every table must be known before an engine is chosen.
from chophien.settings import settings
from chophien.support.database import close_database, open_database
from chophien.support.database.migrating import migrate as migrate_database

log = logging.getLogger("chophien.serving")

_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux's prctl."""
_NICENESS = 10
_REST = 1.0
"""Seconds before a worker that died is started again, so that a broken one does not spin."""


@click.command()
def migrate() -> None:
    """Bring the database to the newest tables."""
    said = asyncio.run(migrate_database())
    click.echo(said.strip() or "The database is up to date.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Serve the pages and compute timetables, until Ctrl-C."""
    be_reached_at(host, port)
    if faults := settings().faults:
        raise click.ClickException("\n".join(["This installation is not ready to be reached:", *faults]))
    refuse_taken_port(host, port)
    asyncio.run(migrate_database())
    click.echo(f"Chợ Phiên: http://{_written(host)}:{port}  (Ctrl-C to stop)")
    run_server(host, port)


@click.command()
@click.option("--with-parent", is_flag=True, hidden=True, help="End when the process that started this one ends.")
def worker(with_parent: bool) -> None:
    """Compute the timetables that are asked for, until Ctrl-C; any number of workers may run."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    if with_parent:
        _die_with_parent()
    # The pages come first: a solve may use every core, but never before a request.
    os.nice(_NICENESS)
    asyncio.run(_work())


def be_reached_at(host: str, port: int) -> None:
    """Let links, calendars and QR codes name the address that is served, unless the installation has its own."""
    if "CHOPHIEN_PUBLIC_URL" not in os.environ:
        # Listening everywhere is no address that a link can name.
        named = "127.0.0.1" if host in {"0.0.0.0", "::"} else _written(host)  # noqa: S104 - compared, not listened on
        os.environ["CHOPHIEN_PUBLIC_URL"] = f"http://{named}:{port}"
        settings.cache_clear()


def refuse_taken_port(host: str, port: int) -> None:
    """End the command with one clear sentence when something listens on the port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise click.ClickException(
                    f"Port {port} on {host} is taken by another program. Stop it, or choose another port with --port."
                ) from error
            raise click.ClickException(f"Cannot listen on {host}:{port}: {error.strerror}.") from error


def run_server(host: str, port: int) -> None:
    """Serve the pages here and keep one worker beside them; returns after Ctrl-C or SIGTERM, when both have ended."""
    config = uvicorn.Config(
        "chophien.app:create_app",
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        # Calendar addresses are secrets, so no line names the addresses that are asked for.
        access_log=False,
        timeout_graceful_shutdown=3,
    )
    # The server raises the signal again once it has ended; what is left to do then is ours.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(_serve(uvicorn.Server(config)))


async def _serve(server: uvicorn.Server) -> None:
    async with _worker_kept():
        await server.serve()


@contextlib.asynccontextmanager
async def _worker_kept() -> AsyncIterator[None]:
    """A worker process runs inside the block; one that dies is started again."""
    keeping = asyncio.create_task(_keep_worker())
    try:
        yield
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping


async def _keep_worker() -> None:
    while True:
        # In a session of its own, so that Ctrl-C reaches it through us and not before we have ended.
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "chophien", "worker", "--with-parent", start_new_session=True
        )
        try:
            code = await process.wait()
            log.warning("The worker ended with %s; starting another one", code)
            await asyncio.sleep(_REST)
        except asyncio.CancelledError:
            await _end(process)
            raise


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), 5)
    except TimeoutError:
        process.kill()
        await process.wait()


async def _work() -> None:
    from chophien.timetable.jobs import work_until_told

    await open_database()
    try:
        await work_until_told()
    finally:
        await close_database()


def _die_with_parent() -> None:
    """Ask the kernel for SIGTERM when the parent is gone, also when it was killed."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(0)


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host
