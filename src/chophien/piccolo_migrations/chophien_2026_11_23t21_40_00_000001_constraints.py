"""The database's last word: unique indexes (named after their columns), and indexes for every foreign key."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-23T21:40:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "unique indexes and foreign key indexes"

UNIQUE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("person", ("email",), ""),
    ("role", ("person", "kind", "organizer"), ""),
    ("sign_in_session", ("token_hash",), ""),
    ("place", ("level", "code", "valid_from"), ""),
    ("company", ("tax_code",), ""),
    ("delegate", ("company", "person"), ""),
    ("fair", ("slug",), ""),
    ("co_host", ("fair", "place"), ""),
    ("fair_day", ("fair", "date"), ""),
    ("slot", ("fair", "starts_at"), ""),
    ("hall", ("fair", "name_vi"), ""),
    ("meeting_table", ("fair", "code"), ""),
    ("booth", ("fair", "code"), ""),
    ("participation", ("fair", "company"), ""),
    ("booth_booking", ("booth",), "released_at IS NULL"),
    ("booth_booking", ("participation",), "released_at IS NULL"),
    ("meeting_request", ("producer", "distributor"), ""),
    ("absence", ("participation", "slot"), ""),
    ("interpreter_absence", ("interpreter", "slot"), ""),
    ("timetable_run", ("fair",), "state IN ('waiting', 'running')"),
    ("timetable_version", ("fair", "number"), ""),
    ("timetable_version", ("fair",), "state = 'published'"),
    ("placement", ("version", "request"), ""),
    ("placement", ("version", "slot", "producer"), ""),
    ("placement", ("version", "slot", "distributor"), ""),
    ("placement", ("version", "slot", "meeting_table"), ""),
    ("placement", ("version", "slot", "interpreter"), ""),
    ("meeting", ("request",), ""),
    ("meeting", ("uid",), ""),
    ("calendar_link", ("token_hash",), ""),
    ("calendar_link", ("participation", "person"), "revoked_at IS NULL"),
    ("outgoing_message", ("unique_key",), ""),
)

INDEXED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sign_in_session", ("person",)),
    ("company", ("place",)),
    ("delegate", ("person",)),
    ("product", ("company",)),
    ("fair", ("organizer",)),
    ("fair_session", ("day",)),
    ("slot", ("session",)),
    ("programme_item", ("fair",)),
    ("meeting_table", ("hall",)),
    ("booth", ("hall",)),
    ("interpreter", ("fair",)),
    ("participation", ("company",)),
    ("meeting_request", ("fair",)),
    ("meeting_request", ("distributor",)),
    ("absence", ("slot",)),
    ("timetable_run", ("fair",)),
    ("timetable_run", ("state",)),
    ("placement", ("request",)),
    ("placement", ("slot",)),
    ("meeting", ("fair",)),
    ("meeting", ("producer",)),
    ("meeting", ("distributor",)),
    ("calendar_link", ("participation",)),
    ("outgoing_message", ("state", "try_at")),
)


class RawTable(Table):
    """Something to send plain SQL through."""


async def forwards() -> MigrationManager:
    """Create the indexes."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)

    async def create() -> None:
        for table, columns, condition in UNIQUE:
            name = "__".join([f"unique_{table}", *columns])
            listed = ", ".join(f'"{column}"' for column in columns)
            where = f" WHERE {condition}" if condition else ""
            await RawTable.raw(f'CREATE UNIQUE INDEX "{name}" ON "{table}" ({listed}){where}')
        for table, columns in INDEXED:
            name = "__".join([f"index_{table}", *columns])
            listed = ", ".join(f'"{column}"' for column in columns)
            await RawTable.raw(f'CREATE INDEX "{name}" ON "{table}" ({listed})')

    manager.add_raw(create)
    return manager
