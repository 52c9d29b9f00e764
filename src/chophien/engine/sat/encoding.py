"""A fair with required meetings in clauses: which request lies in which slot, who is busy when, who has breaks.

After the encoding of B2B meeting scheduling by Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret, JAIR 74
(2022), pp. 263-301, with their implied constraint that a participant's busy slots number her meetings.
"""

from dataclasses import dataclass
from itertools import pairwise

from chophien.engine.numbered import Numbered
from chophien.engine.sat.clauses import Clauses
from chophien.engine.sat.fitting import domains, room


@dataclass(frozen=True, slots=True)
class Encoding:
    """The clauses; `starts[r]` maps each slot that request r may lie in to its literal; `breaks` are to be avoided."""

    clauses: Clauses
    starts: tuple[dict[int, int], ...]
    breaks: tuple[int, ...]


def encode(numbered: Numbered) -> Encoding:
    """The clauses of a problem that `fitting.can_be_said` accepts."""
    clauses = Clauses()
    starts = tuple({slot: clauses.variable() for slot in row} for row in domains(numbered))
    for row in starts:
        clauses.add(*row.values())
    _share_places(clauses, numbered, starts)
    for request, earlier in enumerate(numbered.after):
        for before in earlier:
            for slot, literal in starts[request].items():
                clauses.imply(literal, *(start for other, start in starts[before].items() if other < slot))
    breaks = []
    for requests in numbered.of:
        busy = _busy(clauses, numbered, [starts[r] for r in requests])
        clauses.exactly(busy, len(requests))
        breaks.append([end for day in numbered.days for end in _breaks(clauses, [busy[slot] for slot in day])])
    if numbered.problem.limits.break_range is not None:
        _even_out(clauses, numbered, breaks, numbered.problem.limits.break_range)
    return Encoding(clauses, starts, tuple(end for row in breaks for end in row))


def encode_demands(numbered: Numbered) -> tuple[Clauses, tuple[int, ...]]:
    """The clauses with a literal for each request that says whether it is demanded; breaks are left aside."""
    clauses = Clauses()
    demanded = tuple(clauses.variable() for _ in numbered.problem.requests)
    starts = tuple({slot: clauses.variable() for slot in row} for row in domains(numbered))
    for demand, row in zip(demanded, starts, strict=True):
        clauses.imply(demand, *row.values())
    _share_places(clauses, numbered, starts)
    for request, earlier in enumerate(numbered.after):
        for before in earlier:
            for slot, literal in starts[request].items():
                sooner = (start for other, start in starts[before].items() if other < slot)
                clauses.imply(literal, -demanded[before], *sooner)
    for requests in numbered.of:
        busy = _busy(clauses, numbered, [starts[r] for r in requests])
        everything = clauses.variable()
        clauses.add(everything, *(-demanded[r] for r in requests))
        clauses.exactly(busy, len(requests), when=everything)
    return clauses, demanded


def _share_places(clauses: Clauses, numbered: Numbered, starts: tuple[dict[int, int], ...]) -> None:
    for row in starts:
        clauses.at_most_one(list(row.values()))
    for slot, most in enumerate(room(numbered)):
        clauses.at_most([row[slot] for row in starts if slot in row], most)


def _busy(clauses: Clauses, numbered: Numbered, rows: list[dict[int, int]]) -> list[int]:
    """For each slot a literal that says whether one of these requests, of which only one can, lies there."""
    busy = []
    for slot in range(len(numbered.problem.slots)):
        meetings = [row[slot] for row in rows if slot in row]
        literal = clauses.variable()
        clauses.imply(literal, *meetings)
        for meeting in meetings:
            clauses.imply(meeting, literal)
        clauses.at_most_one(meetings)
        busy.append(literal)
    return busy


def _breaks(clauses: Clauses, day: list[int]) -> list[int]:
    """A literal for each slot of a day that ends a break: busy now, idle just before, busy some time earlier."""
    begun: list[int] = []
    for busy in day:
        literal = clauses.variable()
        clauses.imply(busy, literal)
        if begun:
            clauses.imply(begun[-1], literal)
        clauses.imply(literal, busy, *begun[-1:])
        begun.append(literal)
    ends = []
    for earlier, (before, now) in zip(begun, list(pairwise(day))[1:], strict=False):
        end = clauses.variable()
        clauses.add(end, -now, before, -earlier)
        clauses.imply(end, now)
        clauses.imply(end, -before)
        clauses.imply(end, earlier)
        ends.append(end)
    return ends


def _even_out(clauses: Clauses, numbered: Numbered, breaks: list[list[int]], most: int) -> None:
    """Nobody has over `most` breaks more than anybody else.

    Who can have the fewest breaks of all bounds everybody: so far the counting has to go and no further.
    """
    least = min(min(len(ends), max(0, len(requests) - 1)) for ends, requests in zip(breaks, numbered.of, strict=True))
    counts = [clauses.counted(ends, least + most + 1) for ends in breaks]
    everybody = [clauses.variable() for _ in range(least)]
    for at_least, literal in enumerate(everybody, 1):
        for count in counts:
            clauses.imply(literal, *count[at_least - 1 : at_least])
    for count in counts:
        for at_least, literal in enumerate(count, 1):
            if at_least > most:
                # "Everybody has at least so many fewer"; more than anybody can have is impossible.
                fewer = at_least - most
                clauses.imply(literal, *everybody[fewer - 1 : fewer])
