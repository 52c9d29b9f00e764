"""The companies that an organizer knows: those of its own fairs and of its own lists, and no others."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from typing import Any

from piccolo.columns import Column
from piccolo.table import Table

from chophien.companies.tables import Company, Delegate
from chophien.exchange.rules import Known, KnownCompany, KnownContact
from chophien.exchange.tables import CompanyKey, ImportChange
from chophien.fairs.tables import Fair, Participation
from chophien.places.gazetteer import key_of as place_key_of

PIECE = 500
"""How many ids stand in one question; SQLite takes some thousands of values at most."""


async def rows_with(
    table: type[Table], column: Column, values: Sequence[Any], columns: Sequence[Any] = ()
) -> AsyncIterator[dict[str, Any]]:
    """The rows of `table` whose `column` is one of `values`, in as many questions as that takes."""
    distinct = sorted(set(values))
    for start in range(0, len(distinct), PIECE):
        for row in await table.select(*columns).where(column.is_in(distinct[start : start + PIECE])):
            yield row


async def known_companies(fair: Fair, tax_codes: Sequence[str]) -> Known:
    """Everything that rows with these tax codes are compared with."""
    own = await Participation.select(
        Participation.id, Participation.company, Participation.fair, Participation.state, Participation.interpreting
    ).where(Participation.fair.organizer == fair.organizer)
    keys_of = await company_keys(fair.organizer)
    ids = {row["company"] for row in own} | set(keys_of)
    here = {row["company"]: row for row in own if row["fair"] == fair.id}
    contacts = await _contacts(ids)
    shared = await _known_elsewhere(ids, fair.organizer)
    companies = []
    async for row in rows_with(Company, Company.id, list(ids), _company_columns()):
        seats = contacts[row["id"]]
        part = here.get(row["id"])
        code, level, until = (row.pop(f"place_{part}") for part in ("code", "level", "until"))
        district = place_key_of(level, code, until) if code else ""
        companies.append(
            KnownCompany(
                id=row["id"],
                kind=row["kind"],
                name=row["name"],
                columns={**row, "district": district},
                keys=tuple(keys_of[row["id"]]),
                keeps_itself=row["id"] in shared or any(seat.signs_in for seat in seats),
                participation=part["id"] if part else None,
                state=part["state"] if part else "",
                interpreting=part["interpreting"] if part else None,
                contacts=seats,
            )
        )
    strange = frozenset(
        [
            row["tax_code"]
            async for row in rows_with(Company, Company.tax_code, tax_codes, (Company.id, Company.tax_code))
            if row["id"] not in ids
        ]
    )
    return Known(sorted(companies, key=lambda company: company.id), strange)


async def company_keys(organizer_id: int) -> dict[int, list[str]]:
    """The numbers that an organizer's lists give to companies, the first one first, by company."""
    rows = (
        await CompanyKey.select(CompanyKey.key, CompanyKey.company)
        .where(CompanyKey.organizer == organizer_id)
        .order_by(CompanyKey.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        found[row["company"]].append(row["key"])
    return found


def _company_columns() -> list[Any]:
    parts = {"code": Company.place.code, "level": Company.place.level, "until": Company.place.valid_until}
    place = [column.as_alias(f"place_{part}") for part, column in parts.items()]
    return [*Company.all_columns(), *place]


async def _contacts(ids: set[int]) -> dict[int, list[KnownContact]]:
    found: dict[int, list[KnownContact]] = defaultdict(list)
    rows = [row async for row in rows_with(Delegate, Delegate.company, list(ids))]
    brought = {
        row["row_id"]
        async for row in rows_with(
            ImportChange,
            ImportChange.row_id,
            [row["id"] for row in rows],
            (ImportChange.row_id, ImportChange.table_name, ImportChange.created),
        )
        if row["table_name"] == "delegate" and row["created"]
    }
    for row in sorted(rows, key=lambda row: row["id"]):
        found[row["company"]].append(
            KnownContact(
                id=row["id"],
                name=row["name"],
                duty=row["duty"],
                email=row["email"],
                phone=row["phone"],
                signs_in=row["person"] is not None,
                imported=row["id"] in brought,
            )
        )
    return found


async def _known_elsewhere(ids: set[int], organizer_id: int) -> set[int]:
    columns = (Participation.company, Participation.fair.organizer.as_alias("organizer"))
    rows = rows_with(Participation, Participation.company, list(ids), columns)
    return {row["company"] async for row in rows if row["organizer"] != organizer_id}
