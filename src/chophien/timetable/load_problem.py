"""Gathering: a fair's rows turned into the engine's problem."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from chophien.companies.tables import CompanyKind
from chophien.engine import problem as engine
from chophien.engine.problem import Problem
from chophien.fairs.forms import QuotaPlan
from chophien.fairs.queries import quotas_of
from chophien.fairs.tables import Fair, Interpreter, ParticipationState, Slot, StaffDuty
from chophien.matchmaking.queries import absences_of
from chophien.matchmaking.tables import InterpreterAbsence, MeetingRequest, RequestState
from chophien.timetable.changes import Spot, confirmed_spots
from chophien.timetable.engine_ids import (
    hall_name,
    interpreter_name,
    participant_name,
    request_name,
    slot_name,
    table_name,
)
from chophien.timetable.queries.hosting import Hosting, hosting_of
from chophien.timetable.queries.meetings import announced_meetings


async def fair_problem(fair_id: int, *, spare_halls: bool = False, spread: bool = False) -> Problem:
    """The meeting problem of a fair as its rows stand now; always the same for the same rows.

    Once meetings are announced the problem knows where they lie and asks, right after placing as many wishes as
    possible, to move few of them: people have them in their calendars. `spare_halls` asks for few changes of hall,
    `spread` for the smallest loss of whoever loses the largest share of what it asked for.
    """
    quotas = await quotas_of(fair_id)
    slots = await _slots(fair_id, by_session=any(each.most_in_session is not None for each in quotas.values()))
    hosting = await hosting_of(fair_id)
    tables = _tables(hosting)
    requests = await _requests(fair_id)
    people = await _participants(fair_id, requests, quotas, hosting)
    objective = ["unplaced_weight", *(["worst_share"] if spread else []), "breaks"]
    if spare_halls and len({table.zone for table in tables}) > 1:
        objective.append("zone_changes")
    problem = Problem(
        slots=tuple(slots),
        places=tuple(tables),
        participants=tuple(people),
        requests=tuple(_request(row, hosting) for row in requests),
        interpreters=tuple(await _interpreters(fair_id)),
        objective=tuple(objective),
    )
    return _after_announcing(problem, confirmed_spots(await announced_meetings(fair_id)))


def _after_announcing(problem: Problem, known: dict[int, Spot]) -> Problem:
    wanted = {request.id for request in problem.requests}
    places = {place.id for place in problem.places}
    previous = {
        request_name(request_id): engine.Pin(slot_name(spot.slot_id), table_name(spot.table_id))
        for request_id, spot in sorted(known.items())
        # A booth that was given back is no place any more.
        if request_name(request_id) in wanted and table_name(spot.table_id) in places
    }
    if not previous:
        return problem
    first, *others = problem.objective
    return replace(problem, previous=previous, objective=(first, "moved", *others))


async def _slots(fair_id: int, *, by_session: bool) -> list[engine.Slot]:
    """The slots in order of time. The engine bounds meetings by day; where a session has a bound of its own,
    `by_session` makes each session a day to the engine, and the pause between two of them is no break."""
    fair = await Fair.select(Fair.timezone).where(Fair.id == fair_id).first()
    zone = ZoneInfo(fair["timezone"] if fair else "UTC")
    rows = (
        await Slot.select(Slot.id, Slot.starts_at, Slot.ends_at, Slot.session)
        .where(Slot.fair == fair_id)
        .order_by(Slot.starts_at)
    )
    found = []
    for row in rows:
        starts, ends = row["starts_at"].astimezone(zone), row["ends_at"].astimezone(zone)
        day = f"{starts.date().isoformat()}/{row['session']}" if by_session else starts.date().isoformat()
        found.append(engine.Slot(slot_name(row["id"]), day, starts.isoformat(), ends.isoformat()))
    return found


def _tables(hosting: Hosting) -> list[engine.Place]:
    return [
        engine.Place(
            table_name(table.id),
            zone=hall_name(table.hall_id),
            closed=frozenset(slot_name(slot) for slot in hosting.closed[table.id]),
        )
        for table in hosting.tables
    ]


async def _requests(fair_id: int) -> list[dict[str, Any]]:
    return (
        await MeetingRequest.select(
            MeetingRequest.id,
            MeetingRequest.producer,
            MeetingRequest.distributor,
            MeetingRequest.weight,
            MeetingRequest.pinned_slot,
            MeetingRequest.pinned_table,
            MeetingRequest.producer.interpreting,
            MeetingRequest.producer.most_meetings,
            MeetingRequest.distributor.interpreting,
            MeetingRequest.distributor.most_meetings,
        )
        .where(
            MeetingRequest.fair == fair_id,
            MeetingRequest.state == RequestState.ACCEPTED,
            MeetingRequest.producer.state == ParticipationState.APPROVED,
            MeetingRequest.distributor.state == ParticipationState.APPROVED,
        )
        .order_by(MeetingRequest.id)
    )


def _request(row: dict[str, Any], hosting: Hosting) -> engine.Request:
    slot, table = row["pinned_slot"], row["pinned_table"]
    table = table if table in hosting.closed else None
    pin = engine.Pin(slot_name(slot) if slot else None, table_name(table) if table else None)
    return engine.Request(
        request_name(row["id"]),
        between=(participant_name(row["producer"]), participant_name(row["distributor"])),
        weight=row["weight"],
        places=_places(row, hosting, table),
        # The foreign side names its language; where both do, the buyer's is the one that is interpreted.
        interpreting=row["distributor.interpreting"] or row["producer.interpreting"],
        fixed=pin if slot or table else None,
    )


def _places(row: dict[str, Any], hosting: Hosting, pinned: int | None) -> frozenset[str] | None:
    """Where a request may be held, none for anywhere: whoever has a table of its own is bound to it as its base."""
    sides = (row["producer"], row["distributor"])
    if hosting.is_all_pool or any(side in hosting.bases for side in sides):
        return None
    booths = {hosting.booths[side] for side in sides if side in hosting.booths}
    found = hosting.pool | booths | ({pinned} if pinned is not None else set())
    return frozenset(table_name(table) for table in found)


async def _participants(
    fair_id: int, requests: list[dict[str, Any]], quotas: dict[str, QuotaPlan], hosting: Hosting
) -> list[engine.Participant]:
    kinds = {row[kind.value]: kind.value for row in requests for kind in CompanyKind}
    asked = Counter(row[kind.value] for row in requests for kind in CompanyKind)
    own = {row[kind.value]: row[f"{kind.value}.most_meetings"] for row in requests for kind in CompanyKind}
    away = {id_: frozenset(map(slot_name, slots)) for id_, slots in (await absences_of(fair_id)).items()}
    found = []
    for id_, kind in sorted(kinds.items()):
        quota = quotas[kind]
        bounds = [bound for bound in (own[id_], quota.most_meetings) if bound is not None]
        most = min(bounds, default=None)
        base = hosting.bases.get(id_)
        found.append(
            engine.Participant(
                participant_name(id_),
                away=away.get(id_, frozenset()),
                max_meetings=most,
                # Nobody can have more meetings than were accepted.
                min_meetings=min([quota.least_meetings, asked[id_], *bounds]),
                max_per_day=quota.most_in_session,
                base=table_name(base) if base is not None else None,
            )
        )
    return found


async def _interpreters(fair_id: int) -> list[engine.Interpreter]:
    rows = (
        await Interpreter.select(Interpreter.id, Interpreter.pairs)
        .where(Interpreter.fair == fair_id, Interpreter.duty == StaffDuty.INTERPRETER)
        .order_by(Interpreter.id)
    )
    absent = await InterpreterAbsence.select(InterpreterAbsence.interpreter, InterpreterAbsence.slot).where(
        InterpreterAbsence.interpreter.fair == fair_id
    )
    away = _by_owner((row["interpreter"], row["slot"]) for row in absent)
    return [
        engine.Interpreter(interpreter_name(row["id"]), pairs=language_pairs(row["pairs"]), away=away[row["id"]])
        for row in rows
    ]


def language_pairs(written: str) -> tuple[str, ...]:
    """`en-vi, fr-vi` as its pairs."""
    return tuple(pair.strip() for pair in written.split(",") if pair.strip())


def _by_owner(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[str]]:
    slots: dict[int, set[str]] = defaultdict(set)
    for owner, slot in pairs:
        slots[owner].add(slot_name(slot))
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    found.update({owner: frozenset(names) for owner, names in slots.items()})
    return found
