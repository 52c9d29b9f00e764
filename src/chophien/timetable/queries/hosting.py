"""Reading where meetings of a fair may be held: tables, who alone has one, and when each is used."""

from dataclasses import dataclass

from chophien.booths.queries import booth_holders
from chophien.fairs.queries import SessionLine, TableLine, closures_of, sessions_of, slots_of, tables_of
from chophien.fairs.tables import MeetsAt


@dataclass(frozen=True)
class Hosting:
    """The tables that can be used at all, in order of their ids, and who is bound to which."""

    tables: tuple[TableLine, ...]
    closed: dict[int, frozenset[int]]
    """The slots in which a table is not used, by table."""
    bases: dict[int, int]
    """The table at which a participation meets, and nowhere else."""
    booths: dict[int, int]
    """The table at its booth where a participation meets in some sessions, at a table of the pool in the others."""
    pool: frozenset[int]
    """The tables of everybody."""

    @property
    def is_all_pool(self) -> bool:
        """Whether every table is everybody's."""
        return len(self.pool) == len(self.tables)


async def hosting_of(fair_id: int) -> Hosting:
    """Where meetings may be held. At booths only those tables count whose booth somebody has.

    Where every session is held at booths, whoever has none meets at tables of the pool. Where only some are, the pool
    is not used in those: a producer with a booth is to be found there.
    """
    sessions = await sessions_of(fair_id)
    at_booths = {session.id for session in sessions if session.meets_at is MeetsAt.BOOTHS}
    mixed = len(at_booths) < len(sessions)
    holders = await booth_holders(fair_id) if at_booths else {}
    tables = sorted(
        (each for each in await tables_of(fair_id) if each.booth_id is None or each.booth_id in holders),
        key=lambda each: each.id,
    )
    bases = {each.holder_id: each.id for each in tables if each.booth_id is None and each.holder_id is not None}
    # A table of one's own goes before the booth.
    booths = {
        holders[each.booth_id]: each.id
        for each in tables
        if each.booth_id is not None and holders[each.booth_id] not in bases
    }
    return Hosting(
        tables=tuple(tables),
        closed=await _closed_slots(fair_id, tables, sessions, at_booths if mixed else None),
        bases=bases if mixed else bases | booths,
        booths=booths if mixed else {},
        pool=frozenset(each.id for each in tables if each.booth_id is None and each.holder_id is None),
    )


async def _closed_slots(
    fair_id: int, tables: list[TableLine], sessions: list[SessionLine], at_booths: set[int] | None
) -> dict[int, frozenset[int]]:
    slots: dict[int, set[int]] = {session.id: set() for session in sessions}
    for slot in await slots_of(fair_id):
        slots[slot.session_id].add(slot.id)
    closures = await closures_of(fair_id)
    found = {}
    for table in tables:
        closed = set(closures.get(table.id, set()))
        if at_booths is not None and table.booth_id is not None:
            closed |= slots.keys() - at_booths
        elif at_booths is not None and table.holder_id is None:
            closed |= at_booths
        found[table.id] = frozenset(slot for session in closed for slot in slots[session])
    return found
