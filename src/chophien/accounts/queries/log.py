"""Reading the log of deeds, an organizer's own only."""

from dataclasses import dataclass
from datetime import datetime

from chophien.accounts.tables import AuditEntry


@dataclass(frozen=True)
class LogFilter:
    """Whose deeds, at which fair; none for all."""

    person_id: int | None = None
    fair_id: int | None = None


@dataclass(frozen=True)
class DeedLine:
    """One deed as the log shows it."""

    at: datetime
    person_id: int | None
    person: str
    """Empty when nobody was signed in, or the account is gone."""
    behalf: str
    deed: str
    """The Vietnamese words, to be translated."""
    subject: str
    fair_id: int | None
    status: int


async def deeds_of(
    organizer_ids: frozenset[int], chosen: LogFilter, *, first: int, most: int
) -> tuple[list[DeedLine], bool]:
    """Deeds that concern these organizers, the latest first, from number `first` on, and whether more follow."""
    if not organizer_ids:
        return [], False
    entry = AuditEntry
    found = entry.select(
        entry.at,
        entry.person,
        entry.person.name,
        entry.behalf_name,
        entry.deed,
        entry.subject,
        entry.fair_id,
        entry.status,
    ).where(entry.organizer.is_in(sorted(organizer_ids)))
    if chosen.person_id is not None:
        found = found.where(entry.person == chosen.person_id)
    if chosen.fair_id is not None:
        found = found.where(entry.fair_id == chosen.fair_id)
    rows = await found.order_by(entry.id, ascending=False).offset(first).limit(most + 1)
    lines = [
        DeedLine(
            at=row["at"],
            person_id=row["person"],
            person=row["person.name"] or "",
            behalf=row["behalf_name"],
            deed=row["deed"],
            subject=row["subject"],
            fair_id=row["fair_id"],
            status=row["status"],
        )
        for row in rows[:most]
    ]
    return lines, len(rows) > most


async def people_in_log(organizer_ids: frozenset[int]) -> list[tuple[int, str]]:
    """Whoever stands in the log of these organizers, by name."""
    if not organizer_ids:
        return []
    rows = (
        await AuditEntry.select(AuditEntry.person, AuditEntry.person.name)
        .where(AuditEntry.organizer.is_in(sorted(organizer_ids)), AuditEntry.person.is_not_null())
        .group_by(AuditEntry.person, AuditEntry.person.name)
    )
    return sorted(((row["person"], row["person.name"]) for row in rows), key=lambda one: (one[1], one[0]))


async def fairs_in_log(organizer_ids: frozenset[int]) -> list[int]:
    """The fairs that stand in the log of these organizers."""
    if not organizer_ids:
        return []
    rows = (
        await AuditEntry.select(AuditEntry.fair_id)
        .where(AuditEntry.organizer.is_in(sorted(organizer_ids)), AuditEntry.fair_id.is_not_null())
        .group_by(AuditEntry.fair_id)
    )
    return [row["fair_id"] for row in rows]
