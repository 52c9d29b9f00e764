"""Deeds about organizers and accounts that were written down earlier are marked as such."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T16:46:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "earlier deeds about organizers and accounts"

_WHERE = " OR ".join(
    f"subject LIKE '{begin}%'"
    for begin in (
        "/platform",
        "/organizer/staff/",
        "/invitations/",
        "/account/close",
        "/account/password",
        "/account/email",
        "/account/second-step",
        "/forgot-password/",
        "/confirm-email/",
    )
)


class RawTable(Table):
    """Something to send plain SQL through."""


async def forwards() -> MigrationManager:
    """Mark them."""
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)

    async def mark() -> None:
        await RawTable.raw(f"UPDATE audit_entry SET of_accounts = true WHERE {_WHERE}")

    manager.add_raw(mark)
    return manager
