"""Gathering: a fair's rows turned into the engine's problem."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from chophien.engine import problem as engine
from chophien.engine.problem import Problem
from chophien.fairs.tables import Fair, Interpreter, MeetingTable, ParticipationState, Slot
from chophien.matchmaking.tables import Absence, InterpreterAbsence, MeetingRequest, RequestState
from chophien.timetable.changes import Spot, confirmed_spots
from chophien.timetable.engine_ids import (
    hall_name,
    interpreter_name,
    participant_name,
    request_name,
    slot_name,
    table_name,
)
from chophien.timetable.queries.meetings import announced_meetings


async def fair_problem(fair_id: int, *, spare_halls: bool = False) -> Problem:
    """The meeting problem of a fair as its rows stand now; always the same for the same rows.

    Once meetings are announced the problem knows where they lie and asks, right after placing as many wishes as
    possible, to move few of them: people have them in their calendars. `spare_halls` asks for few changes of hall.
    """
    slots = await _slots(fair_id)
    tables = await _tables(fair_id)
    requests = await _requests(fair_id)
    participations = sorted({row[side] for row in requests for side in ("producer", "distributor")})
    people = await _participants(requests, participations)
    objective = ["unplaced_weight", "breaks"]
    if spare_halls and len({table.zone for table in tables}) > 1:
        objective.append("zone_changes")
    problem = Problem(
        slots=tuple(slots),
        places=tuple(tables),
        participants=tuple(people),
        requests=tuple(_request(row) for row in requests),
        interpreters=tuple(await _interpreters(fair_id)),
        objective=tuple(objective),
    )
    return _after_announcing(problem, confirmed_spots(await announced_meetings(fair_id)))


def _after_announcing(problem: Problem, known: dict[int, Spot]) -> Problem:
    wanted = {request.id for request in problem.requests}
    previous = {
        request_name(request_id): engine.Pin(slot_name(spot.slot_id), table_name(spot.table_id))
        for request_id, spot in sorted(known.items())
        if request_name(request_id) in wanted
    }
    if not previous:
        return problem
    first, *others = problem.objective
    return replace(problem, previous=previous, objective=(first, "moved", *others))


async def _slots(fair_id: int) -> list[engine.Slot]:
    fair = await Fair.select(Fair.timezone).where(Fair.id == fair_id).first()
    zone = ZoneInfo(fair["timezone"] if fair else "UTC")
    rows = await Slot.select(Slot.id, Slot.starts_at, Slot.ends_at).where(Slot.fair == fair_id).order_by(Slot.starts_at)
    lines = [(row["id"], row["starts_at"].astimezone(zone), row["ends_at"].astimezone(zone)) for row in rows]
    return [
        engine.Slot(slot_name(id_), starts.date().isoformat(), starts.isoformat(), ends.isoformat())
        for id_, starts, ends in lines
    ]


async def _tables(fair_id: int) -> list[engine.Place]:
    rows = (
        await MeetingTable.select(MeetingTable.id, MeetingTable.hall)
        .where(MeetingTable.fair == fair_id)
        .order_by(MeetingTable.id)
    )
    return [engine.Place(table_name(row["id"]), zone=hall_name(row["hall"])) for row in rows]


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


def _request(row: dict[str, Any]) -> engine.Request:
    slot, table = row["pinned_slot"], row["pinned_table"]
    pin = engine.Pin(slot_name(slot) if slot else None, table_name(table) if table else None)
    return engine.Request(
        request_name(row["id"]),
        between=(participant_name(row["producer"]), participant_name(row["distributor"])),
        weight=row["weight"],
        # The foreign side names its language; where both do, the buyer's is the one that is interpreted.
        interpreting=row["distributor.interpreting"] or row["producer.interpreting"],
        fixed=pin if slot or table else None,
    )


async def _participants(requests: list[dict[str, Any]], ids: list[int]) -> list[engine.Participant]:
    away = await _absences(ids)
    most = {row[side]: row[f"{side}.most_meetings"] for row in requests for side in ("producer", "distributor")}
    return [engine.Participant(participant_name(id_), away=away[id_], max_meetings=most[id_]) for id_ in ids]


async def _absences(ids: list[int]) -> dict[int, frozenset[str]]:
    rows = (
        await Absence.select(Absence.participation, Absence.slot).where(Absence.participation.is_in(ids)) if ids else []
    )
    return _by_owner((row["participation"], row["slot"]) for row in rows)


async def _interpreters(fair_id: int) -> list[engine.Interpreter]:
    rows = (
        await Interpreter.select(Interpreter.id, Interpreter.pairs)
        .where(Interpreter.fair == fair_id)
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
