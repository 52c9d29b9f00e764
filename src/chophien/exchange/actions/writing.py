"""Writing what a sheet says: every row in one transaction, with a note of each change so that it can be undone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chophien.exchange.actions.noting import Notes, Tell
from chophien.exchange.actions.participants import ParticipantsWriting
from chophien.exchange.actions.products import ProductsWriting
from chophien.exchange.actions.requests import JustAsked, RequestsWriting
from chophien.exchange.queries import planned_participants, planned_products, planned_requests
from chophien.exchange.rules import Plan
from chophien.exchange.tables import ImportState, SheetImport, SheetKind
from chophien.fairs.tables import Fair
from chophien.matchmaking.rules import RequestsClosed, organizer_may_add
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock, refusing
from chophien.support.language import _
from chophien.support.refusal import Refusal

FORGOTTEN_AFTER = timedelta(seconds=90)
"""An attempt that is older and still not over was cut off: 5,000 rows take seconds."""


class NothingToWrite(Refusal):
    """No row would change anything, or the import has been begun already."""


class Overtaken(Refusal):
    """Another attempt writes the same import."""


class JustTaken(Refusal):
    """Somebody added the same company at this very moment."""


@dataclass(frozen=True)
class Attempt:
    """One attempt to write an import; a later one fences it off."""

    import_id: int
    number: int


async def ask_to_write(sheet_import: SheetImport, *, at: datetime) -> Attempt:
    """Begin an attempt. Raises NothingToWrite unless the import is checked, or an attempt was cut off.

    Raises RequestsClosed for requests once the fair is over.
    """
    if sheet_import.kind == SheetKind.REQUESTS:
        fair = await Fair.objects().get(Fair.id == sheet_import.fair)
        if fair is None or not organizer_may_add(fair, at):
            raise RequestsClosed(_("Hội chợ đã kết thúc."))
    async with transaction():
        found = await SheetImport.objects().get(SheetImport.id == sheet_import.id)
        waits = found is not None and (
            found.state == ImportState.CHECKED or (found.state == ImportState.WRITING and is_forgotten(found, at))
        )
        if found is None or not waits:
            raise NothingToWrite(_("Tệp này đang được nhập hoặc đã nhập rồi."))
        found.attempts += 1
        found.state = ImportState.WRITING
        found.started_at = at
        found.failure = ""
        await found.save()
    return Attempt(found.id, found.attempts)


def is_forgotten(sheet_import: SheetImport, at: datetime) -> bool:
    """Whether the attempt that is noted as under way cannot be."""
    return sheet_import.started_at is not None and at - sheet_import.started_at > FORGOTTEN_AFTER


async def note_failure(attempt: Attempt, failure: str) -> None:
    """Say why an attempt came to nothing, and let the import be confirmed again."""
    await SheetImport.update({SheetImport.state: ImportState.CHECKED, SheetImport.failure: failure}).where(
        SheetImport.id == attempt.import_id,
        SheetImport.attempts == attempt.number,
        SheetImport.state == ImportState.WRITING,
    )


async def write_import(attempt: Attempt, *, by: int, at: datetime, tell: Tell = lambda _done, _of: None) -> None:
    """Write every row that has nothing grave, all or none. Raises JustTaken, JustAsked, Overtaken."""
    taken = JustTaken(_("Trong lúc nhập, có người vừa ghi cùng một đơn vị."))
    broken = {
        "unique_company__tax_code": taken,
        "unique_participation__fair__company": taken,
        "unique_company_key__organizer__key": taken,
        "unique_product_key__organizer__key": taken,
        "unique_meeting_request__producer__distributor": JustAsked(_("Trong lúc nhập, có người vừa xin gặp.")),
    }
    async with refusing(**broken), transaction():
        sheet_import = await SheetImport.objects().get(SheetImport.id == attempt.import_id)
        if sheet_import is None or not _is_current(sheet_import, attempt):
            raise Overtaken(_("Lần nhập này đã được bắt đầu lại."))
        fair = await Fair.objects().get(Fair.id == sheet_import.fair)
        assert fair is not None  # noqa: S101 - an import belongs to its fair.
        await lock("imports", fair.organizer)
        plans = await _write_rows(fair, sheet_import, by=by, at=at, tell=tell)
        done = (
            await SheetImport.update(
                {
                    SheetImport.state: ImportState.WRITTEN,
                    SheetImport.written_at: at,
                    SheetImport.report: json.dumps([_reported(plan) for plan in plans]),
                }
            )
            .where(SheetImport.id == attempt.import_id, SheetImport.attempts == attempt.number)
            .returning(SheetImport.id)
        )
        if not done:
            raise Overtaken(_("Lần nhập này đã được bắt đầu lại."))


def _is_current(sheet_import: SheetImport, attempt: Attempt) -> bool:
    return sheet_import.state == ImportState.WRITING and sheet_import.attempts == attempt.number


async def _write_rows(fair: Fair, sheet_import: SheetImport, *, by: int, at: datetime, tell: Tell) -> Sequence[Plan]:
    notes = Notes(sheet_import.id)
    plans: Sequence[Plan]
    match sheet_import.kind:
        case SheetKind.PRODUCTS:
            plans = products = await planned_products(fair, sheet_import)
            await ProductsWriting(fair, notes, tell).write(products)
        case SheetKind.REQUESTS:
            plans = requests = await planned_requests(fair, sheet_import)
            await RequestsWriting(fair, sheet_import, at, tell, notes).write(requests)
        case _:
            plans = participants = await planned_participants(fair, sheet_import)
            await ParticipantsWriting(fair, sheet_import, by, at, tell, notes).write(participants)
    await notes.save()
    return plans


def _reported(plan: Plan) -> dict[str, Any]:
    problems = [{"key": each.key, "sentence": each.sentence, "grave": each.grave} for each in plan.problems]
    return {"line": plan.line, "verdict": plan.verdict, "title": plan.title, "problems": problems}
