"""Why a wish has no place and what would give it one, asked of the engine; pure values in and out."""

from collections.abc import Mapping
from dataclasses import replace

from chophien.engine.asking.why_not import WhyNot, why_not
from chophien.engine.conflicts import broken_rules
from chophien.engine.problem import Problem
from chophien.engine.timetable import Placement
from chophien.timetable.changes import Spot
from chophien.timetable.checking import UNKNOWN, faults_of
from chophien.timetable.engine_ids import as_placement, request_name

PATIENCE = 3.0
"""Seconds to look for changes while somebody waits for the page."""


def reasons_and_changes(problem: Problem, spots: Mapping[int, Spot], request_id: int) -> WhyNot | None:
    """The reasons and the changes that would place the request; none when it is no longer wished or has a place.

    Minima bind the search for a timetable, not the one at hand. A timetable that breaks other rules gets no changes:
    nothing can be said about it before it is mended.
    """
    name = request_name(request_id)
    if request_id in spots or all(request.id != name for request in problem.requests):
        return None
    asked = without_minima(problem)
    placements = known_placements(asked, spots)
    whole = not broken_rules(asked, placements)
    (found,) = why_not(asked, placements, [name], seconds=PATIENCE if whole else 0.0)
    return found


def without_minima(problem: Problem) -> Problem:
    """The problem as it binds a timetable made or changed by hand."""
    return replace(problem, participants=tuple(replace(one, min_meetings=0) for one in problem.participants))


def known_placements(problem: Problem, spots: Mapping[int, Spot]) -> list[Placement]:
    """What is placed, without requests, slots and tables that are no more."""
    lost = {fault.request_ids[0] for fault in faults_of(problem, spots) if fault.rule == UNKNOWN}
    return [as_placement(id_, spot) for id_, spot in spots.items() if id_ not in lost]
