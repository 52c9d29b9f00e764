"""Who is there when: participants, their delegates, interpreters."""

from collections import defaultdict

from chophien.companies.tables import Delegate
from chophien.fairs.tables import Participation
from chophien.matchmaking.rules import DelegateThere, Delegation
from chophien.matchmaking.tables import Absence, DelegateAbsence, InterpreterAbsence, NotMeeting


async def absences_of(fair_id: int) -> dict[int, set[int]]:
    """The slots in which each participant can hold no meeting, by participation: it said so as a whole, or everybody
    who meets for it is away."""
    rows = await Absence.select(Absence.participation, Absence.slot).where(Absence.slot.fair == fair_id)
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        found[row["participation"]].add(row["slot"])
    one_by_one = (
        await DelegateAbsence.select(DelegateAbsence.participation)
        .where(DelegateAbsence.slot.fair == fair_id)
        .group_by(DelegateAbsence.participation)
    )
    if one_by_one:
        for participation, delegation in (await delegations_of([row["participation"] for row in one_by_one])).items():
            found[participation] |= delegation.unable
    return {participation: slots for participation, slots in found.items() if slots}


async def delegation_of(participation_id: int) -> Delegation:
    """Who speaks for a participant, and when each is there."""
    return (await delegations_of([participation_id]))[participation_id]


async def delegations_of(participation_ids: list[int]) -> dict[int, Delegation]:
    """Who speaks for each of these participants, and when each is there; delegates in the order they were named."""
    wanted = sorted(set(participation_ids))
    if not wanted:
        return {}
    companies = await Participation.select(Participation.id, Participation.company).where(
        Participation.id.is_in(wanted)
    )
    delegates = (
        await Delegate.select(Delegate.id, Delegate.company, Delegate.name)
        .where(Delegate.company.is_in(sorted({row["company"] for row in companies})))
        .order_by(Delegate.id)
    )
    whole: dict[int, set[int]] = defaultdict(set)
    for row in await Absence.select(Absence.participation, Absence.slot).where(Absence.participation.is_in(wanted)):
        whole[row["participation"]].add(row["slot"])
    away: dict[tuple[int, int], set[int]] = defaultdict(set)
    for row in await DelegateAbsence.select(
        DelegateAbsence.participation, DelegateAbsence.delegate, DelegateAbsence.slot
    ).where(DelegateAbsence.participation.is_in(wanted)):
        away[row["participation"], row["delegate"]].add(row["slot"])
    resting = {
        (row["participation"], row["delegate"])
        for row in await NotMeeting.select(NotMeeting.participation, NotMeeting.delegate).where(
            NotMeeting.participation.is_in(wanted)
        )
    }
    return {
        row["id"]: Delegation(
            frozenset(whole[row["id"]]),
            tuple(
                DelegateThere(
                    each["id"],
                    each["name"],
                    frozenset(away[row["id"], each["id"]]),
                    meets=(row["id"], each["id"]) not in resting,
                )
                for each in delegates
                if each["company"] == row["company"]
            ),
        )
        for row in companies
    }


async def own_absences(participation_id: int) -> set[int]:
    """The slots in which one participant is away as a whole."""
    rows = await Absence.select(Absence.slot).where(Absence.participation == participation_id)
    return {row["slot"] for row in rows}


async def interpreter_absences_of(fair_id: int) -> dict[int, set[int]]:
    """The slots in which each interpreter is not there, by interpreter."""
    rows = await InterpreterAbsence.select(InterpreterAbsence.interpreter, InterpreterAbsence.slot).where(
        InterpreterAbsence.slot.fair == fair_id
    )
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        found[row["interpreter"]].add(row["slot"])
    return dict(found)
