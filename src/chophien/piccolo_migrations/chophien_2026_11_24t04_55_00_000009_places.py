"""Every place of the list is written down; the names that are there get their places in the alphabet."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

from chophien.places.gazetteer import PlaceFact, places
from chophien.support.collation import sort_key

ID = "2026-11-24T04:55:00:000009"
VERSION = "1.38.0"
DESCRIPTION = "places with their dates; names in the order of the alphabet"


class RawTable(Table):
    """Something to send plain SQL through."""


async def _write_place(place: PlaceFact) -> None:
    parent = None
    if place.parent:
        rows: list[dict[str, Any]] = await RawTable.raw(
            "SELECT id FROM place WHERE level = 'province' AND code = {} ORDER BY id LIMIT 1", place.parent
        )
        parent = rows[0]["id"]
    await RawTable.raw(
        "INSERT INTO place (code, level, name, kind, parent, valid_from, valid_until) VALUES ({}, {}, {}, {}, {}, {}, {})"
        " ON CONFLICT DO NOTHING",
        place.code,
        place.level,
        place.name,
        place.kind,
        parent,
        place.valid_from,
        place.valid_until,
    )


async def forwards() -> MigrationManager:
    """Write the places, fill the columns."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)

    async def fill() -> None:
        for place in places().values():
            await _write_place(place)
        for table in ("company", "product"):
            for row in await RawTable.raw(f"SELECT id, name FROM {table}"):
                await RawTable.raw(
                    f"UPDATE {table} SET sort_name = {{}} WHERE id = {{}}", sort_key(row["name"]), row["id"]
                )
            await RawTable.raw(f'CREATE INDEX "index_{table}__sort_name" ON {table} (sort_name)')

    manager.add_raw(fill)
    return manager
