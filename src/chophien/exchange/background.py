"""Writing an import beside the request that confirmed it, so that a page can show how far it has come."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime

from chophien.exchange.actions import Attempt, note_failure, write_import
from chophien.exchange.actions.requests import JustAsked
from chophien.exchange.actions.writing import JustTaken, Overtaken
from chophien.exchange.progress import UNDER_WAY, Progress

log = logging.getLogger("chophien.exchange")

_TASKS: set[asyncio.Task[None]] = set()
"""Held here, because the loop itself keeps tasks only weakly."""


def begin_writing(attempt: Attempt, *, by: int, at: datetime) -> None:
    """Write in the background. What was under way when the process ends was never committed."""
    task = asyncio.create_task(write_and_tell(attempt, by=by, at=at))
    _TASKS.add(task)
    task.add_done_callback(_TASKS.discard)


async def write_and_tell(attempt: Attempt, *, by: int, at: datetime) -> None:
    """Write an import, and note why it came to nothing if it did."""
    progress = UNDER_WAY[attempt.import_id] = Progress()

    def tell(done: int, of: int) -> None:
        progress.done, progress.of = done, of

    try:
        await write_import(attempt, by=by, at=at, tell=tell)
    except Overtaken:
        log.info("Import %s was begun again elsewhere.", attempt.import_id)
    except JustTaken:
        await note_failure(attempt, "taken")
    except JustAsked:
        await note_failure(attempt, "asked")
    except asyncio.CancelledError:
        raise
    except Exception:
        log.exception("Import %s could not be written.", attempt.import_id)
        with suppress(Exception):
            await note_failure(attempt, "unexpected")
    finally:
        if UNDER_WAY.get(attempt.import_id) is progress:
            del UNDER_WAY[attempt.import_id]


async def writing_is_over() -> None:
    """Wait until nothing is being written any more; for tests and for commands."""
    while _TASKS:
        await asyncio.gather(*_TASKS, return_exceptions=True)
        await asyncio.sleep(0)
