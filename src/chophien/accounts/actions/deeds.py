"""Writing down who asked for which change."""

from dataclasses import dataclass
from datetime import datetime

from chophien.accounts.identity import Acting
from chophien.accounts.tables import AuditEntry


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One request that was to change something, and how it ended."""

    person_id: int | None
    words: str
    subject: str
    status: int
    acting: Acting | None = None
    organizer_id: int | None = None
    fair_id: int | None = None
    about_person_id: int | None = None
    detail: str = ""
    of_accounts: bool = False


async def note_deed(deed: Deed, *, at: datetime) -> None:
    """Add the deed to the log; nothing ever changes there."""
    acting = deed.acting
    await AuditEntry(
        at=at,
        person=deed.person_id,
        behalf_company=acting.company_id if acting else None,
        behalf_name=acting.company_name if acting else "",
        deed=deed.words,
        subject=deed.subject[:200],
        organizer=deed.organizer_id,
        fair_id=deed.fair_id,
        status=deed.status,
        about_person=deed.about_person_id,
        detail=deed.detail,
        of_accounts=deed.of_accounts,
    ).save()
