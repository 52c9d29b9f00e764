"""The soft rules as whole-number costs; smaller is better. Each has a twin of the same name in `cpsat/soft.py`."""

from collections.abc import Callable, Iterable
from itertools import pairwise

from chophien.engine.board import Board, lay_out
from chophien.engine.numbered import Numbered, number
from chophien.engine.problem import Problem
from chophien.engine.timetable import Placement


def costs(problem: Problem | Numbered, placements: Iterable[Placement]) -> dict[str, int]:
    """The cost of each objective of the problem, in its order."""
    numbered = problem if isinstance(problem, Numbered) else number(problem)
    board = lay_out(numbered, placements)
    return {name: COSTS[name](board) for name in numbered.problem.objective}


def unplaced_weight(board: Board) -> int:
    """The summed weight of requests without a slot."""
    return sum(request.weight for r, request in enumerate(board.numbered.problem.requests) if r not in board.at)


def worst_share(board: Board) -> int:
    """1000 times the largest unserved share of any participant's asked weight, rounded down."""
    requests = board.numbered.problem.requests
    worst = 0
    for rows in board.numbered.of:
        asked = sum(requests[r].weight for r in rows)
        if asked:
            worst = max(worst, 1000 * sum(requests[r].weight for r in rows if r not in board.at) // asked)
    return worst


def breaks(board: Board) -> int:
    """Maximal runs of idle slots strictly between two meetings of one day, over participants and days."""
    return sum(breaks_of(board, p) for p in range(len(board.of)))


def breaks_of(board: Board, participant: int) -> int:
    """The breaks of one participant. A slot without a meeting is idle, whether she is there or away."""
    return sum(
        late - soon > 1
        for meetings in board.days(participant).values()
        for soon, late in pairwise(board.busy_slots(meetings))
    )


def idle_slots(board: Board) -> int:
    """The idle slots in all breaks."""
    return sum(
        late - soon - 1
        for p in range(len(board.of))
        for meetings in board.days(p).values()
        for soon, late in pairwise(board.busy_slots(meetings))
    )


def zone_changes(board: Board) -> int:
    """Steps of a participant from one busy slot to her next of the same day that lead into another zone.

    Where `parallel` meetings are held at once the step counts when it leads into a zone she had no meeting in just
    before. A place without a zone lies in no zone, so a step from or to it does not count.
    """
    count = 0
    for p in range(len(board.of)):
        for meetings in board.days(p).values():
            seen: dict[int, set[str]] = {slot: set() for slot in board.busy_slots(meetings)}
            for meeting in meetings:
                zone = board.zones(meeting)
                for slot in meeting.span if zone is not None else ():
                    seen[slot].add(zone or "")
            count += sum(bool(here) and bool(there - here) for here, there in pairwise(seen.values()))
    return count


def moved(board: Board) -> int:
    """Requests of `previous` that are now unplaced or lie elsewhere in time or, where it was said, in place."""
    count = 0
    for r, (slot, place) in board.numbered.previous.items():
        meeting = board.at.get(r)
        count += meeting is None or meeting.slot != slot or place not in {-1, meeting.place}
    return count


COSTS: dict[str, Callable[[Board], int]] = {
    cost.__name__: cost for cost in (unplaced_weight, worst_share, breaks, idle_slots, zone_changes, moved)
}
