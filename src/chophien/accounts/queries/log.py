"""Reading the log of deeds: an organizer's own, and what concerns organizers and accounts as such."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chophien.accounts.tables import AuditEntry, Organizer, Person


@dataclass(frozen=True)
class LogFilter:
    """Whose deeds, at which fair, about which account or organizer, which deed; none for all."""

    person_id: int | None = None
    fair_id: int | None = None
    about_id: int | None = None
    organizer_id: int | None = None
    deed: str = ""


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
    about: str
    """The name of the account to which it was done; empty when it concerns none."""
    organizer: str
    detail: str
    """The role that was given, "none" when one was taken away, or nothing."""


@dataclass(frozen=True)
class Scope:
    """What somebody may read of the log: what concerns these organizers, or organizers and accounts as such."""

    organizer_ids: frozenset[int] | None
    """None for a platform administrator."""

    @property
    def condition(self) -> Any:
        """The condition on the table."""
        if self.organizer_ids is None:
            return AuditEntry.of_accounts.eq(True)
        # PostgreSQL knows no empty list, and no row has this number.
        return AuditEntry.organizer.is_in(sorted(self.organizer_ids) or [0])


async def deeds_of(scope: Scope, chosen: LogFilter, *, first: int, most: int) -> tuple[list[DeedLine], bool]:
    """Deeds within the scope, the latest first, from number `first` on, and whether more follow."""
    entry = AuditEntry
    found = entry.select(*entry.all_columns(), entry.person.name).where(scope.condition)
    for column, wanted in (
        (entry.person, chosen.person_id),
        (entry.fair_id, chosen.fair_id),
        (entry.about_person, chosen.about_id),
        (entry.organizer, chosen.organizer_id),
        (entry.deed, chosen.deed or None),
    ):
        if wanted is not None:
            found = found.where(column == wanted)
    rows = await found.order_by(entry.id, ascending=False).offset(first).limit(most + 1)
    people = await _names(Person, {row["about_person"] for row in rows})
    organizers = await _names(Organizer, {row["organizer"] for row in rows})
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
            about=people.get(row["about_person"], ""),
            organizer=organizers.get(row["organizer"], ""),
            detail=row["detail"],
        )
        for row in rows[:most]
    ]
    return lines, len(rows) > most


async def people_in_log(scope: Scope) -> list[tuple[int, str]]:
    """Whoever did something within the scope, by name."""
    return await _named_in(scope, AuditEntry.person, Person)


async def accounts_in_log(scope: Scope) -> list[tuple[int, str]]:
    """To whose accounts something was done within the scope, by name."""
    return await _named_in(scope, AuditEntry.about_person, Person)


async def organizers_in_log(scope: Scope) -> list[tuple[int, str]]:
    """The organizers that stand within the scope, by name."""
    return await _named_in(scope, AuditEntry.organizer, Organizer)


async def fairs_in_log(scope: Scope) -> list[int]:
    """The fairs that stand within the scope."""
    return await _ids_in(scope, AuditEntry.fair_id)


async def deeds_in_log(scope: Scope) -> list[str]:
    """The words of the deeds that stand within the scope."""
    rows = await AuditEntry.select(AuditEntry.deed).where(scope.condition).group_by(AuditEntry.deed)
    return sorted(row["deed"] for row in rows)


async def _ids_in(scope: Scope, column: Any) -> list[int]:
    name = column._meta.name
    rows = await AuditEntry.select(column).where(scope.condition, column.is_not_null()).group_by(column)
    return [row[name] for row in rows]


async def _named_in(scope: Scope, column: Any, table: type[Person] | type[Organizer]) -> list[tuple[int, str]]:
    names = await _names(table, set(await _ids_in(scope, column)))
    return sorted(names.items(), key=lambda one: (one[1], one[0]))


async def _names(table: type[Person] | type[Organizer], ids: set[int | None]) -> dict[int, str]:
    wanted = sorted(one for one in ids if one is not None)
    rows = await table.select(table.id, table.name).where(table.id.is_in(wanted)) if wanted else []
    return {row["id"]: row["name"] for row in rows}
